import Inventory
import NetTypes
import Settings

extension Command {
    @Sendable static func lintProfiles(_ session: Session) throws(Failure) {
        let configuration = try session.surroundings.load(session.configurationFile.path)
        var detail: MachineDetail?
        if let machine = session.invocation[.lintMachine] {
            detail = try session.daemon().get("machines/" + session.identity(machine))
        }
        let known: [ProfileName]
        do { known = try session.surroundings.profiles(configuration) } catch { throw .input("\(error)") }
        var reports: [LintReport] = []
        let wanted = try names(session, among: known)
        for profile in wanted.isEmpty ? [nil] : wanted {
            do {
                reports.append(
                    try session.surroundings.lint(
                        configuration, profile, detail?.machine, detail?.machine.address ?? detail?.lease?.address))
            } catch {
                throw .input("\(error)")
            }
        }

        let report = LintReport(reports)
        for remark in report.remarks { session.complain(visible(remark)) }
        try session.print(report) {
            report.findings.map { "\(configuration.content)/\($0)\n" }.joined() + report.summary
        }
        guard report.errorCount == 0 else {
            throw .incomplete("\(counted(report.errorCount, "error")) in profiles")
        }
    }

    private static func names(_ session: Session, among known: [ProfileName]) throws(Failure) -> [ProfileName?] {
        var names: [ProfileName?] = []
        for word in session.invocation.repeated {
            let name = try session.parsed(word, as: "a profile's name", ProfileName.init)
            guard known.contains(name) else {
                throw .missing("there is no profile \(name); there are \(known.map(\.text).joined(separator: ", "))")
            }
            if !names.contains(name) { names.append(name) }
        }
        return names
    }
}

extension LintReport {
    /// Several as one; what they share once.
    fileprivate init(_ reports: [LintReport]) {
        var findings: [LintFinding] = []
        var remarks: [String] = []
        for report in reports {
            for finding in report.findings where !findings.contains(where: { $0.description == finding.description }) {
                findings.append(finding)
            }
            for remark in report.remarks where !remarks.contains(remark) { remarks.append(remark) }
        }
        self.init(profiles: reports.flatMap(\.profiles), findings: findings, remarks: remarks)
    }

    fileprivate var summary: String {
        let warnings = findings.count - errorCount
        return "\(profiles.map(\.text).joined(separator: ", ")): "
            + (findings.isEmpty
                ? "nothing is wrong\n" : "\(counted(errorCount, "error")), \(counted(warnings, "warning"))\n")
    }
}

/// `1 error`, `2 errors`.
private func counted(_ count: Int, _ noun: String) -> String { "\(count) \(noun)\(count == 1 ? "" : "s")" }
