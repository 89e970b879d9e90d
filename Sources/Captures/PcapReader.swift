import NetTypes

/// The classic format: a header for all, then packet after packet (draft-ietf-opsawg-pcap).
struct PcapReader: Sendable {
    private let bytes: [UInt8]
    private let isLittleEndian: Bool
    private let fractionsPerMillisecond: UInt32
    private let link: LinkType
    private var at: ByteCursor
    private var number = 0

    /// `nil` where the magic number is none of its four: two byte orders, and fractions of seconds in two units.
    init?(_ bytes: [UInt8], magic: UInt32) throws(WireError) {
        switch magic {
        case 0xa1b2_c3d4: (isLittleEndian, fractionsPerMillisecond) = (false, 1000)
        case 0xd4c3_b2a1: (isLittleEndian, fractionsPerMillisecond) = (true, 1000)
        case 0xa1b2_3c4d: (isLittleEndian, fractionsPerMillisecond) = (false, 1_000_000)
        case 0x4d3c_b2a1: (isLittleEndian, fractionsPerMillisecond) = (true, 1_000_000)
        default: return nil
        }
        self.bytes = bytes
        at = ByteCursor(at: 20)
        let word = try at.readUInt32("link type", of: bytes.span)
        // The upper half says how long the check sequences are.
        let number = UInt16(truncatingIfNeeded: isLittleEndian ? word.byteSwapped : word)
        link = LinkType(rawValue: number)
        guard link.isKnown else {
            throw WireError("link type", at: 20, .invalid("\(number) is none of \(LinkType.knownNames)"))
        }
    }

    mutating func next() throws(WireError) -> CapturedPacket? {
        let bytes = bytes
        guard at.offset < bytes.count else { return nil }
        let seconds = try read("seconds", of: bytes)
        let fractions = try read("fractions of a second", of: bytes)
        let count = try read("captured length", of: bytes)
        let wireCount = try read("original length", of: bytes)
        let packet = try at.readPacket(count, of: bytes.span)
        number += 1
        return CapturedPacket(
            number: number,
            time: Timestamp(milliseconds: Int64(seconds) * 1000 + Int64(fractions / fractionsPerMillisecond)),
            link: link, bytes: packet, wireCount: Int(wireCount))
    }

    private mutating func read(_ field: StaticString, of bytes: [UInt8]) throws(WireError) -> UInt32 {
        let number = try at.readUInt32(field, of: bytes.span)
        return isLittleEndian ? number.byteSwapped : number
    }
}
