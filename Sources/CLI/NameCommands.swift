import HTTPWire
import Inventory
import NetTypes

extension Command {
    @Sendable static func showNames(_ session: Session) throws(Failure) {
        let report: NamesReport = try session.daemon().get("dns")
        try session.print(report) { session.text(of: report) }
    }

    @Sendable static func compareNames(_ session: Session) throws(Failure) {
        let query = session.invocation.has(.dryRun) ? ["dry-run": "yes"] : [:]
        let report: NameComparisonReport = try session.daemon().send(.post, "dns/sync", query: query)
        try session.print(report) {
            let (outcome, end) = report.isDryRun ? ("would be written anew", "would go") : ("are written anew", "go")
            return report.differences.map { "\(visible($0.entry.name.text)): \(visible($0.what))\n" }.joined()
                + report.strays.map { "\($0.name.text): A \($0.address) is left over from \($0.mac)\n" }.joined()
                + "\(report.compared) names compared, \(report.differences.count) \(outcome)"
                + ", \(report.strays.count) that no lease has \(end)"
                + (report.unanswered == 0 ? "\n" : ", \(report.unanswered) without an answer\n")
                + report.notRead.map { "not looked for in \(visible($0))\n" }.joined()
        }
    }
}

extension Session {
    fileprivate func text(of report: NamesReport) -> String {
        guard !report.zones.isEmpty else { return "no names are written: the configuration has no dns.forward-zones\n" }
        var zones = Table(.text("ZONE"), .text("SERVERS"), .text("KEY"), .text("STATE"))
        for zone in report.zones {
            let state = zone.problem.map { "closed for \(report.now - $0.since), \(zone.failures) attempts" } ?? "open"
            zones.add(zone.name, zone.servers.joined(separator: " "), zone.key, state)
        }
        let problems = report.zones.compactMap(\.problem).map { text(of: $0) }.joined()
        return zones.text() + "\n" + (problems.isEmpty ? "" : problems + "\n")
            + "\(report.written) names written, \(report.pending) to be changed\n" + waiting(of: report)
    }

    private func waiting(of report: NamesReport) -> String {
        guard !report.waiting.isEmpty else { return "" }
        var table = Table(
            .text("NAME"), .text("ADDRESS"), .text("TO BE"), .text("AGE"), .number("ATTEMPTS"), .text("LAST ERROR"))
        for one in report.waiting {
            table.add(
                one.entry.name.text, one.entry.address.description,
                one.entry.state == .unwanted ? "removed" : "written",
                "\(report.now - one.since)", "\(one.attempts)",
                one.entry.conflict.map { "conflict: \($0)" } ?? one.lastError)
        }
        let cures = Set(report.waiting.compactMap(\.cure)).sorted().map { "  to do: \(visible($0))\n" }.joined()
        return "\n" + table.text() + cures
    }
}
