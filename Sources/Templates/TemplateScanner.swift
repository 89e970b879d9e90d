/// Finds the tags of a template (mustache(5)). A section, comment, partial or delimiter tag that has a line to itself takes
/// the whole line with it.
///
/// The engine finds tags too, but says neither their lines nor which names it missed, and its own rule for lines drops blank ones
/// beside sections and leaves one where a section is false. So the lines are taken here.
struct TemplateScanner {
    private let file: String
    private let bytes: [UInt8]
    private var position = 0
    private var line = 1
    private var opening = Array("{{".utf8)
    private var closing = Array("}}".utf8)
    private var pieces: [TemplatePiece] = []

    /// The pieces of a template, its sections balanced.
    static func pieces(of source: TemplateSource) throws(TemplateError) -> [TemplatePiece] {
        var scanner = TemplateScanner(file: source.name, bytes: Array(source.text.utf8))
        try scanner.scan()
        try scanner.checkBalance()
        return scanner.pieces
    }

    private init(file: String, bytes: [UInt8]) {
        self.file = file
        self.bytes = bytes
    }

    private mutating func scan() throws(TemplateError) {
        while let start = find(opening, from: position) {
            let textStart = position
            let tagLine = line + newlines(in: textStart..<start)
            let isTriple = closing == Array("}}".utf8) && starts(with: "{{{", at: start)
            let end = isTriple ? Array("}}}".utf8) : closing
            let contentStart = start + opening.count + (isTriple ? 1 : 0)
            guard let contentEnd = find(end, from: contentStart) else { throw fault(tagLine, .unclosedTag) }

            let content = String(decoding: bytes[contentStart..<contentEnd], as: UTF8.self)
            guard let tag = Tag(content, isTriple: isTriple) else { throw fault(tagLine, .invalidTag(content)) }
            var textEnd = start
            var next = contentEnd + end.count
            var indentation = ""
            if tag.mayStandAlone, let whole = wholeLine(from: start, to: next) {
                indentation = String(decoding: bytes[whole.start..<start], as: UTF8.self)
                textEnd = whole.start
                next = whole.end
            }
            addText(textStart..<textEnd)
            line = tagLine + newlines(in: start..<next)
            position = next
            add(tag, indentation, on: tagLine)
        }
        addText(position..<bytes.count)
    }

    private mutating func add(_ tag: Tag, _ indentation: String, on line: Int) {
        switch tag {
        case .variable(let name): pieces.append(.variable(name: name, line: line))
        case .open(let name, let isInverted): pieces.append(.open(name: name, isInverted: isInverted, line: line))
        case .close(let name): pieces.append(.close(name: name, line: line))
        case .partial(let name): pieces.append(.partial(name: name, indentation: indentation, line: line))
        case .delimiters(let opening, let closing): (self.opening, self.closing) = (opening, closing)
        case .comment: break
        }
    }

    private mutating func addText(_ range: Range<Int>) {
        guard !range.isEmpty else { return }
        pieces.append(.text(String(decoding: bytes[range], as: UTF8.self), line: line))
    }

    private func checkBalance() throws(TemplateError) {
        var open: [(name: String, line: Int)] = []
        for piece in pieces {
            switch piece {
            case .open(let name, _, let line): open.append((name, line))
            case .close(let name, let line):
                guard let last = open.popLast() else { throw fault(line, .unopenedSection(name: name)) }
                guard last.name == name else {
                    throw fault(line, .crossedSections(found: name, open: last.name, line: last.line))
                }
            case .text, .variable, .partial: continue
            }
        }
        if let last = open.last { throw fault(last.line, .unclosedSection(name: last.name)) }
    }

    /// The line of a tag with its end, if nothing but blanks shares it.
    private func wholeLine(from tagStart: Int, to tagEnd: Int) -> (start: Int, end: Int)? {
        let before = bytes[..<tagStart].reversed().prefix { isBlank($0) }.count
        let start = tagStart - before
        guard start == 0 || bytes[start - 1] == UInt8(ascii: "\n") else { return nil }
        let end = tagEnd + bytes[tagEnd...].prefix { isBlank($0) }.count
        if end == bytes.count { return (start, end) }
        if bytes[end] == UInt8(ascii: "\n") { return (start, end + 1) }
        return starts(with: "\r\n", at: end) ? (start, end + 2) : nil
    }

    private func isBlank(_ byte: UInt8) -> Bool { byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") }

    private func starts(with text: String, at index: Int) -> Bool { bytes[index...].starts(with: text.utf8) }

    private func find(_ wanted: [UInt8], from start: Int) -> Int? {
        guard let first = wanted.first, start <= bytes.count else { return nil }
        return bytes[start...].indices.first { bytes[$0] == first && bytes[$0...].starts(with: wanted) }
    }

    private func newlines(in range: Range<Int>) -> Int { bytes[range].count { $0 == UInt8(ascii: "\n") } }

    private func fault(_ line: Int, _ problem: TemplateError.Problem) -> TemplateError {
        TemplateError(mistakes: [TemplateError.Mistake(file: file, line: line, problem: problem)])
    }
}
