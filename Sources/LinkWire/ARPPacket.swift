import NetTypes

/// One ARP packet about IPv4 on Ethernet (RFC 826), without the frame around it.
package struct ARPPacket: Hashable, Sendable {
    package let operation: ARPOperation
    /// `ar$sha`: the station that speaks.
    package let senderHardware: MACAddress
    /// `ar$spa`: the address that it says it has; 0.0.0.0 in a probe.
    package let senderAddress: IPv4Address
    /// `ar$tha`; a request does not know it.
    package let targetHardware: MACAddress
    /// `ar$tpa`: the address that is asked for.
    package let targetAddress: IPv4Address

    package init(
        _ operation: ARPOperation, from senderHardware: MACAddress, _ senderAddress: IPv4Address,
        to targetHardware: MACAddress, _ targetAddress: IPv4Address
    ) {
        self.operation = operation
        self.senderHardware = senderHardware
        self.senderAddress = senderAddress
        self.targetHardware = targetHardware
        self.targetAddress = targetAddress
    }

    /// An ARP Probe: it asks who has an address, and touches no station's cache (RFC 5227 §2.1.1).
    package init(probing address: IPv4Address, from mac: MACAddress) {
        self.init(.request, from: mac, .any, to: .unknown, address)
    }
}

/// `ar$op`; IANA adds to them.
package struct ARPOperation: RawRepresentable, Hashable, Sendable {
    package let rawValue: UInt16

    package init(rawValue: UInt16) { self.rawValue = rawValue }

    package static let request = Self(rawValue: 1)
    package static let reply = Self(rawValue: 2)
}

extension ARPPacket {
    /// Reads a packet; what follows it is Ethernet's padding.
    package init(decoding bytes: Span<UInt8>) throws(WireError) {
        var cursor = ByteCursor()
        for (field, wanted) in Self.form {
            let at = cursor.offset
            let number = try cursor.readUInt16(field, of: bytes)
            guard number == wanted else { throw WireError("\(field)", at: at, .invalid("\(number) is not \(wanted)")) }
        }
        self.init(
            ARPOperation(rawValue: try cursor.readUInt16("ar$op", of: bytes)),
            from: try cursor.readMAC("ar$sha", of: bytes), try cursor.readAddress("ar$spa", of: bytes),
            to: try cursor.readMAC("ar$tha", of: bytes), try cursor.readAddress("ar$tpa", of: bytes))
    }

    /// The 28 bytes.
    package func encoded() -> [UInt8] {
        [UInt8](capacity: 28) { bytes in
            for (_, number) in Self.form { bytes.append(bigEndian: number) }
            bytes.append(bigEndian: operation.rawValue)
            bytes += senderHardware.octets
            bytes.append(bigEndian: senderAddress.number)
            bytes += targetHardware.octets
            bytes.append(bigEndian: targetAddress.number)
        }
    }

    /// Ethernet, IPv4, and how long their addresses are.
    private static let form: [(field: StaticString, number: UInt16)] = [
        ("ar$hrd", 1), ("ar$pro", 0x0800), ("ar$hln, ar$pln", 0x0604),
    ]
}

extension ByteCursor {
    fileprivate mutating func readMAC(_ field: StaticString, of bytes: Span<UInt8>) throws(WireError) -> MACAddress {
        let high = UInt64(try readUInt16(field, of: bytes))
        return MACAddress(truncating: high << 32 | UInt64(try readUInt32(field, of: bytes)))
    }
}
