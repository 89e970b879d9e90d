import Inventory
import NetTypes

/// What the menu of one machine offers.
package enum MenuDecision: Hashable, Sendable {
    /// Install the assigned profile by itself, after a short time to step in.
    case install(ProfileName)
    /// Ask which profile, and take the default after the prompt's time.
    case prompt(default: ProfileName)
    /// Boot the disk.
    case localBoot(LocalBootReason)

    package init(
        for machine: Machine, profiles: [ProfileName], default preferred: ProfileName, unknown: UnknownMachines
    ) {
        guard machine.state.mayInstall else {
            self = .localBoot(.state(machine.state))
            return
        }
        if let profile = machine.profile {
            self = profiles.contains(profile) ? .install(profile) : .localBoot(.noSuchProfile(profile))
        } else if machine.origin == .discovered && unknown != .prompt {
            self = .localBoot(.unknownMachine)
        } else if profiles.contains(preferred) {
            self = .prompt(default: preferred)
        } else {
            self = .localBoot(.noSuchProfile(preferred))
        }
    }
}

extension MenuDecision: CustomStringConvertible {
    /// In the log's words: `install:ui`, `prompt:api`, `local-boot`.
    package var description: String {
        switch self {
        case .install(let profile): "install:\(profile)"
        case .prompt(let preferred): "prompt:\(preferred)"
        case .localBoot: "local-boot"
        }
    }
}

/// Why a machine is told to boot its disk.
package enum LocalBootReason: Hashable, Sendable {
    case state(InstallState)
    case unknownMachine
    case noSuchProfile(ProfileName)
}

extension LocalBootReason: CustomStringConvertible {
    package var description: String {
        switch self {
        case .state(.installing): "an installation began and did not end: amorce machine reinstall starts it anew"
        case .state(.failed): "the last installation failed: amorce machine reinstall tries again"
        case .state(let state): "this machine is \(state.rawValue)"
        case .unknownMachine: "this machine is unknown: amorce machine add names it"
        case .noSuchProfile(let profile): "there is no profile \(profile)"
        }
    }
}
