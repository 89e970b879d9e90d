import NetTypes

/// The newer format: blocks of many kinds, and several interfaces in one file (draft-ietf-opsawg-pcapng).
struct PcapngReader: Sendable {
    /// The first block's type, which reads the same in both byte orders.
    static let magic: UInt32 = 0x0a0d_0d0a

    private let bytes: [UInt8]
    private var at = ByteCursor()
    private var isLittleEndian = false
    private var interfaces: [CaptureInterface] = []
    private var number = 0
    private var lastTime = Timestamp(milliseconds: 0)

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    mutating func next() throws(WireError) -> CapturedPacket? {
        let bytes = bytes
        while at.offset < bytes.count {
            let start = at.offset
            let type = try read("block type", of: bytes)
            if type == Self.magic { try beginSection(bytes) }
            let end = start + Int(try blockCount(start, bytes))
            let packet = try block(type, until: end, of: bytes)
            at = ByteCursor(at: end)
            if let packet { return packet }
        }
        return nil
    }

    /// A section has a byte order and interfaces of its own.
    private mutating func beginSection(_ bytes: [UInt8]) throws(WireError) {
        var ahead = ByteCursor(at: at.offset + 4)
        switch try ahead.readUInt32("byte-order magic", of: bytes.span) {
        case 0x1a2b_3c4d: isLittleEndian = false
        case 0x4d3c_2b1a: isLittleEndian = true
        default: throw WireError("byte-order magic", at: at.offset + 4, .invalid("is in no byte order"))
        }
        interfaces = []
    }

    private mutating func blockCount(_ start: Int, _ bytes: [UInt8]) throws(WireError) -> UInt32 {
        let count = try read("block length", of: bytes)
        guard count >= 12, count % 4 == 0 else {
            throw WireError("block length", at: start + 4, .invalid("\(count) bytes are no block: the file is damaged"))
        }
        guard bytes.count - start >= Int(count) else {
            throw WireError("block", at: start, .short(wanted: Int(count), had: bytes.count - start))
        }
        return count
    }

    private mutating func block(
        _ type: UInt32, until end: Int, of bytes: [UInt8]
    ) throws(WireError) -> CapturedPacket? {
        switch type {
        case 1:
            try addInterface(until: end, of: bytes)
            return nil
        case 3:
            let wireCount = try read("original length", of: bytes)
            let count = min(wireCount, interfaces.first?.snapLength ?? .max, UInt32(clamping: end - 4 - at.offset))
            return try packet(count, wireCount, on: 0, at: nil, of: bytes)
        case 2, 6:
            let first = try read("interface", of: bytes)
            // The older kind has a count of lost packets in the other half.
            let interface = type == 6 ? first : isLittleEndian ? first & 0xffff : first >> 16
            let high = try read("timestamp", of: bytes)
            let low = try read("timestamp", of: bytes)
            let count = try read("captured length", of: bytes)
            let wireCount = try read("original length", of: bytes)
            guard Int(count) <= end - 4 - at.offset else {
                throw WireError("packet", at: at.offset, .short(wanted: Int(count), had: max(0, end - 4 - at.offset)))
            }
            return try packet(count, wireCount, on: interface, at: UInt64(high) << 32 | UInt64(low), of: bytes)
        default:
            return nil
        }
    }

    private mutating func packet(
        _ count: UInt32, _ wireCount: UInt32, on interface: UInt32, at ticks: UInt64?, of bytes: [UInt8]
    ) throws(WireError) -> CapturedPacket {
        let place = at.offset
        let packet = try at.readPacket(count, of: bytes.span)
        guard interfaces.indices.contains(Int(interface)) else {
            throw WireError("interface", at: place, .invalid("the section describes no interface \(interface)"))
        }
        let described = interfaces[Int(interface)]
        // A simple packet has no time: it came after the one before it.
        lastTime = ticks.map(described.moment) ?? lastTime
        number += 1
        return CapturedPacket(
            number: number, time: lastTime, link: described.link, bytes: packet, wireCount: Int(wireCount))
    }

    private mutating func addInterface(until end: Int, of bytes: [UInt8]) throws(WireError) {
        guard interfaces.count < 4096 else {
            throw WireError("interface", at: at.offset, .invalid("more than 4096 in one section"))
        }
        let link = try read16("link type", of: bytes)
        at.skip(2)
        var interface = CaptureInterface(
            link: LinkType(rawValue: link), snapLength: try read("snapshot length", of: bytes))
        while end - 4 - at.offset >= 4 {
            let code = try read16("option", of: bytes)
            let count = Int(try read16("option length", of: bytes))
            guard code != 0, count <= end - 4 - at.offset else { break }
            let value = try at.readBytes(count, "option", of: bytes.span)
            interface.take(code, isLittleEndian ? value.reversed() : value)
            at.skip((4 - count % 4) % 4)
        }
        interfaces.append(interface)
    }

    private mutating func read(_ field: StaticString, of bytes: [UInt8]) throws(WireError) -> UInt32 {
        let number = try at.readUInt32(field, of: bytes.span)
        return isLittleEndian ? number.byteSwapped : number
    }

    private mutating func read16(_ field: StaticString, of bytes: [UInt8]) throws(WireError) -> UInt16 {
        let number = try at.readUInt16(field, of: bytes.span)
        return isLittleEndian ? number.byteSwapped : number
    }
}
