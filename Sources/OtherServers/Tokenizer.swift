import NetTypes

/// Reads a file in ISC's grammar token by token (dhcpd.conf(5), "Comments can be placed anywhere"): blanks part tokens,
/// `#` starts a comment that ends with its line.
struct Tokenizer {
    private let bytes: [UInt8]
    private var offset = 0
    private var line = 1
    /// The lines of strings that never end; what follows such a line is read as if the string, and its statement, ended
    /// with it.
    private(set) var openStrings: [Int] = []
    private var endsStatement = false

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
        // Editors on Windows put a mark in front (RFC 3629 §6).
        if bytes.starts(with: [0xef, 0xbb, 0xbf]) { offset = 3 }
    }

    /// The next token; `nil` at the file's end.
    mutating func next() -> Token? {
        if endsStatement {
            endsStatement = false
            return Token(content: .mark(.semicolon), line: line)
        }
        skipBlanks()
        guard offset < bytes.count else { return nil }
        let byte = bytes[offset]
        if byte == UInt8(ascii: "\"") { return string() }
        if let mark = Token.Mark(rawValue: byte) {
            offset += 1
            return Token(content: .mark(mark), line: line)
        }
        let start = offset
        while offset < bytes.count, !endsWord(bytes[offset]) { offset += 1 }
        return Token(content: .word(String(decoding: bytes[start..<offset], as: UTF8.self)), line: line)
    }

    private mutating func skipBlanks() {
        var isComment = false
        while offset < bytes.count {
            let byte = bytes[offset]
            if byte == newline {
                line += 1
                isComment = false
            } else if byte == UInt8(ascii: "#") {
                isComment = true
            } else if !isComment && !isBlank(byte) {
                return
            }
            offset += 1
        }
    }

    /// Octal and hexadecimal escapes are bytes (dhcpd.conf(5)); a line feed may stand in a string.
    private mutating func string() -> Token {
        let (startLine, startOffset) = (line, offset)
        offset += 1
        var content: [UInt8] = []
        while offset < bytes.count {
            let byte = bytes[offset]
            offset += 1
            switch byte {
            case UInt8(ascii: "\""): return Token(content: .string(content), line: startLine)
            case UInt8(ascii: "\\"): content.append(escaped())
            case newline:
                line += 1
                content.append(byte)
            default: content.append(byte)
            }
        }
        openStrings.append(startLine)
        endsStatement = true
        line = startLine
        let rest = bytes[(startOffset + 1)...]
        offset = rest.firstIndex(of: newline) ?? bytes.count
        return Token(content: .string(Array(rest[..<offset])), line: startLine)
    }

    private mutating func escaped() -> UInt8 {
        guard offset < bytes.count else { return UInt8(ascii: "\\") }
        let byte = bytes[offset]
        offset += 1
        switch byte {
        case UInt8(ascii: "n"): return newline
        case UInt8(ascii: "t"): return UInt8(ascii: "\t")
        case UInt8(ascii: "r"): return UInt8(ascii: "\r")
        case UInt8(ascii: "b"): return 8
        case UInt8(ascii: "x"): return number(radix: 16, digits: 2)
        case UInt8(ascii: "0")...UInt8(ascii: "7"):
            offset -= 1
            return number(radix: 8, digits: 3)
        case newline:
            line += 1
            return byte
        default: return byte
        }
    }

    private mutating func number(radix: UInt8, digits: Int) -> UInt8 {
        var value: UInt8 = 0
        for _ in 0..<digits {
            guard offset < bytes.count, let digit = hexValue(bytes[offset]), digit < radix else { break }
            value = value &* radix &+ digit
            offset += 1
        }
        return value
    }
}

private let newline = UInt8(ascii: "\n")

private func isBlank(_ byte: UInt8) -> Bool { byte <= 0x20 && byte != newline }

private func endsWord(_ byte: UInt8) -> Bool {
    byte <= 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "#") || Token.Mark(rawValue: byte) != nil
}
