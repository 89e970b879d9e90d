import Inventory
import NetTypes

/// What a report of the installer or of the post-install script changes.
package enum InstallReport: Hashable, Sendable {
    case installed
    case failed
    /// The installer's whole log, to be kept.
    case log
    /// Any other step by its name.
    case step(String)

    package init(_ name: String) {
        switch name {
        case "installed": self = .installed
        case "failed": self = .failed
        case "log": self = .log
        default: self = .step(name)
        }
    }

    /// The stage that stands in the timeline for it.
    package var stage: Stage {
        switch self {
        case .installed: .installed
        case .failed: .failed
        case .log, .step: .progress
        }
    }

    /// What it changes about the machine; `nil` for what only says how far things are.
    package var change: InstallState.Change? {
        switch self {
        case .installed: .reportedInstalled
        case .failed: .reportedFailed
        case .log, .step: nil
        }
    }

    /// Whether the installation is over with it.
    package var closesBuild: Bool { self == .installed || self == .failed }
}
