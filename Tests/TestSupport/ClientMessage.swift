import DHCPWire
import Decisions
import NetTypes

extension DHCPMessage {
    /// What a client sends: Ethernet, no address yet, and the options that `fill` adds behind the type.
    package static func client(
        _ type: DHCPMessageType, mac: MACAddress = .sample(1), ciaddr: IPv4Address = .any, giaddr: IPv4Address = .any,
        flags: Flags = [], _ fill: (inout DHCPOptions) -> Void = { _ in }
    ) -> Self {
        var message = Self(
            operation: .request, transactionID: 0x1234_5678, flags: flags, clientAddress: ciaddr, relayAddress: giaddr,
            hardwareAddress: HardwareAddress(mac))
        message.options.append(.messageType, type)
        fill(&message.options)
        return message
    }
}

/// The options by which each program of a machine is known, as the captures have them.
package enum SampleClient: Sendable, CaseIterable {
    case pxeBIOS, pxeUEFI, httpUEFI, ipxe, installer, system

    package func fill(_ options: inout DHCPOptions) {
        switch self {
        case .pxeBIOS: options.append(.vendorClass, "PXEClient:Arch:00000:UNDI:002001")
        case .pxeUEFI:
            options.append(.architectures, [7])
            options.append(.vendorClass, "PXEClient:Arch:00007:UNDI:003000")
        case .httpUEFI:
            options.append(.architectures, [16])
            options.append(.vendorClass, "HTTPClient:Arch:00016:UNDI:003000")
        case .ipxe:
            options.append(.architectures, [0])
            options.append(.vendorClass, "PXEClient:Arch:00000:UNDI:002001")
            options.append(.userClass, Array("iPXE".utf8))
            options.append(.ipxe, [19, 1, 1])
        case .installer: options.append(.vendorClass, "d-i")
        case .system: options.append(.parameterRequestList, [1, 28, 2, 3, 15, 6, 12])
        }
    }
}
