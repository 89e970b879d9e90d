import NetTypes

// Every option that amorce reads or writes, by the name that Kea prints. Section numbers without an RFC are RFC 2132's.

extension OptionKey<IPv4Address> {
    /// The network's mask (§3.3).
    package static var subnetMask: Self { Self(1, "subnet-mask", .address) }
    /// Where the network's broadcasts go (§5.3).
    package static var broadcastAddress: Self { Self(28, "broadcast-address", .address) }
    /// The address that a client asks for (§9.1).
    package static var requestedAddress: Self { Self(50, "dhcp-requested-address", .address) }
    /// Which server a message is from, or meant for (§9.7).
    package static var serverIdentifier: Self { Self(54, "dhcp-server-identifier", .address) }
}

extension OptionKey<[IPv4Address]> {
    /// The ways out of the network, best first (§3.5).
    package static var routers: Self { Self(3, "routers", .addresses) }
    /// Name servers, best first (§3.8).
    package static var dnsServers: Self { Self(6, "domain-name-servers", .addresses) }
    /// Time servers, best first (§8.3).
    package static var ntpServers: Self { Self(42, "ntp-servers", .addresses) }
    /// TFTP servers, for telephones above all (RFC 5859).
    package static var tftpServers: Self { Self(150, "tftp-server-address", .addresses) }
}

extension OptionKey<String> {
    /// The client's name, without its domain where the server sends it (§3.14).
    package static var hostName: Self { Self(12, "host-name", .text) }
    /// The domain that names are completed with (§3.17).
    package static var domainName: Self { Self(15, "domain-name", .text) }
    /// Why a request was refused (§9.9).
    package static var message: Self { Self(56, "dhcp-message", .text) }
    /// What kind of client or server speaks: `PXEClient:Arch:00007:…`, `d-i` (§9.13).
    package static var vendorClass: Self { Self(60, "vendor-class-identifier", .text) }
    /// The boot server's name (§9.4).
    package static var tftpServerName: Self { Self(66, "tftp-server-name", .terminatedText) }
    /// The boot file's name or URL (§9.5).
    package static var bootFileName: Self { Self(67, "boot-file-name", .terminatedText) }
    /// PXELINUX's configuration file (RFC 5071 §4).
    package static var pxelinuxConfigurationFile: Self { Self(209, "loader-configfile", .text) }
    /// What stands before every name that PXELINUX fetches (RFC 5071 §5).
    package static var pxelinuxPathPrefix: Self { Self(210, "loader-pathprefix", .text) }
}

extension OptionKey<Interval> {
    /// How long the address is lent for, in seconds (§9.2).
    package static var leaseTime: Self { Self(51, "dhcp-lease-time", .seconds) }
    /// When the client asks the same server again: T1 (§9.11).
    package static var renewalTime: Self { Self(58, "dhcp-renewal-time", .seconds) }
    /// When the client asks any server: T2 (§9.12).
    package static var rebindingTime: Self { Self(59, "dhcp-rebinding-time", .seconds) }
    /// How long a client that can do with IPv6 alone shall not ask for IPv4 again (RFC 8925 §3.1).
    package static var v6OnlyWait: Self { Self(108, "v6-only-preferred", .seconds) }
}

extension OptionKey<[UInt8]> {
    /// What a vendor's clients understand: PXE's own options (§8.4, PXE 2.1 §2.2).
    package static var vendorOptions: Self { Self(43, "vendor-encapsulated-options", .bytes) }
    /// The codes of the options that a client wants, in its order (§9.8).
    package static var parameterRequestList: Self { Self(55, "dhcp-parameter-request-list", .codes) }
    /// A client's own idea of who it is: echoed (RFC 6842 §3), never what a machine is known by.
    package static var clientIdentifier: Self { Self(61, "dhcp-client-identifier", .bytes) }
    /// What the user calls this kind of client: `iPXE` (RFC 3004 §4, though iPXE leaves the length out).
    package static var userClass: Self { Self(77, "user-class", .letters) }
    /// What a relay says of where the client is; goes back as it came (RFC 3046 §2.2).
    package static var relayAgentInformation: Self { Self(82, "dhcp-agent-options", .bytes) }
    /// The machine's UUID with a type byte before it (RFC 4578 §2.3).
    package static var machineIdentifier: Self { Self(97, "uuid-guid", .bytes) }
    /// The client's whole name, and who tells the name server (RFC 4702 §2).
    package static var clientFQDN: Self { Self(81, "fqdn", .bytes) }
    /// iPXE's own options: what it was built with, and how it shall behave (ipxe.org/howto/dhcpd).
    package static var ipxe: Self { Self(175, "ipxe-encapsulated", .bytes) }
    /// Says that the three options after it are PXELINUX's: `f1 00 74 7e` (RFC 5071 §3).
    package static var pxelinuxMagic: Self { Self(208, "pxelinux-magic", .bytes) }
}

extension OptionKey<[UInt16]> {
    /// The architectures that the firmware can run, best first (RFC 4578 §2.1).
    package static var architectures: Self { Self(93, "client-system", .numbers) }
}

extension OptionKey<UInt16> {
    /// The longest message that the client takes, in bytes with IP and UDP headers (§9.10).
    package static var maximumMessageSize: Self { Self(57, "dhcp-max-message-size", numbers) }
    /// The longest packet that the network carries, in bytes (§5.1).
    package static var interfaceMTU: Self { Self(26, "interface-mtu", .number) }
}

extension OptionKey<DHCPMessageType> {
    /// What a message is (§9.6).
    package static var messageType: Self {
        Self(53, "dhcp-message-type", messageTypes)
    }
}

extension OptionKey<OptionOverload> {
    /// Which header fields hold options (§9.3).
    package static var overload: Self {
        Self(52, "dhcp-option-overload", overloads)
    }
}

extension OptionKey<[DomainName]> {
    /// Domains to look names up in (RFC 3397 §2).
    package static var domainSearch: Self { Self(119, "domain-search", .domainNames) }
}

extension OptionKey<[StaticRoute]> {
    /// Ways to networks; where they are told, 3 is not (RFC 3442).
    package static var classlessRoutes: Self { Self(121, "classless-static-route", .routes) }
}

// Every message is asked for these. Codecs that are made of closures of closures are made once.
private let messageTypes = OptionCodec.named({ DHCPMessageType(rawValue: $0) }, show: { $0.description })
private let overloads = OptionCodec.named({ OptionOverload(checking: $0) }, show: { $0.rawValue.description })
private let numbers = OptionCodec<UInt16>.number

/// Option 52 (RFC 2132 §9.3).
package struct OptionOverload: OptionSet, Hashable, Sendable {
    package let rawValue: UInt8
    package init(rawValue: UInt8) { self.rawValue = rawValue }
    init?(checking rawValue: UInt8) {
        guard (1...3).contains(rawValue) else { return nil }
        self.rawValue = rawValue
    }

    package static let bootFile = Self(rawValue: 1)
    package static let serverName = Self(rawValue: 2)
}
