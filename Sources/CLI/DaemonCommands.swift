import HTTPWire
import Inventory
import NetTypes
import Settings

extension Command {
    @Sendable static func serve(_ session: Session) throws(Failure) {
        guard !session.invocation.has(.control) else {
            throw .usage(session.invocation.command.misused("the daemon listens where its file's control: key says"))
        }
        let configuration = try session.surroundings.load(session.configurationFile.path)
        do {
            try session.surroundings.serve(configuration)
        } catch {
            throw .daemon("\(error)")
        }
    }

    @Sendable static func check(_ session: Session) throws(Failure) {
        let file = session.configurationFile.path
        let configuration: Configuration
        do throws(Failure) {
            configuration = try session.surroundings.load(file)
        } catch {
            guard session.invocation.has(.json), case .configuration(let mistakes) = error else { throw error }
            try session.print(
                try JSONText.document(Verdict(file: file, valid: false, errors: mistakes, remarks: [])) + "\n")
            throw error
        }
        var mistakes = session.surroundings.inspect(configuration)
        let zones: ZoneVerdict =
            session.invocation.has(.offline) ? ([], []) : session.surroundings.tryZones(configuration)
        mistakes += zones.mistakes
        if !session.invocation.has(.offline) { mistakes += session.surroundings.tryBalancers(configuration) }
        let remarks = session.surroundings.remarks(configuration) + zones.findings
        for remark in remarks { session.complain(visible(remark)) }
        let verdict = Verdict(file: file, valid: mistakes.isEmpty, errors: mistakes, remarks: remarks)
        if mistakes.isEmpty || session.invocation.has(.json) {
            try session.print(verdict) { "\(file) is valid\n" + configuration.summary }
        }
        guard mistakes.isEmpty else { throw .configuration(mistakes) }
    }

    /// What `check --json` prints.
    private struct Verdict: Encodable {
        let file: String
        let valid: Bool
        let errors: [String]
        /// What is worth knowing, and is not wrong.
        let remarks: [String]
    }

    @Sendable static func status(_ session: Session) throws(Failure) {
        let report: StatusReport = try session.daemon().get("status")
        try session.print(report) { session.text(of: report) }
    }

    @Sendable static func reload(_ session: Session) throws(Failure) {
        let report: ReloadReport
        do throws(Failure) {
            report = try session.daemon().send(.post, "reload")
        } catch .problem(let problem) where problem.status == HTTPStatus.unprocessable.rawValue {
            // The file's mistakes, as `check` prints them.
            throw .configuration(problem.detail.split(separator: "\n").map { visible($0) })
        }
        for problem in report.problems { session.complain(visible(problem)) }
        try session.print(report) {
            let changed = report.changed.isEmpty ? "nothing has changed" : report.changed.joined(separator: ", ")
            return "\(visible(report.file)) is read again: \(visible(changed))\n"
        }
    }

    @Sendable static func version(_ session: Session) throws(Failure) {
        let version = session.surroundings.version
        try session.print(["version": version]) { "amorce \(version)\n" }
    }

    @Sendable static func help(_ session: Session) throws(Failure) {
        let topic = session.invocation.repeated
        let visible = all.filter { !$0.isHidden }
        guard let noun = topic.first else { return try session.print(Help.overview(of: all)) }
        if let command = all.first(where: { $0.words == topic }) {
            try session.print(Help.text(of: command))
        } else if topic.count == 1, all.contains(where: { $0.words.first == noun && $0.words.count > 1 }) {
            try session.print(Help.text(of: noun, in: all))
        } else {
            let typed = topic.joined(separator: " ")
            throw .usage(
                session.invocation.command.misused(
                    "there is no command \"\(typed)\"", suggestion: nearest(to: typed, among: visible.map(\.name))))
        }
    }
}

extension Session {
    fileprivate func text(of report: StatusReport) -> String {
        var interfaces = Table(
            .text("INTERFACE"), .text("ADDRESS"), .text("SUBNET"), .number("POOL"), .number("HELD"), .number("FREE"))
        for interface in report.interfaces {
            guard let address = interface.address, let subnet = interface.subnet else {
                interfaces.add(visible(interface.name), "-", "-", "-", "-", "-")
                continue
            }
            interfaces.add(
                interface.name, "\(address)", "\(subnet)", "\(interface.poolSize)", "\(interface.held)",
                "\(max(0, interface.poolSize - interface.held))")
        }

        var machines = Table(.text("STATE"), .number("MACHINES"))
        for state in InstallState.allCases {
            if let count = report.machines[state.rawValue], count > 0 { machines.add(state.rawValue, "\(count)") }
        }

        var counters = Table(.text("COUNTER"), .number("COUNT"))
        for (name, count) in report.counters.sorted(by: { $0.key < $1.key }) { counters.add(name, "\(count)") }

        var others = Table(
            .text("OTHER SERVER"), .text("INTERFACE"), .text("FIRST SEEN"), .text("LAST SEEN"))
        for other in report.otherServers {
            others.add("\(other.address)", other.interface, moment(other.firstSeen), moment(other.lastSeen))
        }

        let uptime = report.now - report.started
        return "amorce \(visible(report.version)), up \(uptime), since \(moment(report.started))\n"
            + report.problems.map { "\n" + text(of: $0) }.joined()
            + (report.interfaces.isEmpty ? "" : "\n" + interfaces.text())
            + (report.otherServers.isEmpty ? "" : "\n" + others.text())
            + "\n" + (report.machines.values.contains { $0 > 0 } ? machines.text() : "no machines yet\n")
            + notes(on: report.stuck ?? [])
            + (report.counters.isEmpty ? "" : "\n" + counters.text())
    }

    /// Two lines: what is wrong since when, and what to do.
    func text(of problem: StandingProblem) -> String {
        "PROBLEM since \(moment(problem.since)): \(visible(problem.subject)): \(visible(problem.what))\n"
            + "  to do: \(visible(problem.cure))\n"
    }
}
