import NetTypes

/// A UDP datagram over IPv4 that was captured (RFC 791 §3.1, RFC 768).
package struct CapturedDatagram: Hashable, Sendable {
    package let time: Timestamp
    package let source: IPv4Address
    package let sourcePort: UInt16
    package let destination: IPv4Address
    package let destinationPort: UInt16
    /// The numbers of its VLAN tags, the outer one first.
    package let vlans: [UInt16]
    /// As much of it as is there, where it is flawed.
    package let payload: [UInt8]
    /// The whole IP packet, likewise.
    package let packet: [UInt8]
}

/// What is in a captured packet, for one who looks for UDP.
package enum CapturedContent: Hashable, Sendable {
    case datagram(CapturedDatagram)
    /// A datagram of which something is missing.
    case flawed(CapturedDatagram, DatagramFlaw)
    /// A later piece of a datagram, which does not say between which ports.
    case laterFragment
    /// A packet of a kind of link that is not known here; a pcapng file may have several kinds.
    case unknownLink
    /// Something else than UDP over IPv4, or too little to tell.
    case other
}

/// Why a captured datagram cannot be read.
package enum DatagramFlaw: Hashable, Sendable {
    /// The first of several pieces; pieces are not put together.
    case fragmented
    /// The capture kept less of it than there was.
    case cut(kept: Int, of: Int)
    /// The lengths in its headers do not fit each other.
    case lengths
}

extension CapturedPacket {
    /// What the packet carries.
    package var content: CapturedContent {
        guard link.isKnown else { return .unknownLink }
        do throws(WireError) {
            return try read() ?? .other
        } catch {
            return .other
        }
    }

    private func read() throws(WireError) -> CapturedContent? {
        let frame = bytes.span
        guard let place = try link.internetPacket(in: frame) else { return nil }
        var at = place.at
        let start = at.offset
        let first = try at.readUInt8("version", of: frame)
        let headerCount = Int(first & 0xf) * 4
        guard first >> 4 == 4, headerCount >= 20 else { return nil }
        at.skip(1)
        let said = Int(try at.readUInt16("total length", of: frame))
        at.skip(2)
        let fragment = try at.readUInt16("fragment offset", of: frame)
        at.skip(1)
        guard try at.readUInt8("protocol", of: frame) == 17 else { return nil }
        at.skip(2)
        let source = try at.readAddress("source", of: frame)
        let destination = try at.readAddress("destination", of: frame)
        guard fragment & 0x1fff == 0 else { return .laterFragment }

        at = ByteCursor(at: start + headerCount)
        let sourcePort = try at.readUInt16("source port", of: frame)
        let destinationPort = try at.readUInt16("destination port", of: frame)
        let udpCount = Int(try at.readUInt16("UDP length", of: frame))
        at.skip(2)
        // A network card that cuts packets up itself leaves the length to be filled in: 0.
        let total = said == 0 ? headerCount + udpCount : said
        let payloadCount = udpCount - 8
        let kept = max(0, min(payloadCount, bytes.count - at.offset))
        let datagram = CapturedDatagram(
            time: time, source: source, sourcePort: sourcePort, destination: destination,
            destinationPort: destinationPort, vlans: place.vlans,
            payload: Array(bytes.dropFirst(at.offset).prefix(kept)),
            packet: Array(bytes.dropFirst(start).prefix(total)))
        if fragment & 0x2000 != 0 { return .flawed(datagram, .fragmented) }
        guard payloadCount >= 0, headerCount + udpCount <= total else { return .flawed(datagram, .lengths) }
        if kept < payloadCount {
            return .flawed(datagram, bytes.count < wireCount ? .cut(kept: bytes.count, of: wireCount) : .lengths)
        }
        return .datagram(datagram)
    }
}
