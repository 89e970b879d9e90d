import Inventory
import NetTypes

/// Whether a person may have a machine installed now: not while its system is most likely up or an installer is at work on it,
/// unless the person says so.
package enum Arming: Hashable, Sendable {
    case armed(Machine)
    case refused(MachineInUse)

    /// What a person is ready to lose.
    package struct Consent: Hashable, Sendable {
        /// A system that is most likely up.
        package var system: Bool
        /// What an installer has done so far.
        package var installation: Bool

        package init(system: Bool = false, installation: Bool = false) {
            self.system = system
            self.installation = installation
        }
    }

    /// - Parameter lease: what the machine leases, if anything.
    package init(
        _ known: Machine, as profile: ProfileName, lease: Lease?, _ consent: Consent, at now: Timestamp,
        _ policy: InstallPolicy
    ) {
        if let use = known.use(lease: lease, at: now), !consent.covers(use.what) {
            self = .refused(use)
            return
        }
        var machine = known
        machine.profile = profile
        machine.state = known.state.after(.armed)
        machine.arm = Arm(by: .person, since: now, until: now + policy.armLifetime)
        self = .armed(machine)
    }
}

extension Arming.Consent {
    fileprivate func covers(_ use: MachineInUse.What) -> Bool {
        switch use {
        case .system: system
        case .installer: installation
        }
    }
}

/// Why a machine is left alone: something runs on it that would be lost.
package struct MachineInUse: Hashable, Sendable {
    package let name: HostName
    package let what: What

    /// What runs on a machine.
    package enum What: Hashable, Sendable {
        /// A system that was heard so long ago, so lately that it is most likely up.
        case system(heard: Interval)
        /// An installer, in this state.
        case installer(InstallState)
    }

    package init(name: HostName, what: What) {
        self.name = name
        self.what = what
    }
}

extension MachineInUse: CustomStringConvertible {
    package var description: String {
        switch what {
        case .system(let heard):
            "\(name) runs a system, which was heard \(heard) ago, and an installation erases its disk"
        case .installer(let state):
            "\(name) is \(state.rawValue), nothing says that it is stuck, and that installation would be lost"
        }
    }
}

extension Machine {
    /// What runs on it now, as far as is known.
    package func use(lease: Lease?, at now: Timestamp) -> MachineInUse? {
        if state.isInstalling { return MachineInUse(name: hostName, what: .installer(state)) }
        return systemInUse(lease: lease, at: now).map { MachineInUse(name: hostName, what: .system(heard: now - $0)) }
    }

    /// When its system was heard, if so lately that it is most likely up: a client renews its lease when half of its time has
    /// run (RFC 2131 §4.4.5). Where another server lends the addresses, only the first request is heard.
    package func systemInUse(lease: Lease?, at now: Timestamp) -> Timestamp? {
        guard let heard = systemHeard, boots.map({ $0.latest < heard }) ?? true else { return nil }
        var time = Interval.hours(24)
        if let lease {
            guard lease.mac == mac, lease.isHeld(at: now), lease.state == .active else { return nil }
            time = lease.expiry - heard
        }
        let patience = Interval(milliseconds: time.milliseconds / 2)
        return now < heard + patience + .minutes(1) ? heard : nil
    }

    /// Its state when it loses its arm. Nothing was erased yet: a system that was heard is still there, and goes on.
    func stateWithoutArm(after change: InstallState.Change) -> InstallState {
        state.isArmed && systemHeard != nil ? .running : state.after(change)
    }

    /// The machine when a person has taken its arm back, or does not want it asked: it boots its disk. `nil` if an installer
    /// has it, which cannot be taken back.
    package var disarmed: Machine? {
        guard !state.isInstalling else { return nil }
        var machine = self
        machine.state = stateWithoutArm(after: .disarmed)
        if state.isArmed { machine.arm = nil }
        if origin == .discovered { machine.origin = .admin }
        return machine
    }
}
