import Decisions
import HTTPWire
import Inventory
import NetTypes

extension Command {
    @Sendable static func listMachines(_ session: Session) throws(Failure) {
        let reports: [MachineReport] = try session.daemon().get("machines")

        var table = Table(
            .text("NAME"), .text("MAC"), .text("PROFILE"), .text("STATE"), .text("ADDRESS"),
            .prose("FIRMWARE"))
        for report in reports.sorted(by: { $0.machine.hostName < $1.machine.hostName }) {
            let machine = report.machine
            table.add(
                machine.hostName.text, machine.mac.description, machine.profile?.text, machine.state.rawValue,
                report.address?.description, machine.firmware?.rawValue)
        }
        let notes = session.invocation.has(.noHeader) ? "" : session.notes(on: reports)
        try session.print(reports) {
            table.text(hasHeader: !session.invocation.has(.noHeader), width: 80) + notes
        }
    }

    @Sendable static func showMachine(_ session: Session) throws(Failure) {
        let identity = try session.identity(session.invocation[.machine])
        if session.invocation.has(.origin) { return try showOrigins(of: identity, session) }
        let detail: MachineDetail = try session.daemon().get("machines/" + identity)
        try session.print(detail) {
            session.headLines(of: detail) + session.text(of: Timeline(of: detail.events))
                + (detail.lastLine.map(session.text) ?? "")
                + (detail.verdict.map { "\n" + session.text(of: $0) } ?? "")
        }
    }

    @Sendable static func addMachine(_ session: Session) throws(Failure) {
        let invocation = session.invocation
        let wanted = NewMachine(
            mac: try session.parsed(invocation[.mac], as: "a MAC address", MACAddress.init),
            name: try session.parsed(invocation[.name] ?? "", as: hostName, HostName.init),
            profile: try session.optional(.profile, as: profileName, ProfileName.init),
            address: try session.optional(.address, as: "an IPv4 address", IPv4Address.init))
        let report: MachineReport = try session.daemon().send(
            .post, "machines", query: session.whileRunning, wanted)
        try session.print(report) { report.line("added") }
    }

    @Sendable static func assignProfile(_ session: Session) throws(Failure) {
        let profile = try session.parsed(session.invocation[.profile], as: profileName, ProfileName.init)
        try change(session, MachineChange(profile: profile), "assigned")
    }

    @Sendable static func renameMachine(_ session: Session) throws(Failure) {
        let name = try session.parsed(session.invocation[.newName], as: hostName, HostName.init)
        try change(session, MachineChange(name: name), "renamed")
    }

    @Sendable static func setVariables(_ session: Session) throws(Failure) {
        var variables: [String: String?] = [:]
        for word in session.invocation.repeated {
            guard let equals = word.firstIndex(of: "="), equals != word.startIndex else {
                throw .usage(
                    session.invocation.command.misused(
                        "\"\(word)\" sets nothing: write VARIABLE=VALUE, such as disk=/dev/vda"))
            }
            variables[String(word[..<equals])] = String(word[word.index(after: equals)...])
        }
        try change(session, variables)
    }

    @Sendable static func unsetVariables(_ session: Session) throws(Failure) {
        try change(session, Dictionary(session.invocation.repeated.map { ($0, nil) }) { first, _ in first })
    }

    private static func change(_ session: Session, _ variables: [String: String?]) throws(Failure) {
        guard !variables.isEmpty else {
            let missing = session.invocation.command.arguments.last?.name ?? ""
            throw .usage(session.invocation.command.misused("\(missing) is missing"))
        }
        let identity = try session.identity(session.invocation[.machine])
        let report: MachineReport = try session.daemon().send(
            .patch, "machines/" + identity, MachineChange(variables: variables))
        try session.print(report) {
            "\(report.machine.hostName): \(visible(report.machine.variables?.shown ?? "no variables of its own"))\n"
        }
    }

    @Sendable static func reinstallMachine(_ session: Session) throws(Failure) {
        let identity = try session.identity(session.invocation[.machine])
        let report: MachineReport = try session.daemon().send(
            .post, "machines/\(identity)/reinstall", query: session.whileRunning)
        try session.print(report) { report.line("to be installed again") }
    }

    @Sendable static func disarmMachine(_ session: Session) throws(Failure) {
        let identity = try session.identity(session.invocation[.machine])
        let report: MachineReport = try session.daemon().send(.post, "machines/\(identity)/disarm")
        try session.print(report) { report.line("boots its disk") }
    }

    @Sendable static func removeMachine(_ session: Session) throws(Failure) {
        let identity = try session.identity(session.invocation[.machine])
        let report: MachineReport = try session.daemon().send(
            .delete, "machines/" + identity, query: session.whileInstalling)
        try session.print(report) { "\(report.machine.hostName) (\(report.machine.mac)) removed\n" }
    }

    private static func change(_ session: Session, _ change: MachineChange, _ verb: String) throws(Failure) {
        let identity = try session.identity(session.invocation[.machine])
        let report: MachineReport = try session.daemon().send(
            .patch, "machines/" + identity, query: session.whileRunning, change)
        try session.print(report) { report.line(verb) }
    }

    private static let hostName = "a host name: letters, digits and hyphens, 1 to 63, no hyphen at either end"
    private static let profileName = "a profile's name: lower-case letters, digits and hyphens, a letter first"
}

extension MachineReport {
    /// What it has, or what is reserved for it.
    var address: IPv4Address? { lease.flatMap { $0.state == .active ? $0.address : nil } ?? machine.address }

    /// `api-1 (52:54:00:77:00:11) added: profile api, state armed`
    fileprivate func line(_ verb: String) -> String {
        let profile = machine.profile.map { "profile \($0)" } ?? "no profile"
        return "\(machine.hostName) (\(machine.mac)) \(verb): \(profile), state \(machine.state.rawValue)\n"
    }
}

extension Session {
    /// What a person says with `--yes`, of what an installer may lose.
    var whileInstalling: [String: String] { invocation.has(.yes) ? ["while-installing": "yes"] : [:] }

    /// What a person says with `--yes`, of whatever runs on a machine.
    fileprivate var whileRunning: [String: String] {
        invocation.has(.inUse) ? ["while-running": "yes"] : [:]
    }

    /// An option's value as what it stands for, if the option is there.
    /// An option's value as what it stands for; `nil` where it does not stand there.
    func optional<Value>(
        _ option: Option, as what: String, _ read: (String) -> Value?
    ) throws(Failure) -> Value? {
        guard let text = invocation[option] else { return nil }
        return try parsed(text, as: what, read)
    }
}
