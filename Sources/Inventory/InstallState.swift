/// Where a machine stands between bare metal and service.
///
///                    assign                      preseed                  post-install
///      waiting ───────────────────────▶ armed ───────────▶ installing ─────────────────▶ finishing
///         │  preseed (profile chosen      ▲                  │       │                     │      │
///         │  at the prompt)               │ arm              │failed │ installed    failed │      │ installed
///         └──────────▶ installing         │                  ▼       ▼                     ▼      ▼
///                                  any state               failed  installed             failed  installed
///                                                                      │ booted
///                                                                      ▼
///                                                                   running
///
/// A network boot installs only in `waiting` (after the prompt) and `armed`; in every other state the machine is told
/// to boot its disk, so that nothing is installed twice unless a person armed it.
package enum InstallState: String, Hashable, Sendable, Codable, CaseIterable {
    /// No profile yet: its menu asks.
    case waiting
    /// It has a profile, and its next network boot installs it.
    case armed
    /// The installer has fetched the preseed file.
    case installing
    /// The post-install script runs.
    case finishing
    /// The installer reported success; the next boot is from disk.
    case installed
    /// The installed system was heard on the network.
    case running
    /// The installer or the script reported a failure.
    case failed

    /// What moves an installation on.
    package enum Change: String, Hashable, Sendable, CaseIterable {
        /// An admin gave it a profile, or asked for a new installation.
        case arm
        /// An admin took its profile away.
        case disarm
        case preseedFetched, postInstallStarted, reportedInstalled, reportedFailed, bootedFromDisk
    }

    /// The state after a change; the same one where the change means nothing in this state.
    package func after(_ change: Change) -> Self {
        switch (self, change) {
        case (_, .arm): .armed
        case (_, .disarm): .waiting
        case (.waiting, .preseedFetched), (.armed, .preseedFetched), (.installing, .preseedFetched): .installing
        case (.finishing, .preseedFetched), (.installed, .preseedFetched), (.running, .preseedFetched),
            (.failed, .preseedFetched):
            self
        case (.installing, .postInstallStarted): .finishing
        case (.waiting, .postInstallStarted), (.armed, .postInstallStarted), (.finishing, .postInstallStarted),
            (.installed, .postInstallStarted), (.running, .postInstallStarted), (.failed, .postInstallStarted):
            self
        case (.installing, .reportedInstalled), (.finishing, .reportedInstalled): .installed
        case (.waiting, .reportedInstalled), (.armed, .reportedInstalled), (.installed, .reportedInstalled),
            (.running, .reportedInstalled), (.failed, .reportedInstalled):
            self
        case (.installing, .reportedFailed), (.finishing, .reportedFailed): .failed
        case (.waiting, .reportedFailed), (.armed, .reportedFailed), (.installed, .reportedFailed),
            (.running, .reportedFailed), (.failed, .reportedFailed):
            self
        case (.installed, .bootedFromDisk): .running
        case (.waiting, .bootedFromDisk), (.armed, .bootedFromDisk), (.installing, .bootedFromDisk),
            (.finishing, .bootedFromDisk), (.running, .bootedFromDisk), (.failed, .bootedFromDisk):
            self
        }
    }

    /// Whether a network boot may install.
    package var mayInstall: Bool { self == .waiting || self == .armed }
}
