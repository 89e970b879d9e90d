import NetTypes

/// Percent-encoding (RFC 3986 §2.1): all but the unreserved characters are written as `%` and two digits.
package func percentEncoded(_ text: String) -> String {
    text.utf8.reduce(into: "") { result, byte in
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
            UInt8(ascii: "~"):
            result.append(Character(Unicode.Scalar(byte)))
        default: result += "%" + hexadecimal(byte).uppercased()
        }
    }
}

/// What percent-encoding stands for; `nil` for a `%` without its two digits, a zero byte, and what is not UTF-8.
package func percentDecoded(_ text: some Sequence<UInt8>) -> String? { decoded(Array(text)[...]) }

private func decoded(_ text: ArraySlice<UInt8>) -> String? {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(text.count)
    var rest = text.makeIterator()
    while let byte = rest.next() {
        guard byte == UInt8(ascii: "%") else {
            bytes.append(byte)
            continue
        }
        guard let high = rest.next().flatMap(hexValue), let low = rest.next().flatMap(hexValue) else { return nil }
        bytes.append(high << 4 | low)
    }
    return bytes.contains(0) ? nil : String(validating: bytes, as: UTF8.self)
}

/// The path of a request line's target (RFC 9112 §3.2), decoded; `nil` where `percentDecoded` is, and for an escaped
/// slash, which is no separator and would become one (RFC 3986 §2.2).
package func decodedPath(ofTarget target: some Collection<UInt8>) -> String? {
    let path = Array(target).prefix { $0 != UInt8(ascii: "?") }
    for start in path.indices where path[start] == UInt8(ascii: "%") {
        // `| 0x20` makes the letter a small one, and leaves the rest as it is.
        guard !path[start...].prefix(3).map({ $0 | 0x20 }).elementsEqual("%2f".utf8) else { return nil }
    }
    guard let decoded = decoded(path) else { return nil }
    // Absolute-form, which every server must take (RFC 9112 §3.2.2).
    guard let scheme = ["http://", "https://"].first(where: decoded.hasPrefix) else { return decoded }
    return "/" + decoded.dropFirst(scheme.count).drop { $0 != "/" }.dropFirst()
}
