import Decisions
import Inventory
import LinuxIO
import NetTypes
import Store

/// Serves what an installation needs, to the machine that it belongs to, and follows how far it has come.
package struct InstallDesk: Sendable {
    let provisioning: Provisioning
    /// Where installers' logs are kept.
    private let logFolder: String

    package init(_ provisioning: Provisioning, logFolder: String) {
        self.provisioning = provisioning
        self.logFolder = logFolder
    }

    /// The rendered preseed file. A fetch of it begins the installation: the arm is used up, and the profile chosen at
    /// a prompt becomes the machine's.
    func preseed(
        _ isFetch: Bool, _ token: String, _ profile: ProfileName, _ peer: IPv4Address
    ) throws -> String {
        let (build, machine) = try access(token, profile, peer)
        let state = machine.state.after(.preseedFetched)
        guard state == .installing else { throw BuildDenial.wrongState(machine.state) }
        let text = try render(token, machine, peer) { subject throws(PageError) in
            try provisioning.pages.preseed(profile, for: subject)
        }
        guard isFetch else { return text }
        try provisioning.store.transaction { transaction in
            var (build, machine) = (build, transaction.image.machines[machine.mac] ?? machine)
            build.profile = profile
            machine.profile = profile
            machine.state = state
            try transaction.save(build)
            try transaction.save(machine)
            try transaction.record(
                BootEvent(
                    time: Clock.now(), mac: machine.mac, stage: .preseed,
                    detail: "profile=\(profile) bytes=\(text.utf8.count)"))
        }
        provisioning.log(
            .notice, LogLine("install", "preseed", mac: machine.mac, machine: machine.name).with("profile", profile))
        return text
    }

    func postInstall(
        _ isFetch: Bool, _ token: String, _ profile: ProfileName, _ peer: IPv4Address
    ) throws -> String {
        let (_, machine) = try access(token, profile, peer)
        let state = machine.state.after(.postInstallStarted)
        guard state == .finishing else { throw BuildDenial.wrongState(machine.state) }
        let text = try render(token, machine, peer) { subject throws(PageError) in
            try provisioning.pages.postInstall(profile, for: subject)
        }
        guard isFetch else { return text }
        try save(machine, state, .postInstall, "profile=\(profile) bytes=\(text.utf8.count)")
        return text
    }

    /// What the installer or the script says of itself. A build that has ended is still heard, and changes nothing.
    func report(_ step: String, _ body: [UInt8], _ token: String, _ peer: IPv4Address) throws -> String {
        let report = InstallReport(step)
        var build: Build
        let machine: Machine
        var isLate = false
        do {
            (build, machine) = try access(token, nil, peer)
        } catch BuildDenial.closed(let ended, let itsMachine) {
            (build, machine, isLate) = (ended, itsMachine, true)
        }
        var detail = "step=\(step)"
        if report == .log {
            detail += " file=\(try keep(body, of: build))"
        } else if let first = String(decoding: body.suffix(400), as: UTF8.self).split(separator: "\n").last {
            detail += " says=\"\(first.prefix(200))\""
        }
        let now = Clock.now()
        try provisioning.store.transaction { transaction in
            try transaction.record(BootEvent(time: now, mac: machine.mac, stage: report.stage, detail: detail))
            guard !isLate, let change = report.change, var current = transaction.image.machines[machine.mac] else {
                return
            }
            current.state = current.state.after(change)
            try transaction.save(current)
            if report.closesBuild {
                build.closed = now
                try transaction.save(build)
            }
        }
        provisioning.log(
            .notice,
            LogLine("install", "report", mac: machine.mac, machine: machine.name).with("step", step).with(
                "bytes", body.count))
        return "noted\n"
    }

    private func access(
        _ token: String, _ profile: ProfileName?, _ peer: IPv4Address
    ) throws(BuildDenial) -> (Build, Machine) {
        let access = provisioning.store.read { image in
            let build = image.build(token)
            let machine = build.flatMap { image.machines[$0.mac] }
            return BuildAccess(
                build: build, machine: machine, lease: machine.flatMap { image.leases[$0.mac] }, peer: peer,
                profile: profile, now: Clock.now())
        }
        switch access {
        case .granted(let build, let machine): return (build, machine)
        case .denied(let denial): throw denial
        }
    }

    private func render(
        _ token: String, _ machine: Machine, _ peer: IPv4Address,
        _ body: (PageRenderer.Subject) throws(PageError) -> String
    ) throws -> String {
        let client = Provisioning.Client(machine: machine, address: peer)
        do {
            return try body(provisioning.subject(client, token: token))
        } catch {
            provisioning.record(.failed, "\(error)", of: client)
            throw error
        }
    }

    private func save(_ machine: Machine, _ state: InstallState, _ stage: Stage, _ detail: String) throws {
        try provisioning.store.transaction { transaction in
            var machine = transaction.image.machines[machine.mac] ?? machine
            machine.state = state
            try transaction.save(machine)
            try transaction.record(BootEvent(time: Clock.now(), mac: machine.mac, stage: stage, detail: detail))
        }
        provisioning.log(
            .notice,
            LogLine("install", "post-install", mac: machine.mac, machine: machine.name).with("state", state.rawValue))
    }

    /// Keeps an installer's log, and answers where.
    private func keep(_ body: [UInt8], of build: Build) throws -> String {
        let folder = "\(logFolder)/\(build.mac.hyphenated)"
        let path = "\(folder)/\(build.created.seconds).log"
        try Directory.create(folder)
        try Directory.write(body, to: path)
        return path
    }
}
