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
        let names = try provisioning.catalog.names()
        // Looked up again at the fetch: meanwhile an admin may have armed the machine, which ended this installation.
        let step = { (image: borrowing StoreImage) throws(BuildDenial) -> InstallStep in
            let (build, machine) = try access(ask, image)
            let now = Clock.now()
            return try InstallStep(
                preseed: profile, build, machine, menu: provisioning.decideMenu(for: machine, at: now, among: names),
                at: now, provisioning.policy)
        }
        let text = try render(ask, step) { subject throws(PageError) in
            try provisioning.pages.preseed(profile, for: subject)
        }
        if isFetch { try note(.preseed, text, profile, step) }
        return text
    }

    /// The rendered script. A fetch of it shows that the installer has come to its end.
    func postInstall(_ isFetch: Bool, _ token: String, _ profile: ProfileName, _ peer: IPv4Address) throws -> String {
        let ask = Ask(token: token, profile: profile, peer: peer)
        let step = { (image: borrowing StoreImage) throws(BuildDenial) -> InstallStep in
            let (build, machine) = try access(ask, image)
            return try InstallStep(postInstallOf: build, machine)
        }
        let text = try render(ask, step) { subject throws(PageError) in
            try provisioning.pages.postInstall(profile, for: subject)
        }
        if isFetch { try note(.postInstall, text, profile, step) }
        return text
    }

    /// Moves the machine on, with an event of its timeline, in one transaction. A page that is fetched again moves nothing,
    /// and where that was just before, nothing is written.
    private func note(
        _ stage: Stage, _ text: String, _ profile: ProfileName,
        _ step: (borrowing StoreImage) throws(BuildDenial) -> InstallStep
    ) throws {
        let detail = "profile=\(profile) bytes=\(text.utf8.count)"
        let (event, machine) = try provisioning.store.transaction { transaction in
            let step = try step(transaction.image)
            let machine = step.machine
            let event = BootEvent(time: Clock.now(), mac: machine.mac, stage: stage, detail: detail)
            guard machine != transaction.image.machines[machine.mac] || provisioning.told.isNews(event) else {
                return (nil as BootEvent?, machine)
            }
            try transaction.save(machine)
            try transaction.save(step.build)
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
            detail += " file=\(try logs.keep(provisioning.pages.withoutSecrets(in: body), of: reporter.build))"
        } else if let words = lastWords(of: body) {
            detail += " says=\"\(words)\""
        }
        let now = Clock.now()
        try provisioning.store.transaction { transaction in
            let reporter = try self.reporter(ask, transaction.image)
            try transaction.record(
                BootEvent(time: now, mac: reporter.machine.mac, stage: report.stage, detail: detail))
            guard !reporter.isLate else { return }
            let step = InstallStep(report, reporter.build, reporter.machine, at: now)
            try transaction.save(step.machine)
            try transaction.save(step.build)
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

    private struct Reporter: Sendable {
        let build: Build
        let machine: Machine
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
        _ ask: Ask, _ step: (borrowing StoreImage) throws(BuildDenial) -> InstallStep,
        _ body: (PageRenderer.Subject) throws(PageError) -> String
    ) throws -> String {
        let machine = try provisioning.store.read { image throws(BuildDenial) in try step(image) }.machine
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
