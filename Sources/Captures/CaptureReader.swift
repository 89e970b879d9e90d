import NetTypes

/// Reads the packets of a capture file, one after the other: pcap as tcpdump writes it, or pcapng as Wireshark does.
///
/// What it throws says where in the file it went wrong; the packets before that place are good, and none comes after.
package struct CaptureReader: Sendable {
    private var format: Format

    private enum Format: Sendable {
        case pcap(PcapReader)
        case pcapng(PcapngReader)
    }

    /// Throws where the bytes are no capture, or one of a kind of network that amorce cannot be on.
    package init(_ bytes: [UInt8]) throws(WireError) {
        var at = ByteCursor()
        let magic = try at.readUInt32("magic number", of: bytes.span)
        if magic == PcapngReader.magic {
            format = .pcapng(PcapngReader(bytes))
        } else if let reader = try PcapReader(bytes, magic: magic) {
            format = .pcap(reader)
        } else {
            throw WireError(
                "magic number", at: 0,
                .invalid(
                    "neither pcap nor pcapng; unpack it, convert it with `editcap -F pcap FILE NEW`, or write one with "
                        + "`tcpdump -w FILE port 67 or port 68 or port 4011`"))
        }
    }

    /// The next packet; `nil` at the end of the file.
    package mutating func next() throws(WireError) -> CapturedPacket? {
        switch format {
        case .pcap(var reader):
            defer { format = .pcap(reader) }
            return try reader.next()
        case .pcapng(var reader):
            defer { format = .pcapng(reader) }
            return try reader.next()
        }
    }
}

/// The most that tcpdump keeps of a packet.
private let largestPacket = 262_144

extension ByteCursor {
    /// The bytes of a packet, of which there may be so many.
    mutating func readPacket(_ count: UInt32, of bytes: Span<UInt8>) throws(WireError) -> [UInt8] {
        guard count <= largestPacket else {
            throw WireError(
                "captured length", at: offset, .invalid("\(count) bytes are no packet: the file is damaged"))
        }
        return try readBytes(Int(count), "packet", of: bytes)
    }
}
