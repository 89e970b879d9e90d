/// The smallest part of a file in ISC's grammar: a word, a quoted string or a mark.
struct Token: Hashable, Sendable {
    let content: Content
    /// From 1.
    let line: Int

    /// What a token is made of. A string's bytes need not be text: client identifiers are written as strings too.
    enum Content: Hashable, Sendable {
        case word(String)
        case string([UInt8])
        case mark(Mark)
    }

    /// The characters that end a word, other than blanks.
    enum Mark: UInt8, Hashable, Sendable {
        case semicolon = 0x3b
        case open = 0x7b
        case close = 0x7d
        case comma = 0x2c
        case openParenthesis = 0x28
        case closeParenthesis = 0x29
        case equals = 0x3d
        case not = 0x21
        case tilde = 0x7e
        case plus = 0x2b
        case asterisk = 0x2a
        case percent = 0x25
        case less = 0x3c
        case greater = 0x3e
    }

    /// A word as it stands; `nil` for strings and marks.
    var word: String? { if case .word(let text) = content { text } else { nil } }
    /// A word or a string, as text.
    var text: String? {
        switch content {
        case .word(let text): text
        case .string(let bytes): String(decoding: bytes, as: UTF8.self)
        case .mark: nil
        }
    }

    /// As the file has it, with everything visible.
    var source: String {
        switch content {
        case .word(let text): printable(text)
        case .string(let bytes): "\"" + bytes.map(visibleCharacter).joined() + "\""
        case .mark(let mark): String(UnicodeScalar(mark.rawValue))
        }
    }
}

/// ISC's own escape for what is not a letter that everybody can read: `\001`.
private func visibleCharacter(_ byte: UInt8) -> String {
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"): "\\" + String(UnicodeScalar(byte))
    case 0x20...0x7e: String(UnicodeScalar(byte))
    default: "\\" + String(repeating: "0", count: byte < 8 ? 2 : byte < 64 ? 1 : 0) + String(byte, radix: 8)
    }
}

/// A text with a question mark for each control character, so that it can stand on one line of a comment.
func printable(_ text: String) -> String {
    let isPlain = { (scalar: UnicodeScalar) in
        switch scalar.value {
        case 0x20...0x7e, 0xa0...0x2027, 0x2030...0xd7ff, 0xe000...0xfefe, 0xff00...0xfffd: true
        default: false
        }
    }
    guard !text.unicodeScalars.allSatisfy(isPlain) else { return text }
    return text.unicodeScalars.map { isPlain($0) ? String($0) : "?" }.joined()
}
