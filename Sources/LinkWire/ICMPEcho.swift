import NetTypes

/// An ICMP echo request or its reply (RFC 792, "Echo or Echo Reply Message").
package struct ICMPEcho: Hashable, Sendable {
    package let kind: Kind
    package let identifier: UInt16
    package let sequence: UInt16
    /// What the reply gives back as it came.
    package let data: [UInt8]

    /// `type`.
    package enum Kind: UInt8, Hashable, Sendable { case reply = 0, request = 8 }

    package init(_ kind: Kind, identifier: UInt16, sequence: UInt16, data: [UInt8] = []) {
        self.kind = kind
        self.identifier = identifier
        self.sequence = sequence
        self.data = data
    }

    /// Reads a message; its checksum has to be right.
    package init(decoding bytes: Span<UInt8>) throws(WireError) {
        var cursor = ByteCursor()
        let type = try cursor.readUInt8("type", of: bytes)
        guard let kind = Kind(rawValue: type) else { throw WireError("type", at: 0, .invalid("\(type) is no echo")) }
        let code = try cursor.readUInt8("code", of: bytes)
        guard code == 0 else { throw WireError("code", at: 1, .invalid("\(code) is not 0")) }
        _ = try cursor.readUInt16("checksum", of: bytes)
        let identifier = try cursor.readUInt16("identifier", of: bytes)
        let sequence = try cursor.readUInt16("sequence", of: bytes)
        let data = try cursor.readBytes(bytes.count - cursor.offset, "data", of: bytes)
        guard checksum(of: bytes) == 0 else { throw WireError("checksum", at: 2, .invalid("it is wrong")) }
        self.init(kind, identifier: identifier, sequence: sequence, data: data)
    }

    /// The message with its checksum.
    package func encoded() -> [UInt8] {
        var bytes = [UInt8](capacity: 8 + data.count) { bytes in
            bytes += [kind.rawValue, 0, 0, 0]
            bytes.append(bigEndian: identifier)
            bytes.append(bigEndian: sequence)
            bytes += data
        }
        let sum = checksum(of: bytes.span)
        bytes.replaceSubrange(2..<4, with: [UInt8(sum >> 8), UInt8(sum & 0xff)])
        return bytes
    }
}

extension ICMPEcho {
    /// Reads an IPv4 packet as a raw socket gives it (RFC 791 §3.1), and says who sent it.
    package static func received(in packet: Span<UInt8>) throws(WireError) -> (from: IPv4Address, echo: ICMPEcho) {
        var cursor = ByteCursor()
        let first = try cursor.readUInt8("version, IHL", of: packet)
        let headerLength = Int(first & 15) * 4
        guard first >> 4 == 4, headerLength >= 20 else {
            throw WireError("version, IHL", at: 0, .invalid("\(first) is no IPv4 header"))
        }
        cursor.skip(8)
        let transport = try cursor.readUInt8("protocol", of: packet)
        guard transport == 1 else { throw WireError("protocol", at: 9, .invalid("\(transport) is not ICMP")) }
        cursor.skip(2)
        let source = try cursor.readAddress("source", of: packet)
        cursor.skip(headerLength - cursor.offset)
        let message = try cursor.readBytes(packet.count - headerLength, "message", of: packet)
        return (source, try ICMPEcho(decoding: message.span))
    }
}

/// The Internet checksum: 0 over bytes that have theirs in them (RFC 1071).
private func checksum(of bytes: Span<UInt8>) -> UInt16 {
    var sum: UInt32 = 0
    for place in bytes.indices { sum &+= place % 2 == 0 ? UInt32(bytes[place]) << 8 : UInt32(bytes[place]) }
    while sum >> 16 != 0 { sum = (sum & 0xffff) + sum >> 16 }
    return ~UInt16(truncatingIfNeeded: sum)
}
