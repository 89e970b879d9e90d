import Inventory
import NetTypes

/// What the configuration file says, checked: whoever holds one need not doubt it. `ConfigurationFile` is the file's shape.
package struct Configuration: Sendable {
    /// The file that it was read from.
    package let file: String
    /// The folder of the store.
    package let data: String
    /// The socket of the control API.
    package let control: String
    /// The folder that holds `pxe/`, `preseed/` and `postinstall/`.
    package let content: String
    package let dhcp: DHCP
    package let tftp: TFTP
    package let syslog: Syslog
    package let http: HTTP
    package let dns: DNS
    package let boot: Boot
    /// The file of the secrets, for `Secrets.load`.
    package let secrets: String?
    /// The folder whose files are followed: what they say of machines is taken in.
    package let inventory: String?
    /// Template variables of every profile.
    package let variables: [String: String]
    /// Template variables of the machines of a subnet.
    package let subnetVariables: [IPv4Prefix: [String: String]]
    /// Template variables of single machines.
    package let machineVariables: [MACAddress: [String: String]]
    /// The profiles that the file describes; others exist where `preseed/NAME.cfg` does.
    package let profiles: [ProfileName: Profile]
    /// Where machines of profiles take part in load balancers.
    package let balancers: [ProfileName: Balancer]
    /// What is run when something has happened; `nil` if nothing is.
    package let hooks: Hooks?
    /// Where events are posted.
    package let webhooks: [Webhook]
    /// The machines that the file declares, in its order.
    package let machines: [Machine]

    /// What stands below `dhcp:`.
    package struct DHCP: Sendable {
        package let mode: Mode
        package let interfaces: [String]
        /// Whether a client that asks for an address of another network is refused, and not left alone.
        package let authoritative: Bool
        /// Whether the network is asked who uses an address before it is offered.
        package let probesBeforeOffer: Bool
        /// Whether each link is asked from time to time which other DHCP servers are there.
        package let looksForServers: Bool
        package let unknownMachines: UnknownMachines
        /// What machines are called that nobody named.
        package let provisionalName: HostNameTemplate
        package let subnets: [Subnet]
        /// Options that machines of a profile are told.
        package let profileOptions: [ProfileName: [ConfiguredOption]]
        /// Options that single machines are told.
        package let machineOptions: [MACAddress: [ConfiguredOption]]
    }

    /// What is done at DHCP's port.
    package enum Mode: String, Sendable, CaseIterable {
        /// Addresses are lent.
        case server
        /// Machines are told what to boot, and another server lends the addresses.
        case proxy
        case off
    }

    /// What stands below `tftp:`.
    package struct TFTP: Sendable {
        package let isEnabled: Bool
        package let address: IPv4Address
        package let port: UInt16
        /// The folder of boot files that are in no image.
        package let root: String
        /// Whether the file itself names that folder, which then has to be there.
        package let isRootNamed: Bool
        /// Whether answers leave from the port that is asked.
        package let isSinglePort: Bool
        /// How many transfers there may be at once.
        package let maxTransfers: Int
        /// How many of them one address may have.
        package let maxTransfersPerClient: Int
    }

    /// What stands below `hooks:`.
    package struct Hooks: Hashable, Sendable {
        package let folder: String
        /// How long each program may take.
        package let timeout: Interval

        package init(folder: String, timeout: Interval) {
            self.folder = folder
            self.timeout = timeout
        }
    }

    /// What stands below `syslog:`.
    package struct Syslog: Sendable {
        package let isEnabled: Bool
        package let address: IPv4Address
        package let port: UInt16
    }

    /// What stands below `boot:`.
    package struct Boot: Hashable, Sendable {
        package let defaultProfile: ProfileName
        /// How long the prompt waits before the default profile installs.
        package let promptTimeout: Interval
        /// How long the menu of a machine with a profile waits.
        package let assignedTimeout: Interval
        /// How long an arm is good for.
        package let armLifetime: Interval
        /// How many network boots one arm is good for.
        package let maxAttempts: Int
        /// Boot files that stand in for those of the image.
        package let loaders: [LoaderKey: String]
        /// Kernel consoles; the last one is where the installer asks.
        package let console: [String]
    }
}

/// What a boot file is configured for: a firmware, or iPXE.
package enum LoaderKey: String, Hashable, Sendable, CaseIterable {
    case bios
    case uefiX64 = "uefi-x64"
    case uefiX64HTTP = "uefi-x64-http"
    case uefiARM64 = "uefi-arm64"
    case uefiARM64HTTP = "uefi-arm64-http"
    case ipxe

    /// The loader that it stands for.
    package var kind: LoaderKind {
        switch self {
        case .bios: .firmware(.bios)
        case .uefiX64: .firmware(.uefiX64)
        case .uefiX64HTTP: .firmware(.uefiX64HTTP)
        case .uefiARM64: .firmware(.uefiARM64)
        case .uefiARM64HTTP: .firmware(.uefiARM64HTTP)
        case .ipxe: .ipxe
        }
    }
}
