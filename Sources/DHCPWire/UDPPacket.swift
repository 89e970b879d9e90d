import NetTypes

/// An IPv4 packet that carries one UDP datagram (RFC 791 §3.1, RFC 768), for a packet socket: a client that has no address yet is
/// reached at its hardware address.
package func udpPacket(
    from source: IPv4Address, port sourcePort: UInt16, to destination: IPv4Address, port destinationPort: UInt16,
    _ payload: [UInt8]
) -> [UInt8] {
    let count = UInt16(clamping: 28 + payload.count)
    let udpCount = UInt16(clamping: 8 + payload.count)
    let (from, to) = (source.number, destination.number)
    let addresses = from >> 16 + from & 0xffff + to >> 16 + to & 0xffff
    let headerSum = 0x4510 + UInt32(count) + 0x4011 + addresses
    let udpHeaderSum = addresses + 17 + 2 * UInt32(udpCount) + UInt32(sourcePort) + UInt32(destinationPort)
    let udpChecksum = checksum(udpHeaderSum &+ sum(of: payload))
    return [UInt8](
        capacity: 28 + payload.count,
        initializingWith: { packet in
            packet.append(bigEndian: 0x4510 as UInt16)
            packet.append(bigEndian: count)
            packet.append(bigEndian: 0 as UInt32)
            packet.append(bigEndian: 0x4011 as UInt16)
            packet.append(bigEndian: checksum(headerSum))
            packet.append(bigEndian: from)
            packet.append(bigEndian: to)
            packet.append(bigEndian: sourcePort)
            packet.append(bigEndian: destinationPort)
            packet.append(bigEndian: udpCount)
            // A sum of zero would say that there is none.
            packet.append(bigEndian: udpChecksum == 0 ? 0xffff : udpChecksum)
            for byte in payload { packet.append(byte) }
        })
}

/// The bytes in pairs, added up; a last one without another counts as the high one (RFC 1071).
private func sum(of bytes: [UInt8]) -> UInt32 {
    var (high, low): (UInt32, UInt32) = (0, 0)
    var index = 0
    while index + 1 < bytes.count {
        high &+= UInt32(bytes[index])
        low &+= UInt32(bytes[index + 1])
        index += 2
    }
    if index < bytes.count { high &+= UInt32(bytes[index]) }
    return high << 8 &+ low
}

/// The Internet checksum of what was added up (RFC 1071).
private func checksum(_ sum: UInt32) -> UInt16 {
    var sum = sum
    while sum >> 16 != 0 { sum = (sum & 0xffff) + sum >> 16 }
    return ~UInt16(truncatingIfNeeded: sum)
}
