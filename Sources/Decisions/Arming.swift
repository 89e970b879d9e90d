import Inventory
import NetTypes

/// Whether a person may have a machine installed now: not while its system is most likely up, unless the person says so.
package enum Arming: Hashable, Sendable {
    case armed(Machine)
    case refused(SystemInUse)

    /// - Parameters:
    ///   - lease: what the machine leases, if anything.
    ///   - isSure: whether the person knows that a system may run.
    package init(
        _ known: Machine, as profile: ProfileName, lease: Lease?, isSure: Bool, at now: Timestamp,
        _ policy: InstallPolicy
    ) {
        if !isSure, let heard = known.systemInUse(lease: lease, at: now) {
            self = .refused(SystemInUse(name: known.hostName, heard: now - heard))
            return
        }
        var machine = known
        machine.profile = profile
        machine.state = known.state.after(.armed)
        machine.arm = Arm(by: .person, since: now, until: now + policy.armLifetime)
        self = .armed(machine)
    }
}

/// Why a machine is not armed: its system was heard so lately that it is most likely up.
package struct SystemInUse: Hashable, Sendable {
    package let name: HostName
    /// How long ago.
    package let heard: Interval

    package init(name: HostName, heard: Interval) {
        self.name = name
        self.heard = heard
    }
}

extension SystemInUse: CustomStringConvertible {
    package var description: String {
        "\(name) runs a system, which was heard \(heard) ago, and an installation erases its disk"
    }
}

extension Machine {
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
