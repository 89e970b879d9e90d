/// Where a machine stands between bare metal and service.
///
///                     armed               network boot            preseed               post-install
///      local-boot ───────────▶ armed ─────────────────▶ booting ────────▶ installing ─────────────────▶ finishing
///          ▲                     │                       │ │  ▲             │  │                         │  │
///          └─────────────────────┴── disarmed, expired ──┘ └──┘             │  └─ installed ──┬──────────┘  │
///                                                    network boot           │                 ▼             │
///                                                    again                  │             installed         │
///                                                                           │                 │ booted      │
///      failed ◀── too many network boots ── armed, booting                  │                 ▼ from disk   │
///        ▲                                                                  │              running          │
///        └──────── failed, or a system came up from the disk ───────────────┴───────────────────────────────┘
///
/// `armed` leads to `armed` from every state. What is not drawn changes nothing. A network boot installs only in `armed`
/// and in `booting`, or after the prompt in `local-boot` where the rule for unknown machines says so; in every other state
/// the machine is told to boot its disk. The preseed file is given out once for an arm: so nothing is installed twice
/// unless a person armed it. docs/INSTALLING.md tells the same for people.
package enum InstallState: String, Hashable, Sendable, Codable, CaseIterable {
    /// It boots its disk; nobody has asked for anything else.
    case localBoot = "local-boot"
    /// Its next network boot installs it.
    case armed
    /// A network boot has begun, and its installer has not fetched the preseed file yet.
    case booting
    /// The installer has fetched the preseed file: the arm is used up.
    case installing
    /// The post-install script runs.
    case finishing
    /// The installer reported success; the next boot is from disk.
    case installed
    /// The installed system was heard on the network.
    case running
    /// The installer or the script reported a failure, or no boot got as far as the installer.
    case failed

    /// What moves an installation on.
    package enum Change: String, Hashable, Sendable, CaseIterable {
        /// A person, the rule for unknown machines or a retry has it installed.
        case armed
        /// A person took that back.
        case disarmed
        /// Nothing came of it for too long.
        case expired
        /// Its firmware took an address, to boot from here.
        case networkBooted
        /// That happened too often under one arm.
        case looped
        case preseedFetched, postInstallStarted, reportedInstalled, reportedFailed
        /// A system that is no installer took an address.
        case bootedFromDisk
    }

    /// The state after a change; the same one where the change means nothing in this state.
    package func after(_ change: Change) -> Self {
        switch change {
        case .armed: .armed
        case .disarmed, .expired: isArmed ? .localBoot : self
        case .networkBooted: isArmed ? .booting : self
        case .looped: isArmed ? .failed : self
        case .preseedFetched: isArmed ? .installing : self
        case .postInstallStarted: isInstalling ? .finishing : self
        case .reportedInstalled: isInstalling ? .installed : self
        case .reportedFailed: isInstalling ? .failed : self
        case .bootedFromDisk:
            switch self {
            // Whatever the script has not got to is not done: such a machine must not serve.
            case .installing, .finishing: .failed
            case .installed: .running
            case .localBoot, .armed, .booting, .running, .failed: self
            }
        }
    }

    /// Whether the next network boot is to install.
    package var isArmed: Bool { self == .armed || self == .booting }
    /// Whether an installer has the machine.
    package var isInstalling: Bool { self == .installing || self == .finishing }
}
