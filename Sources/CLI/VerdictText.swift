import Inventory
import NetTypes

extension Session {
    /// A verdict, with its causes and what to try.
    func text(of verdict: Verdict) -> String {
        let causes = verdict.causes.enumerated().map { place, cause in
            "  \(place + 1). \(visible(cause.what))\n     try: \(visible(cause.cure))\n"
        }
        let detail = verdict.seen.detail.isEmpty ? "" : ", " + visible(verdict.seen.detail)
        return "VERDICT \(visible(verdict.headline))\n"
            + "last seen: \(verdict.seen.stage.rawValue) at \(clock(verdict.seen.time))\(detail)\n"
            + (causes.isEmpty ? "" : "likely, the likeliest first:\n" + causes.joined())
    }

    /// A line for each machine that is stuck or has failed.
    func notes(on reports: [MachineReport]) -> String {
        let notes = reports.compactMap { report in
            report.verdict.map { "\(report.machine.hostName) is \(visible($0.headline))\n" }
        }
        return notes.isEmpty ? "" : "\n" + notes.joined() + "\"amorce machine show NAME\" says what to try\n"
    }

    /// A line for each machine that is stuck or has failed, as `amorce status` shows them.
    func notes(on stuck: [StuckMachine]) -> String {
        guard !stuck.isEmpty else { return "" }
        return "\n" + stuck.map { "\($0.name) is \(visible($0.verdict.headline))\n" }.joined()
            + "\"amorce machine show NAME\" says what to try\n"
    }
}
