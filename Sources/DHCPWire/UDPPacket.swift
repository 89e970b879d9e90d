import NetTypes

/// An IPv4 packet that carries one UDP datagram (RFC 791 §3.1, RFC 768), for a packet socket: a client that has no address yet is
/// reached at its hardware address.
package func udpPacket(
    from source: IPv4Address, port sourcePort: UInt16, to destination: IPv4Address, port destinationPort: UInt16,
    _ payload: [UInt8]
) -> [UInt8] {
    let udpCount = UInt16(clamping: 8 + payload.count)
    let header = [UInt8](capacity: 20) { header in
        header += [0x45, 0x10]
        header.append(bigEndian: UInt16(clamping: 28 + payload.count))
        header += [0, 0, 0, 0, 64, 17, 0, 0]
        header.append(bigEndian: source.number)
        header.append(bigEndian: destination.number)
    }
    let checkedHeader = header.with(checksum(of: [header[...]]), at: 10)
    let udp = [UInt8](capacity: 8 + payload.count) { udp in
        udp.append(bigEndian: sourcePort)
        udp.append(bigEndian: destinationPort)
        udp.append(bigEndian: udpCount)
        udp += [0, 0]
        udp += payload
    }
    let pseudoHeader = source.octets + destination.octets + [0, 17, UInt8(udpCount >> 8), UInt8(udpCount & 0xff)]
    let sum = checksum(of: [pseudoHeader[...], udp[...]])
    // A sum of zero would say that there is none.
    return checkedHeader + udp.with(sum == 0 ? 0xffff : sum, at: 6)
}

/// The Internet checksum over pieces of even length, the last of any (RFC 1071).
private func checksum(of pieces: [ArraySlice<UInt8>]) -> UInt16 {
    var sum: UInt32 = 0
    for piece in pieces {
        for (place, byte) in piece.enumerated() { sum &+= place % 2 == 0 ? UInt32(byte) << 8 : UInt32(byte) }
    }
    while sum >> 16 != 0 { sum = (sum & 0xffff) + sum >> 16 }
    return ~UInt16(truncatingIfNeeded: sum)
}

extension [UInt8] {
    /// The same bytes with a number of two bytes at a place.
    fileprivate func with(_ number: UInt16, at offset: Int) -> [UInt8] {
        var copy = self
        copy.replaceSubrange(offset..<(offset + 2), with: [UInt8(number >> 8), UInt8(number & 0xff)])
        return copy
    }
}
