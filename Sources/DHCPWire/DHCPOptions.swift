import NetTypes

/// The options of a message in the order in which they stand, opaque until someone asks for one by its key.
package struct DHCPOptions: Hashable, Sendable {
    package internal(set) var entries: [Entry]

    /// One option as it stands on the wire: at most 255 bytes.
    package struct Entry: Hashable, Sendable {
        package let code: UInt8
        package let value: ArraySlice<UInt8>
        package let area: Area
    }

    /// Where options may stand: in their own field, or in `file` and `sname` if option 52 says so (RFC 2132 §9.3).
    package enum Area: Hashable, Sendable { case options, bootFile, serverName }

    package init() { entries = [] }

    /// Reads code, length and value until the end option or the end of the bytes.
    init(decoding bytes: [UInt8], area: Area) throws(WireError) {
        entries = []
        entries.reserveCapacity(usualCount)
        var index = 0
        while index < bytes.count {
            let code = bytes[index]
            index += 1
            if code == 0 { continue }
            if code == 255 { return }
            guard index < bytes.count else {
                throw WireError("option \(code)", at: index, .short(wanted: 1, had: 0))
            }
            let count = Int(bytes[index])
            index += 1
            guard bytes.count - index >= count else {
                throw WireError("option \(code)", at: index, .short(wanted: count, had: bytes.count - index))
            }
            entries.append(Entry(code: code, value: bytes[index..<(index + count)], area: area))
            index += count
        }
    }

    /// The value of an option, of which the parts are joined (RFC 3396 §7); `nil` if it is not there. Throws if it is
    /// there and does not mean what the key says.
    package func value<Value>(_ key: OptionKey<Value>) throws(WireError) -> Value? {
        guard let bytes = bytes(key.code) else { return nil }
        do {
            return try key.codec.decode(bytes)
        } catch {
            throw WireError("option \(key.code) (\(key.name))", at: error.offset, error.problem)
        }
    }

    /// The bytes of an option, of which the parts are joined; `nil` if it is not there.
    package func bytes(_ code: UInt8) -> ArraySlice<UInt8>? {
        var joined: ArraySlice<UInt8>?
        for entry in entries where entry.code == code {
            if joined == nil { joined = entry.value } else { joined?.append(contentsOf: entry.value) }
        }
        return joined
    }

    /// Whether an option of that code stands in any of the areas.
    package func contains(_ code: UInt8) -> Bool { entries.contains { $0.code == code } }

    /// Adds an option behind the others; a value of more than 255 bytes is split (RFC 3396 §5).
    package mutating func append<Value>(_ key: OptionKey<Value>, _ value: Value) {
        append(code: key.code, key.codec.encode(value))
    }

    package mutating func append(code: UInt8, _ bytes: [UInt8]) {
        if entries.isEmpty { entries.reserveCapacity(usualCount) }
        var rest = bytes[...]
        repeat {
            entries.append(Entry(code: code, value: rest.prefix(255), area: .options))
            rest = rest.dropFirst(255)
        } while !rest.isEmpty
    }

    /// Takes every part of an option out.
    package mutating func remove(_ code: UInt8) { entries.removeAll { $0.code == code } }

    mutating func append(contentsOf other: DHCPOptions) { entries += other.entries }

    /// How many bytes they take in their own field, without the end option.
    package var encodedCount: Int { entries.reduce(0) { $0 + ($1.area == .options ? 2 + $1.value.count : 0) } }

    /// The bytes of one area with the end option; `nil` if no option stands there.
    func encoded(in area: Area) -> [UInt8]? {
        guard entries.contains(where: { $0.area == area }) else { return nil }
        let count = entries.reduce(1) { $0 + ($1.area == area ? 2 + $1.value.count : 0) }
        return [UInt8](capacity: count, initializingWith: { encode(area, to: &$0) })
    }

    /// Writes the options of one area and the end option.
    func encode(_ area: Area, to output: inout OutputSpan<UInt8>) {
        for entry in entries where entry.area == area {
            output.append(entry.code)
            output.append(UInt8(truncatingIfNeeded: entry.value.count))
            for byte in entry.value { output.append(byte) }
        }
        output.append(255)
    }
}

/// Room for the options that most messages have, so that it is asked for once.
private let usualCount = 16
