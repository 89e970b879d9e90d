import NetTypes

/// One DHCPv4 message: the fixed header and its options (RFC 2131 §2).
package struct DHCPMessage: Hashable, Sendable {
    /// `op`: request or reply.
    package var operation: Operation
    /// `htype`: 1 is Ethernet.
    package var hardwareType: UInt8
    /// `hlen`: how many bytes of `chaddr` count.
    package var hardwareLength: UInt8
    package var hops: UInt8
    /// `xid`: what ties a reply to its request.
    package var transactionID: UInt32
    /// `secs`: how long the client has been trying, by its own account.
    package var secondsElapsed: UInt16
    package var flags: Flags
    /// `ciaddr`: the address the client has and can be reached at.
    package var clientAddress: IPv4Address
    /// `yiaddr`: the address the client is given.
    package var yourAddress: IPv4Address
    /// `siaddr`: where the boot file comes from.
    package var nextServer: IPv4Address
    /// `giaddr`: the relay that the message came through.
    package var relayAddress: IPv4Address
    /// `chaddr`: the client's hardware address in a field of 16 bytes.
    package var hardwareAddress: HardwareAddress
    /// `sname`: the boot server's name, at most 64 bytes, without the zeros that fill the field.
    package var serverName: [UInt8]
    /// `file`: the boot file's name, at most 128 bytes, without the zeros that fill the field.
    package var bootFile: [UInt8]
    package var options: DHCPOptions

    package init(
        operation: Operation, hardwareType: UInt8 = 1, hardwareLength: UInt8 = 6, hops: UInt8 = 0,
        transactionID: UInt32, secondsElapsed: UInt16 = 0, flags: Flags = [], clientAddress: IPv4Address = .any,
        yourAddress: IPv4Address = .any, nextServer: IPv4Address = .any, relayAddress: IPv4Address = .any,
        hardwareAddress: HardwareAddress, serverName: [UInt8] = [], bootFile: [UInt8] = [],
        options: DHCPOptions = DHCPOptions()
    ) {
        self.operation = operation
        self.hardwareType = hardwareType
        self.hardwareLength = hardwareLength
        self.hops = hops
        self.transactionID = transactionID
        self.secondsElapsed = secondsElapsed
        self.flags = flags
        self.clientAddress = clientAddress
        self.yourAddress = yourAddress
        self.nextServer = nextServer
        self.relayAddress = relayAddress
        self.hardwareAddress = hardwareAddress
        self.serverName = serverName
        self.bootFile = bootFile
        self.options = options
    }

    /// The client's MAC address; `nil` if its hardware is not Ethernet, or the address names a group.
    package var mac: MACAddress? {
        guard hardwareType == 1, hardwareLength == 6, let mac = MACAddress(number: hardwareAddress.high >> 16),
            !mac.isGroup, mac.number != 0
        else { return nil }
        return mac
    }

    /// `op` (RFC 2131 §2).
    package struct Operation: Hashable, Sendable, RawRepresentable {
        package let rawValue: UInt8
        package init(rawValue: UInt8) { self.rawValue = rawValue }

        package static let request = Self(rawValue: 1)
        package static let reply = Self(rawValue: 2)
    }

    /// `flags` (RFC 2131 §2, figure 2).
    package struct Flags: OptionSet, Hashable, Sendable {
        package let rawValue: UInt16
        package init(rawValue: UInt16) { self.rawValue = rawValue }

        /// The client cannot take unicast before it has its address.
        package static let broadcast = Self(rawValue: 0x8000)
    }

    /// `chaddr`, all 16 bytes of it.
    package struct HardwareAddress: Hashable, Sendable {
        /// The first eight bytes; an Ethernet address is the upper six of them.
        package var high: UInt64
        package var low: UInt64

        package init(high: UInt64, low: UInt64) {
            self.high = high
            self.low = low
        }

        package init(_ mac: MACAddress) { self.init(high: mac.number << 16, low: 0) }
    }
}

/// Option 53 (RFC 2132 §9.6). IANA adds to them, so this is a struct.
package struct DHCPMessageType: Hashable, Sendable, RawRepresentable {
    package let rawValue: UInt8
    package init(rawValue: UInt8) { self.rawValue = rawValue }

    package static let discover = Self(rawValue: 1)
    package static let offer = Self(rawValue: 2)
    package static let request = Self(rawValue: 3)
    package static let decline = Self(rawValue: 4)
    package static let ack = Self(rawValue: 5)
    package static let nak = Self(rawValue: 6)
    package static let release = Self(rawValue: 7)
    package static let inform = Self(rawValue: 8)
}

extension DHCPMessageType: CustomStringConvertible {
    package var description: String {
        switch self {
        case .discover: "discover"
        case .offer: "offer"
        case .request: "request"
        case .decline: "decline"
        case .ack: "ack"
        case .nak: "nak"
        case .release: "release"
        case .inform: "inform"
        default: "type-\(rawValue)"
        }
    }
}
