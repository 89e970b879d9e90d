import Decisions
import Inventory
import NetTypes
import Store

extension StoreTransaction {
    /// Takes over what the configuration file says of machines. What is known of them stays: above all, what is installed
    /// is not installed again because the daemon was restarted. A machine is armed when the file has another profile for it
    /// than before, unless its system is most likely up.
    ///
    /// A name or an address that another machine of the store has stays with that one; what was not taken is answered.
    @discardableResult
    package mutating func take(
        declared machines: [Machine], policy: InstallPolicy = InstallPolicy(), at now: Timestamp
    ) throws(StoreError) -> [NotTaken] {
        let declared = Set(machines.map(\.mac))
        for former in image.machines.values where former.origin == .configuration && !declared.contains(former.mac) {
            try release(former, at: now)
        }
        // Two machines may have swapped names or addresses: first all give up what they no longer have.
        for machine in machines {
            guard var known = image.machines[machine.mac] else { continue }
            if known.name != machine.name { known.name = nil }
            if known.address != machine.address { known.address = nil }
            try save(known)
        }
        var rest: [NotTaken] = []
        for machine in machines {
            let known = image.machines[machine.mac]
            let merged = known.map { machine.keepingHistory(of: $0) } ?? machine
            try save(merged, noting: &rest)
            guard let profile = merged.profile, profile != known?.profile else { continue }
            try arm(machine.mac, as: profile, by: policy, at: now)
        }
        return rest
    }

    /// A machine that the file no longer names is the admin's, who could not change it otherwise. Nobody's word that it is
    /// to be installed stands any more.
    private mutating func release(_ former: Machine, at now: Timestamp) throws(StoreError) {
        var machine = former
        machine.origin = .admin
        if former.state.isArmed, let disarmed = machine.disarmed {
            machine = disarmed
            try closeBuilds(of: former.mac, at: now)
            try record(
                BootEvent(
                    time: now, mac: former.mac, stage: .disarmed,
                    detail: "by=configuration says=\"the file names it no longer\" "
                        + "cure=\"amorce machine reinstall \(former.hostName)\""))
        }
        try save(machine)
    }

    /// What the file says of a profile counts as a person's word, but not as that of one who knows what runs there now. An
    /// installation that has begun is of the profile that is no longer wanted.
    private mutating func arm(
        _ mac: MACAddress, as profile: ProfileName, by policy: InstallPolicy, at now: Timestamp
    ) throws(StoreError) {
        guard let machine = image.machines[mac] else { return }
        let lease = image.leases[mac]
        switch Arming(machine, as: profile, lease: lease, Arming.Consent(installation: true), at: now, policy) {
        case .armed(let armed):
            try save(armed: armed, at: now)
        case .refused(let use):
            let cure = "amorce machine reinstall \(use.name) --yes"
            try record(
                BootEvent(
                    time: now, mac: mac, stage: .disarmed,
                    detail: "profile=\(profile) by=configuration says=\"not armed: \(use)\" cure=\"\(cure)\""))
        }
    }

    /// Saves a machine without what another one has.
    private mutating func save(_ machine: Machine, noting rest: inout [NotTaken]) throws(StoreError) {
        var machine = machine
        while true {
            do throws(StoreError) {
                return try save(machine)
            } catch .nameTaken(let name, let other) where machine.name != nil {
                rest.append(NotTaken(mac: machine.mac, why: .nameTaken(name, by: other)))
                machine.name = nil
            } catch .addressTaken(let address, let other) where machine.address != nil {
                rest.append(NotTaken(mac: machine.mac, why: .addressTaken(address, by: other)))
                machine.address = nil
            }
        }
    }
}

/// What the configuration file says of a machine, and another machine stands in the way of.
package struct NotTaken: Hashable, Sendable {
    package let mac: MACAddress
    package let why: StoreError
}

extension Store {
    /// What the problems of declared machines begin with.
    private static let subject = "declared machine "

    /// Takes over what the configuration file says of machines, and posts what stands in the way of it.
    @discardableResult
    package func take(
        declared machines: [Machine], policy: InstallPolicy = InstallPolicy(), problems: Problems, log: Log,
        at now: Timestamp
    ) throws -> [NotTaken] {
        let rest = try transaction { try $0.take(declared: machines, policy: policy, at: now) }
        problems.clear(startingWith: Self.subject)
        for item in rest {
            problems.post(
                "\(Self.subject)\(item.mac)", "goes without what the file gives it: \(item.why.fact)",
                cure: "change the file, or the other machine with `amorce machine`, and have the file read again",
                at: now)
            log(.error, LogLine("machine", "not-taken", mac: item.mac).with("error", "\(item.why.fact)"))
        }
        return rest
    }
}

extension Machine {
    /// The machine as the configuration declares it, with what the store knows of its past. A file that has no profile for
    /// it leaves the choice that was made at the prompt.
    fileprivate func keepingHistory(of known: Machine) -> Machine {
        var machine = self
        machine.firmware = known.firmware
        machine.state = known.state
        machine.arm = known.arm
        machine.boots = known.boots
        machine.systemHeard = known.systemHeard
        machine.firstSeen = known.firstSeen
        machine.lastSeen = known.lastSeen
        machine.profile = profile ?? known.profile
        return machine
    }
}
