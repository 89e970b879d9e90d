import Inventory
import NetTypes
import Settings

extension Command {
    /// Looks for what usually goes wrong, with the daemon or without it.
    @Sendable static func doctor(_ session: Session) throws(Failure) {
        let surroundings = session.surroundings
        let configuration = try surroundings.load(session.configurationFile.path)
        let isOffline = session.invocation.has(.offline)
        let status: StatusReport? = try? session.daemon().get("status")
        let zones: ZoneVerdict = isOffline ? ([], []) : surroundings.tryZones(configuration)
        let balancers = isOffline ? [] : surroundings.tryBalancers(configuration)
        let mistakes = (surroundings.inspect(configuration) + zones.mistakes + balancers).map {
            Finding("check", .wrong, $0)
        }
        let found = surroundings.examine(configuration, status, isOffline)
        let findings = Finding.Verdict.allCases.flatMap { verdict in (mistakes + found).filter { $0.verdict == verdict }
        }

        try session.print(findings) {
            var table = Table(.text("VERDICT"), .text("SUBJECT"), .text("WHAT"))
            for finding in findings { table.add(finding.verdict.rawValue, finding.subject, finding.what) }
            let cures = findings.compactMap { finding in
                finding.cure.map { "\(visible(finding.subject)): \(visible($0))\n" }
            }
            return table.text() + (cures.isEmpty ? "" : "\nTo do:\n" + cures.joined())
        }
        let wrong = findings.count { $0.verdict == .wrong }
        guard wrong == 0 else {
            throw .incomplete(wrong == 1 ? "one thing is wrong" : "\(wrong) things are wrong")
        }
    }
}
