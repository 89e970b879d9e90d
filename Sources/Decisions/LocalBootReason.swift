import Inventory
import NetTypes

/// Why a machine is told to boot its disk. The text stands in its menu, and says what to do.
package enum LocalBootReason: Hashable, Sendable {
    /// It is installed.
    case state(InstallState)
    case noSuchProfile(ProfileName)
    /// Nobody has named it, and the rule for such machines says so.
    case unknownMachine(HostName)
    /// Nobody has named it, and it has a system of its own.
    case unknownSystem(HostName)
    /// Somebody has named it, and not said what it is to be.
    case notAssigned(HostName, by: Machine.Origin)
    /// Somebody has said what it is to be, and it was not armed since, or no longer is.
    case notArmed(HostName)
    case expired(HostName)
    /// It was booted again in the middle of an installation.
    case brokenOff(HostName, retries: Int)
    case failed(HostName)
    /// It was armed, and never got as far as the installer.
    case looped(HostName, boots: Int, isAssigned: Bool)

    /// For a machine that is to install nothing now.
    init(for machine: Machine) {
        let name = machine.hostName
        switch machine.state {
        case .armed, .booting: self = .expired(name)
        case .installing, .finishing: self = .brokenOff(name, retries: machine.arm?.retries ?? 0)
        case .installed, .running: self = .state(machine.state)
        case .failed:
            let unused = machine.arm.flatMap { $0.used == nil ? $0 : nil }
            self = unused.map { .looped(name, boots: $0.boots, isAssigned: machine.profile != nil) } ?? .failed(name)
        case .localBoot:
            if machine.profile != nil {
                self = machine.arm == nil ? .notArmed(name) : .expired(name)
            } else if machine.origin != .discovered {
                self = .notAssigned(name, by: machine.origin)
            } else {
                self = machine.systemHeard == nil ? .unknownMachine(name) : .unknownSystem(name)
            }
        }
    }
}

extension LocalBootReason: CustomStringConvertible {
    package var description: String {
        switch self {
        case .state(let state): "this machine is \(state.rawValue)"
        case .noSuchProfile(let profile): "there is no profile \(profile)"
        case .unknownMachine(let name): "this machine is unknown: amorce machine assign \(name) PROFILE installs it"
        case .unknownSystem(let name):
            "this machine is unknown and has a system: amorce machine assign \(name) PROFILE installs over it"
        case .notAssigned(let name, by: .configuration):
            "no profile is assigned: write one below machines: of amorce.yaml, then amorce machine show \(name)"
        case .notAssigned(let name, by: _):
            "no profile is assigned: amorce machine assign \(name) PROFILE installs it"
        case .notArmed(let name): "it is not armed: amorce machine reinstall \(name) installs it"
        case .expired(let name): "its arm expired: amorce machine reinstall \(name) arms it again"
        case .brokenOff(let name, let retries):
            "an installation began and did not end\(retries == 0 ? "" : " after \(retries) more"): "
                + "amorce machine reinstall \(name) starts it anew"
        case .failed(let name): "the last installation failed: amorce machine reinstall \(name) tries again"
        case .looped(let name, let boots, let isAssigned):
            "it booted \(boots) times and never reached the installer: "
                + "\(installCommand(for: name, isAssigned: isAssigned)) tries again"
        }
    }
}

/// What a person types to have a machine installed.
func installCommand(for name: HostName, isAssigned: Bool) -> String {
    isAssigned ? "amorce machine reinstall \(name)" : "amorce machine assign \(name) PROFILE"
}
