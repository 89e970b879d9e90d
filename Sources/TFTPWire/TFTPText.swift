/// What stands before a NUL in a packet: bytes that are mostly ASCII, kept as they came (RFC 1350 §5).
package struct TFTPText: Hashable, Sendable {
    /// Without the NUL at the end, and with none inside: what follows one is cut off.
    package let bytes: [UInt8]

    package init(_ bytes: some Sequence<UInt8>) { self.bytes = Array(bytes.prefix { $0 != 0 }) }
    package init(_ text: String) { self.init(text.utf8) }

    /// Whether it is this ASCII text in either case, as modes and option names compare (RFC 1350 §5, RFC 2347).
    package func matches(_ text: StaticString) -> Bool {
        description.lowercased() == "\(text)".lowercased()
    }

    /// The value of nothing but decimal digits; `nil` for any other text, and above 63 bits.
    package var number: Int64? {
        guard !bytes.isEmpty, bytes.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }) else {
            return nil
        }
        return Int64(String(decoding: bytes, as: UTF8.self))
    }
}

extension TFTPText: ExpressibleByStringLiteral {
    package init(stringLiteral text: String) { self.init(text) }
}

extension TFTPText: CustomStringConvertible {
    /// Safe to print: what is not printable ASCII stands as `\xff`, a backslash as `\\`.
    package var description: String {
        bytes.map { byte in
            switch byte {
            case UInt8(ascii: "\\"): "\\\\"
            case 0x20...0x7e: String(UnicodeScalar(byte))
            default: "\\x" + (byte < 16 ? "0" : "") + String(byte, radix: 16)
            }
        }.joined()
    }
}
