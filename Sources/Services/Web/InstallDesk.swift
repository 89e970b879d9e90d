import Decisions
import Inventory
import LinuxIO
import NetTypes
import Store

/// Serves what an installation needs, to the machine that it belongs to, and follows how far it has come.
package struct InstallDesk: Sendable {
    let provisioning: Provisioning
    /// Where installers' logs are kept.
    private let logs: InstallLogs

    package init(_ provisioning: Provisioning, logs: InstallLogs) {
        self.provisioning = provisioning
        self.logs = logs
    }

    /// The rendered preseed file. A fetch of it begins the installation: the arm is used up, and the profile chosen at
    /// a prompt becomes the machine's.
    func preseed(_ isFetch: Bool, _ token: String, _ profile: ProfileName, _ peer: IPv4Address) throws -> String {
        let ask = Ask(token: token, profile: profile, peer: peer)
        let text = try render(ask, entering: .installing, by: .preseedFetched) { subject throws(PageError) in
            try provisioning.pages.preseed(profile, for: subject)
        }
        guard isFetch else { return text }
        try note(.preseed, text, profile) { transaction in
            // Looked up again: meanwhile an admin may have armed the machine, which ended this installation.
            var (build, machine) = try access(ask, transaction.image, entering: .installing, by: .preseedFetched)
            build.profile = profile
            machine.profile = profile
            try transaction.save(build)
            return machine
        }
        return text
    }

    /// The rendered script. A fetch of it shows that the installer has come to its end.
    func postInstall(_ isFetch: Bool, _ token: String, _ profile: ProfileName, _ peer: IPv4Address) throws -> String {
        let ask = Ask(token: token, profile: profile, peer: peer)
        let text = try render(ask, entering: .finishing, by: .postInstallStarted) { subject throws(PageError) in
            try provisioning.pages.postInstall(profile, for: subject)
        }
        guard isFetch else { return text }
        try note(.postInstall, text, profile) { transaction in
            try access(ask, transaction.image, entering: .finishing, by: .postInstallStarted).1
        }
        return text
    }

    /// Moves the machine on, with an event of its timeline, in one transaction. A page that is fetched again moves nothing,
    /// and where that was just before, nothing is written.
    private func note(
        _ stage: Stage, _ text: String, _ profile: ProfileName,
        _ advance: (inout StoreTransaction) throws -> Machine
    ) throws {
        let detail = "profile=\(profile) bytes=\(text.utf8.count)"
        let (event, machine) = try provisioning.store.transaction { transaction in
            let machine = try advance(&transaction)
            let event = BootEvent(time: Clock.now(), mac: machine.mac, stage: stage, detail: detail)
            guard machine != transaction.image.machines[machine.mac] || provisioning.told.isNews(event) else {
                return (nil as BootEvent?, machine)
            }
            try transaction.save(machine)
            try transaction.record(event)
            return (event, machine)
        }
        guard let event else { return }
        provisioning.told.note(event)
        provisioning.log(
            .notice,
            LogLine("install", stage.rawValue, mac: machine.mac, machine: machine.name).with("profile", profile)
                .with("state", machine.state.rawValue))
    }

    /// What the installer or the script says of itself. A build that has ended is still heard, and changes nothing.
    func report(_ step: String, _ body: [UInt8], _ token: String, _ peer: IPv4Address) throws -> String {
        let report = InstallReport(step)
        let ask = Ask(token: token, profile: nil, peer: peer)
        let reporter = try provisioning.store.read { image throws(BuildDenial) in try self.reporter(ask, image) }
        var detail = "step=\(step)"
        if report == .log {
            detail += " file=\(try logs.keep(body, of: reporter.build))"
        } else if let words = lastWords(of: body) {
            detail += " says=\"\(words)\""
        }
        let now = Clock.now()
        try provisioning.store.transaction { transaction in
            var reporter = try self.reporter(ask, transaction.image)
            try transaction.record(
                BootEvent(time: now, mac: reporter.machine.mac, stage: report.stage, detail: detail))
            guard !reporter.isLate, let change = report.change else { return }
            reporter.machine.state = reporter.machine.state.after(change)
            try transaction.save(reporter.machine)
            guard report.closesBuild else { return }
            reporter.build.closed = now
            try transaction.save(reporter.build)
        }
        provisioning.log(
            .notice,
            LogLine("install", "report", mac: reporter.machine.mac, machine: reporter.machine.name)
                .with("step", step).with("bytes", body.count))
        return "noted\n"
    }

    // MARK: Who asks

    private struct Ask: Sendable {
        let token: String
        let profile: ProfileName?
        let peer: IPv4Address
    }

    private func access(_ ask: Ask, _ image: borrowing StoreImage) throws(BuildDenial) -> (Build, Machine) {
        let build = image.build(ask.token)
        let machine = build.flatMap { image.machines[$0.mac] }
        let access = BuildAccess(
            build: build, machine: machine, tenant: provisioning.tenants.mac(at: ask.peer, in: image, Clock.now()),
            peer: ask.peer, profile: ask.profile)
        switch access {
        case .granted(let build, let machine): return (build, machine)
        case .denied(let denial): throw denial
        }
    }

    /// The machine as it is after the change, if the change is what comes next.
    private func access(
        _ ask: Ask, _ image: borrowing StoreImage, entering state: InstallState, by change: InstallState.Change
    ) throws(BuildDenial) -> (Build, Machine) {
        var (build, machine) = try access(ask, image)
        guard machine.state.after(change) == state else { throw .wrongState(machine.state) }
        machine.state = state
        return (build, machine)
    }

    private struct Reporter: Sendable {
        var build: Build
        var machine: Machine
        /// Whether the installation has ended.
        let isLate: Bool
    }

    private func reporter(_ ask: Ask, _ image: borrowing StoreImage) throws(BuildDenial) -> Reporter {
        do {
            let (build, machine) = try access(ask, image)
            return Reporter(build: build, machine: machine, isLate: false)
        } catch .closed(let build, let machine) {
            return Reporter(build: build, machine: machine, isLate: true)
        }
    }

    // MARK: What is done

    private func render(
        _ ask: Ask, entering state: InstallState, by change: InstallState.Change,
        _ body: (PageRenderer.Subject) throws(PageError) -> String
    ) throws -> String {
        let (_, machine) = try provisioning.store.read { image throws(BuildDenial) in
            try access(ask, image, entering: state, by: change)
        }
        let client = Provisioning.Client(machine: machine, address: ask.peer)
        do {
            return try body(provisioning.subject(client, token: ask.token))
        } catch {
            provisioning.record(.failed, "\(error)", of: client)
            throw error
        }
    }

    /// The end of what a script printed, in words that stand in one line and hold no secret.
    private func lastWords(of body: [UInt8]) -> String? {
        let end = provisioning.pages.withoutSecrets(in: String(decoding: body.suffix(4000), as: UTF8.self))
        guard let line = end.split(whereSeparator: \.isNewline).last else { return nil }
        return String(line.unicodeScalars.suffix(200).map { $0.value < 0x20 || $0 == "\"" ? "'" : Character($0) })
    }
}
