import Decisions
import HTTPWire
import Inventory
import LinuxIO
import NetTypes
import Settings
import Store

/// What admins do with machines: each change is one transaction, with its line in the timeline and in the log.
package struct MachineDesk: Sendable {
    let provisioning: Provisioning
    let hearings: Hearings
    let logs: InstallLogs
    var store: Store { provisioning.store }

    package init(_ provisioning: Provisioning, hearings: Hearings, logs: InstallLogs) {
        self.provisioning = provisioning
        self.hearings = hearings
        self.logs = logs
    }

    func all() -> [MachineReport] {
        let reports = store.read { image in
            image.machines.values.sorted { $0.hostName < $1.hostName }.map { report($0, image) }
        }
        return reports.map { $0.with(verdict(on: $0.machine)) }
    }

    func profiles() throws -> [Profile] {
        try provisioning.catalog.names().map { try provisioning.catalog.profile($0) }
    }

    func detail(_ id: String) throws -> MachineDetail {
        let machine = try find(id)
        let lease = store.read { image in image.leases[machine.mac] }
        let events = try store.events(after: 0, of: machine.mac, limit: 1000)
        return MachineDetail(
            machine: machine, lease: lease, events: events, verdict: verdict(on: machine, events),
            lastLine: lastLine(of: machine))
    }

    /// The machine of that name, or with that MAC in any notation.
    @Sendable func find(_ id: String) throws(Problem) -> Machine {
        let found = store.read { image in find(id, image) }
        guard let found else { throw notFound(id) }
        return found
    }

    private func find(_ id: String, _ image: borrowing StoreImage) -> Machine? {
        if let mac = MACAddress(id) { return image.machines[mac] }
        return HostName(id).flatMap { image.machine(named: $0) }
    }

    /// A machine that already booted here keeps what is known of it.
    func add(_ new: NewMachine, _ query: [String: String] = [:]) throws -> MachineReport {
        let consent = try consent(new.mac.description, query)
        if let profile = new.profile { try require(profile) }
        if let address = new.address, let refusal = MachineImportRefusal(of: address, in: provisioning.networks.subnets)
        {
            throw Problem(.unprocessable, "\(refusal)")
        }
        guard !new.mac.isGroup else { throw Problem(.unprocessable, "\(new.mac) names a group, and no machine has it") }
        return try change { transaction in
            var machine = transaction.image.machines[new.mac] ?? Machine(mac: new.mac)
            guard transaction.image.machines[new.mac] == nil || machine.origin == .discovered else {
                throw Problem(.conflict, "\(new.mac) is \(machine.hostName) already; rename or assign it instead")
            }
            machine.origin = .admin
            machine.name = new.name ?? machine.name
            machine.address = new.address ?? machine.address
            if let profile = new.profile { try arm(&machine, profile, consent, &transaction) }
            return machine
        }
    }

    func change(_ id: String, _ change: MachineChange, _ query: [String: String] = [:]) throws -> MachineReport {
        let consent = try consent(id, query)
        if let profile = change.profile { try require(profile) }
        // Files are read before the store is locked.
        let variables = try change.variables.map { try checked($0, of: try find(id), as: change.profile) }
        return try self.change { transaction in
            var machine = try findChangeable(id, transaction.image)
            if !machine.origin.isOfFile { machine.origin = .admin }
            machine.name = change.name ?? machine.name
            try variables.map { try set($0, of: &machine) }
            if let profile = change.profile { try arm(&machine, profile, consent, &transaction) }
            return machine
        }
    }

    func reinstall(_ id: String, _ query: [String: String] = [:]) throws -> MachineReport {
        let consent = try consent(id, query)
        if let profile = try find(id).profile { try require(profile) }
        return try change { transaction in
            guard var machine = find(id, transaction.image) else { throw notFound(id) }
            guard let profile = machine.profile else {
                throw Problem(
                    .conflict, "\(machine.hostName) has no profile; amorce machine assign \(machine.hostName) PROFILE")
            }
            try arm(&machine, profile, consent, &transaction)
            return machine
        }
    }

    /// Takes an arm back, and asks no more at the prompt: the machine boots its disk.
    func disarm(_ id: String) throws -> MachineReport {
        try change { transaction in
            guard let former = find(id, transaction.image) else { throw notFound(id) }
            guard let machine = former.disarmed else {
                throw Problem(
                    .conflict,
                    "\(former.hostName) is \(former.state.rawValue): its installer has all that it needs; switch the machine "
                        + "off, and it boots its disk the next time")
            }
            guard former.state.isArmed || former.isUnderRule else { return machine }
            let now = Clock.now()
            try transaction.closeBuilds(of: machine.mac, at: now)
            try transaction.record(BootEvent(time: now, mac: machine.mac, stage: .disarmed, detail: "by=person"))
            return machine
        }
    }

    /// One that an installer is at work on only with `while-installing`: what it fetches would be refused.
    func remove(_ id: String, _ query: [String: String] = [:]) throws -> MachineReport {
        let isForced = try flag("while-installing", in: query)
        let known = try find(id)
        guard isForced || !known.state.isInstalling || isStuck(known) else {
            let use = MachineInUse(name: known.hostName, what: .installer(known.state))
            throw Problem(.conflict, "\(use); amorce machine remove \(known.hostName) --yes removes it all the same")
        }
        let removed = try store.transaction { transaction in
            let machine = try findChangeable(id, transaction.image)
            let report = report(machine, transaction.image)
            try transaction.record(
                BootEvent(time: Clock.now(), mac: machine.mac, stage: .removed, detail: "name=\(machine.hostName)"))
            try transaction.remove(machine)
            return report
        }
        provisioning.log(
            .notice, LogLine("state", "removed", mac: removed.machine.mac, machine: removed.machine.name))
        return removed
    }

    /// A page as the machine would get it, with a token that opens nothing, and without its secrets unless they are asked for.
    func preview(_ name: String, _ query: [String: String]) throws -> String {
        guard let profile = ProfileName(name) else { throw Problem(.notFound, "there is no profile \(name)") }
        try require(profile)
        guard let id = query["machine"] else { throw Problem(.unprocessable, "machine is missing") }
        let machine = try find(id)
        let subject = subject(machine)
        guard let loader = MenuLoader(rawValue: query["loader"] ?? "pxelinux") else {
            let loaders = MenuLoader.allCases.map(\.rawValue).joined(separator: ", ")
            throw Problem(.unprocessable, "loader is one of \(loaders)")
        }
        let isRevealing = try flag("reveal", in: query)
        let pages = isRevealing ? provisioning.pages : provisioning.pages.withoutSecrets
        if isRevealing {
            provisioning.log(
                .notice,
                LogLine("preview", "revealed", mac: machine.mac, machine: machine.name).with("profile", profile))
        }
        do throws(PageError) {
            switch query["file"] ?? "preseed" {
            case "preseed": return try pages.preseed(profile, for: subject)
            case "postinstall": return try pages.postInstall(profile, for: subject)
            case "menu":
                return try pages.menu(loader, .install(profile), for: subject)
            default: break
            }
        } catch {
            throw Problem(.unprocessable, "\(error)")
        }
        throw Problem(.unprocessable, "file is one of menu, preseed, postinstall")
    }

    /// Who a page would be written for, with a token that opens nothing.
    func subject(_ machine: Machine) -> PageRenderer.Subject {
        let lease = store.read { image in image.leases[machine.mac] }
        let address = machine.address ?? lease?.address
        return PageRenderer.Subject(
            machine: machine, address: address, network: provisioning.networks.network(of: address),
            token: String(repeating: "0", count: 32))
    }

    // MARK: What the changes share

    /// What may be lost: all that runs, if the query says so, and always an installation that is stuck.
    private func consent(_ id: String, _ query: [String: String]) throws -> Arming.Consent {
        if try flag("while-running", in: query) { return Arming.Consent(system: true, installation: true) }
        let known = store.read { image in find(id, image) }
        return Arming.Consent(installation: known.map(isStuck) ?? false)
    }

    private func isStuck(_ machine: Machine) -> Bool { machine.state.isInstalling && verdict(on: machine) != nil }

    /// The next network boot installs.
    func arm(
        _ machine: inout Machine, _ profile: ProfileName, _ consent: Arming.Consent,
        _ transaction: inout StoreTransaction
    ) throws {
        let now = Clock.now()
        let arming = Arming(
            machine, as: profile, lease: transaction.image.leases[machine.mac], consent, at: now,
            provisioning.policy)
        switch arming {
        case .armed(let armed):
            machine = armed
            try transaction.save(armed: machine, at: now)
        case .refused(let use):
            throw Problem(.conflict, "\(use); --yes has it installed at its next network boot all the same")
        }
    }

    private func change(_ body: (inout StoreTransaction) throws -> Machine) throws -> MachineReport {
        do {
            let saved = try store.transaction { transaction in
                let machine = try body(&transaction)
                try transaction.save(machine)
                return report(machine, transaction.image)
            }
            let machine = saved.machine
            provisioning.log(
                .notice,
                LogLine("state", machine.state.rawValue, mac: machine.mac, machine: machine.name)
                    .with("profile", machine.profile).with("address", machine.address))
            return saved
        } catch let error as StoreError {
            throw error.isConflict ? Problem(.conflict, "\(error)") : Problem(.serverError, "\(error)")
        }
    }

    private func findChangeable(_ id: String, _ image: borrowing StoreImage) throws(Problem) -> Machine {
        guard let machine = find(id, image) else { throw notFound(id) }
        guard machine.origin != .configuration else {
            throw Problem(
                .conflict, "\(machine.hostName) is declared in the configuration file; change it there under machines:")
        }
        return machine
    }

    private func notFound(_ id: String) -> Problem {
        Problem(.notFound, "there is no machine \(id); amorce machine list names them all")
    }

    private func require(_ profile: ProfileName) throws {
        guard try !provisioning.catalog.names().contains(profile) else { return }
        let names = try provisioning.catalog.names().map(\.text).joined(separator: ", ")
        throw Problem(.notFound, "there is no profile \(profile); there are \(names)")
    }

    private func report(_ machine: Machine, _ image: borrowing StoreImage) -> MachineReport {
        MachineReport(machine: machine, lease: image.leases[machine.mac])
    }
}

extension StoreError {
    /// Whether it says that two machines cannot both have something.
    fileprivate var isConflict: Bool {
        switch self {
        case .nameTaken, .addressTaken: true
        case .notWritable, .notOurs, .newer, .unknownMachine, .failed: false
        }
    }
}
