import NetTypes

// Options without a key of their own stand below `options:`, as the bytes that they are on the wire.
extension OptionForm {
    /// Addresses, in pairs or not.
    static let rawAddresses = raw { tokens in
        var bytes: [UInt8] = []
        for part in items(tokens) {
            guard let address = part.text.flatMap({ IPv4Address($0) }) else { return .fault(noAddress(part.source)) }
            bytes += address.octets
        }
        return .bytes(bytes)
    }

    /// A text in quotes.
    static let text = raw { tokens in
        guard tokens.count == 1, case .string(let bytes) = tokens[0].content else {
            return .fault("one text in quotes is wanted")
        }
        return .bytes(bytes)
    }

    /// A text in quotes, or bytes with colons between.
    static let bytes = raw { tokens in
        guard tokens.count == 1, let token = tokens.first else { return .fault("bytes are wanted") }
        switch token.content {
        case .string(let bytes): return .bytes(bytes)
        case .word(let word):
            guard let bytes = [UInt8](looseColons: word) else { return .fault("\(token.source) are no bytes") }
            return .bytes(bytes)
        case .mark: return .fault("bytes are wanted")
        }
    }

    /// Whether something is so.
    static let flag = raw { tokens in
        switch tokens.count == 1 ? tokens[0].word?.lowercased() : nil {
        case "true", "on": .bytes([1])
        case "false", "off": .bytes([0])
        default: .fault("on or off is wanted")
        }
    }

    /// Numbers of so many bytes, signed or not, with commas between.
    static func numbers(_ size: Int) -> Self {
        raw { tokens in
            var bytes: [UInt8] = []
            for part in items(tokens) {
                let limit = Int64(1) << Int64(8 * size)
                guard let number = part.word.flatMap({ Int64($0) }), (-limit / 2..<limit).contains(number) else {
                    return .fault("\(part.source) is no number of \(size) bytes")
                }
                for place in (0..<size).reversed() {
                    bytes.append(UInt8(truncatingIfNeeded: number >> Int64(8 * place)))
                }
            }
            return .bytes(bytes)
        }
    }

    /// The form of a type that an option is declared with (dhcp-options(5), "defining new options"): `array of
    /// ip-address`, `unsigned integer 16`, `text`; `nil` for what is put together of several.
    init?(declared type: [Token]) {
        var words = type.compactMap { $0.word?.lowercased() }[...]
        guard words.count == type.count else { return nil }
        if words.starts(with: ["array", "of"]) { words = words.dropFirst(2) }
        if words.first == "unsigned" || words.first == "signed" { words = words.dropFirst() }
        switch (words.first, words.dropFirst().first) {
        case ("ip-address", nil): self = .rawAddresses
        case ("text", nil): self = .text
        case ("string", nil): self = .bytes
        case ("boolean", nil), ("flag", nil): self = .flag
        case ("integer", "8"): self = .numbers(1)
        case ("integer", "16"): self = .numbers(2)
        case ("integer", "32"): self = .numbers(4)
        default: return nil
        }
    }

    private enum Bytes {
        case bytes([UInt8])
        case fault(String)
    }

    private static func raw(_ read: @escaping @Sendable ([Token]) -> Bytes) -> Self {
        Self { tokens in
            switch read(tokens) {
            case .bytes(let bytes):
                (1...255).contains(bytes.count)
                    ? .value(Term.Value(yaml: optionText(bytes), bytes: bytes)) : .fault("has \(bytes.count) bytes")
            case .fault(let why): .fault(why)
            }
        }
    }
}

/// As `options:` has bytes: `"hex:0104ff"`, or `"text:db.example.org"` where everybody can read them.
func optionText(_ bytes: [UInt8]) -> String {
    let isReadable =
        bytes.count >= 4
        && bytes.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "-")...UInt8(ascii: ":"), UInt8(ascii: "_"):
                true
            default: false
            }
        }
    return isReadable ? "\"text:\(String(decoding: bytes, as: UTF8.self))\"" : "\"hex:\(hexadecimal(bytes))\""
}
