/// The words of such a file: names, texts in quotation marks, `{`, `}` and `;`; comments of all three kinds are left out.
struct KeyFileWords {
    struct Word {
        let text: String
        let line: Int
    }

    private var words: ArraySlice<Word>
    private let lastLine: Int

    init(_ bytes: [UInt8]) throws(KeyFileMistake) {
        guard bytes.count <= 65536 else { throw KeyFileMistake(0, "is too long to be a key's file") }
        var scanner = KeyFileScanner(bytes)
        var words: [Word] = []
        while let word = try scanner.word() { words.append(word) }
        self.words = words[...]
        lastLine = scanner.line
    }

    var peek: Word? { words.first }

    mutating func next(_ wanted: String) throws(KeyFileMistake) -> Word {
        guard let word = words.popFirst() else { throw KeyFileMistake(lastLine, "ends where \(wanted) should be") }
        return word
    }

    @discardableResult
    mutating func expect(_ text: String) throws(KeyFileMistake) -> Int {
        let word = try next(text)
        guard word.text == text else { throw KeyFileMistake(word.line, "\(text) should be here") }
        return word.line
    }

    mutating func skip(_ text: String) { if words.first?.text == text { words.removeFirst() } }
}

private struct KeyFileScanner {
    private var rest: ArraySlice<UInt8>
    private(set) var line = 1

    init(_ bytes: [UInt8]) { rest = bytes[...] }

    mutating func word() throws(KeyFileMistake) -> KeyFileWords.Word? {
        try skipBlanksAndComments()
        let start = line
        guard let first = rest.first else { return nil }
        if isMark(first) {
            rest.removeFirst()
            return KeyFileWords.Word(text: String(UnicodeScalar(first)), line: start)
        }
        if first == UInt8(ascii: "\"") {
            let text = rest.dropFirst().prefix { $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: "\n") }
            rest = rest.dropFirst(1 + text.count)
            guard rest.popFirst() == UInt8(ascii: "\"") else {
                throw KeyFileMistake(start, "a quotation mark has no end")
            }
            return KeyFileWords.Word(text: String(decoding: text, as: UTF8.self), line: start)
        }
        let text = rest.prefix { !isBlank($0) && !isMark($0) && $0 != UInt8(ascii: "\"") }
        rest = rest.dropFirst(text.count)
        return KeyFileWords.Word(text: String(decoding: text, as: UTF8.self), line: start)
    }

    private mutating func skipBlanksAndComments() throws(KeyFileMistake) {
        while let byte = rest.first {
            if isBlank(byte) {
                if byte == UInt8(ascii: "\n") { line += 1 }
                rest.removeFirst()
            } else if byte == UInt8(ascii: "#") || rest.starts(with: "//".utf8) {
                rest = rest.drop { $0 != UInt8(ascii: "\n") }
            } else if rest.starts(with: "/*".utf8) {
                let start = line
                rest = rest.dropFirst(2)
                while !rest.starts(with: "*/".utf8) {
                    guard let passed = rest.popFirst() else { throw KeyFileMistake(start, "a comment has no end") }
                    if passed == UInt8(ascii: "\n") { line += 1 }
                }
                rest = rest.dropFirst(2)
            } else {
                return
            }
        }
    }

    private func isBlank(_ byte: UInt8) -> Bool { [0x20, 0x09, 0x0a, 0x0d].contains(byte) }
    private func isMark(_ byte: UInt8) -> Bool {
        [UInt8(ascii: "{"), UInt8(ascii: "}"), UInt8(ascii: ";")].contains(byte)
    }
}
