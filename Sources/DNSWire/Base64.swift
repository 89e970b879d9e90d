/// Bytes as text of 64 characters (RFC 4648 §4): how keys and marks are written.
func base64(_ bytes: [UInt8]) -> String {
    var text: [UInt8] = []
    for start in stride(from: 0, to: bytes.count, by: 3) {
        let group = bytes[start..<min(start + 3, bytes.count)]
        let bits = (Array(group) + [0, 0]).prefix(3).reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
        let digits = [18, 12, 6, 0].map { alphabet[Int(bits >> UInt32($0) & 63)] }
        text += digits.prefix(group.count + 1) + repeatElement(UInt8(ascii: "="), count: 3 - group.count)
    }
    return String(decoding: text, as: UTF8.self)
}

/// The bytes of such a text; `nil` for any other, and for one that is not padded.
func bytes(ofBase64 text: some StringProtocol) -> [UInt8]? {
    let all = Array(text.utf8)
    let digits = all.prefix { $0 != UInt8(ascii: "=") }
    let padding = all.count - digits.count
    guard all.count % 4 == 0, padding <= 2, all.suffix(padding).allSatisfy({ $0 == UInt8(ascii: "=") }) else {
        return nil
    }
    var bytes: [UInt8] = []
    var (bits, count): (UInt32, UInt32) = (0, 0)
    for digit in digits {
        guard let value = alphabet.firstIndex(of: digit) else { return nil }
        (bits, count) = (bits << 6 | UInt32(value), count + 6)
        guard count >= 8 else { continue }
        count -= 8
        bytes.append(UInt8(truncatingIfNeeded: bits >> count))
    }
    return bytes
}

private let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
