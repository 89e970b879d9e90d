import Inventory
import NetTypes

/// What was found out about the host that the daemon runs on, for `amorce doctor`.
package struct HostFacts: Sendable {
    /// How the daemon answers; `nil` where it does not.
    package var status: StatusReport?
    /// Whether another server lends the addresses.
    package var isProxy = false
    package var ports: [PortFacts] = []
    package var links: [LinkFacts] = []
    /// `nil` where the rules could not be read.
    package var firewall: FirewallRules?
    /// Whether the kernel's clock is kept right by somebody; `nil` where it does not say.
    package var isClockKept: Bool?
    /// Room on the disk of the data folder, in bytes; `nil` where it could not be found out.
    package var freeBytes: UInt64?
    package var images: [ImageFacts] = []

    package init() {}

    /// A port that the daemon is to serve.
    package struct PortFacts: Hashable, Sendable {
        let port: UInt16
        let transport: String
        /// What is served there: `TFTP`.
        let service: String
        /// The key that moves it: `tftp.listen`.
        let key: String?
        let holder: Holder

        /// Who has it.
        package enum Holder: Hashable, Sendable {
            case nobody
            case daemon
            /// By name and process id: `dnsmasq (4711)`.
            case other(String)
        }

        package init(_ port: UInt16, _ transport: String, _ service: String, key: String?, holder: Holder) {
            self.port = port
            self.transport = transport
            self.service = service
            self.key = key
            self.holder = holder
        }
    }

    /// An interface that DHCP is served on.
    package struct LinkFacts: Hashable, Sendable {
        let name: String
        /// In bytes, as are the others.
        let mtu: Int
        /// Its ports, where it is a bridge.
        let members: [Member]
        /// What machines are told by option 26.
        let told: Int?

        /// A port of a bridge.
        package struct Member: Hashable, Sendable {
            let name: String
            let mtu: Int

            package init(_ name: String, mtu: Int) {
                self.name = name
                self.mtu = mtu
            }
        }

        package init(_ name: String, mtu: Int, members: [Member], told: Int?) {
            self.name = name
            self.mtu = mtu
            self.members = members
            self.told = told
        }
    }

    /// A netboot image beside what the mirror has for it.
    package struct ImageFacts: Hashable, Sendable {
        let image: NetbootImage
        /// The kernels whose modules the mirror has, or why that is not known.
        let kernels: Result<[String], Unknown>

        /// Why something could not be found out.
        package struct Unknown: Error, Hashable, Sendable {
            let why: String

            package init(_ why: String) { self.why = why }
        }

        package init(_ image: NetbootImage, kernels: Result<[String], Unknown>) {
            self.image = image
            self.kernels = kernels
        }
    }
}
