import NetTypes

/// Options inside an option, in the order in which they stand: code, length, value.
package struct SubOptions: Hashable, Sendable {
    package private(set) var entries: [Entry] = []

    /// One of them.
    package struct Entry: Hashable, Sendable {
        package let code: UInt8
        package let value: [UInt8]
    }

    /// What a list may hold between its entries.
    package enum Framing: Hashable, Sendable {
        /// Nothing: every byte is an entry's (option 82, RFC 3046 §2.0).
        case bare
        /// Zeros that mean nothing, and 255 at the end (option 43, RFC 2132 §8.4; iPXE's 175).
        case padded
    }

    package init() {}

    /// Reads entries until the bytes end; throws where one is cut off.
    package init(decoding bytes: some Collection<UInt8>, _ framing: Framing) throws(WireError) {
        let bytes = Array(bytes)
        var index = 0
        while index < bytes.count {
            let code = bytes[index]
            index += 1
            if framing == .padded {
                if code == 0 { continue }
                if code == 255 { return }
            }
            guard index < bytes.count else {
                throw WireError("sub-option \(code)", at: index, .short(wanted: 1, had: 0))
            }
            let count = Int(bytes[index])
            index += 1
            guard bytes.count - index >= count else {
                throw WireError("sub-option \(code)", at: index, .short(wanted: count, had: bytes.count - index))
            }
            entries.append(Entry(code: code, value: Array(bytes[index..<(index + count)])))
            index += count
        }
    }

    /// The value of the first of that code.
    package subscript(_ code: UInt8) -> [UInt8]? { entries.first { $0.code == code }?.value }

    /// Adds one; a value keeps its first 255 bytes.
    package mutating func append(_ code: UInt8, _ value: [UInt8]) {
        entries.append(Entry(code: code, value: Array(value.prefix(255))))
    }

    /// The bytes of all of them, with 255 at the end where the framing has one.
    package func encoded(_ framing: Framing) -> [UInt8] {
        entries.flatMap { [$0.code, UInt8(truncatingIfNeeded: $0.value.count)] + $0.value }
            + (framing == .padded ? [255] : [])
    }
}
