import NetTypes

/// Messages one after the other over TCP, each behind its length (RFC 1035 §4.2.2).
package struct MessageStream: Hashable, Sendable {
    private var bytes: [UInt8] = []

    package init() {}

    /// A message as it goes into a stream.
    package static func framed(_ message: [UInt8]) -> [UInt8] {
        let message = message.prefix(0xffff)
        var bytes: [UInt8] = []
        bytes.append(bigEndian: UInt16(truncatingIfNeeded: message.count))
        return bytes + message
    }

    /// Takes in what came.
    package mutating func append(_ more: [UInt8]) { bytes += more }

    /// The next message, once it is whole.
    package mutating func next() -> [UInt8]? {
        guard bytes.count >= 2 else { return nil }
        let count = Int(bytes[0]) << 8 | Int(bytes[1])
        guard bytes.count >= 2 + count else { return nil }
        defer { bytes.removeFirst(2 + count) }
        return Array(bytes[2..<(2 + count)])
    }
}
