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
        for machine: Machine, at now: Timestamp, profiles: [ProfileName], default preferred: ProfileName,
        unknown: UnknownMachines
    ) {
        if machine.isUnderRule && unknown == .prompt {
            self = profiles.contains(preferred) ? .prompt(default: preferred) : .localBoot(.noSuchProfile(preferred))
        } else if machine.state.isArmed, machine.arm?.isGood(at: now) == true, let profile = machine.profile {
            self = profiles.contains(profile) ? .install(profile) : .localBoot(.noSuchProfile(profile))
        } else {
            self = .localBoot(LocalBootReason(for: machine))
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
