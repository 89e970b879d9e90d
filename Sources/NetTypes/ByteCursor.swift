/// A place in bytes from the network that moves on as fields are read. It holds no bytes itself: each call is given
/// the span, so that the cursor can live in ordinary values.
package struct ByteCursor: Hashable, Sendable {
    /// How many bytes were read so far.
    package private(set) var offset: Int

    package init(at offset: Int = 0) { self.offset = offset }

    /// A number of one byte.
    package mutating func readUInt8(_ field: StaticString, of bytes: Span<UInt8>) throws(WireError) -> UInt8 {
        let at = try advance(by: 1, field, of: bytes)
        return bytes[at]
    }

    /// A big-endian number of two bytes.
    package mutating func readUInt16(_ field: StaticString, of bytes: Span<UInt8>) throws(WireError) -> UInt16 {
        let at = try advance(by: 2, field, of: bytes)
        return UInt16(bytes[at]) << 8 | UInt16(bytes[at + 1])
    }

    /// A big-endian number of four bytes.
    package mutating func readUInt32(_ field: StaticString, of bytes: Span<UInt8>) throws(WireError) -> UInt32 {
        let at = try advance(by: 4, field, of: bytes)
        return UInt32(bytes[at]) << 24 | UInt32(bytes[at + 1]) << 16 | UInt32(bytes[at + 2]) << 8
            | UInt32(bytes[at + 3])
    }

    /// An address of four bytes.
    package mutating func readAddress(_ field: StaticString, of bytes: Span<UInt8>) throws(WireError) -> IPv4Address {
        IPv4Address(number: try readUInt32(field, of: bytes))
    }

    /// The next bytes, exactly so many.
    package mutating func readBytes(
        _ count: Int, _ field: StaticString, of bytes: Span<UInt8>
    ) throws(WireError) -> [UInt8] {
        [UInt8](copying: try readRange(count, field, of: bytes), of: bytes)
    }

    /// Where the next bytes stand, exactly so many.
    package mutating func readRange(
        _ count: Int, _ field: StaticString, of bytes: Span<UInt8>
    ) throws(WireError) -> Range<Int> {
        let at = try advance(by: count, field, of: bytes)
        return at..<(at + count)
    }

    /// Passes over bytes that hold nothing; whoever calls has checked that they are there.
    package mutating func skip(_ count: Int) { offset += max(0, count) }

    private mutating func advance(
        by count: Int, _ field: StaticString, of bytes: Span<UInt8>
    ) throws(WireError) -> Int {
        let at = offset
        guard count >= 0, bytes.count - at >= count else {
            throw WireError("\(field)", at: at, .short(wanted: count, had: max(0, bytes.count - at)))
        }
        offset = at + count
        return at
    }
}

extension [UInt8] {
    /// An array that is filled once, without a second allocation.
    package init(capacity: Int, fill: (inout [UInt8]) -> Void) {
        self = []
        reserveCapacity(capacity)
        fill(&self)
    }

    /// The bytes that stand in a range of others.
    package init(copying range: Range<Int>, of bytes: Span<UInt8>) {
        let range = range.clamped(to: bytes.indices)
        self.init(capacity: range.count, initializingWith: { for index in range { $0.append(bytes[index]) } })
    }

    /// The low bytes of a number, the high byte first, as networks order them.
    package mutating func append(bigEndian value: UInt16) {
        append(UInt8(truncatingIfNeeded: value >> 8))
        append(UInt8(truncatingIfNeeded: value))
    }

    package mutating func append(bigEndian value: UInt32) {
        append(bigEndian: UInt16(truncatingIfNeeded: value >> 16))
        append(bigEndian: UInt16(truncatingIfNeeded: value))
    }
}

extension OutputSpan<UInt8> {
    /// The low bytes of a number, the high byte first, as networks order them.
    package mutating func append(bigEndian value: UInt16) {
        append(UInt8(truncatingIfNeeded: value >> 8))
        append(UInt8(truncatingIfNeeded: value))
    }

    package mutating func append(bigEndian value: UInt32) {
        append(bigEndian: UInt16(truncatingIfNeeded: value >> 16))
        append(bigEndian: UInt16(truncatingIfNeeded: value))
    }
}
