/// Tells code, comments and string literals of a Swift text apart, byte by byte. Literals of regular expressions count
/// as code.
struct SwiftReader {
    private let bytes: [UInt8]
    private var position = 0
    /// What each byte belongs to.
    private var parts: [Part]
    private var places: [Place] = [.code(parentheses: 0)]

    private enum Part { case code, comment, literal }

    private enum Place {
        /// Interpolated code ends at the parenthesis that nothing in it opened.
        case code(parentheses: Int)
        case string(hashes: Int, isLong: Bool)
        case lineComment
        case blockComment(depth: Int)
    }

    init(_ text: String) {
        bytes = Array(text.utf8)
        parts = Array(repeating: .code, count: bytes.count)
    }

    mutating func lines() -> [SwiftFile.Line] {
        while position < bytes.count { step() }
        var lines: [SwiftFile.Line] = []
        var start = 0
        while start <= bytes.count {
            let end = bytes[start...].firstIndex(of: UInt8(ascii: "\n")) ?? bytes.count
            lines.append(
                SwiftFile.Line(
                    number: lines.count + 1, code: text(start..<end, of: .code),
                    comment: text(start..<end, of: .comment), literal: text(start..<end, of: .literal)))
            start = end + 1
        }
        return lines
    }

    /// One part of a line; blanks stand for the others, so that columns stay what they are.
    private func text(_ line: Range<Int>, of part: Part) -> String {
        var text: [UInt8] = []
        text.reserveCapacity(line.count)
        for index in line { text.append(parts[index] == part ? bytes[index] : UInt8(ascii: " ")) }
        return String(decoding: text, as: UTF8.self)
    }

    private mutating func step() {
        if bytes[position] == UInt8(ascii: "\n") { return endLine() }
        switch places.last ?? .code(parentheses: 0) {
        case .lineComment:
            take((bytes[position...].firstIndex(of: UInt8(ascii: "\n")) ?? bytes.count) - position, as: .comment)
        case .blockComment(let depth): stepInBlockComment(depth)
        case .string(let hashes, let isLong):
            let mayMean = bytes[position] == UInt8(ascii: "\\") || bytes[position] == UInt8(ascii: "\"")
            if mayMean { stepInString(hashes, isLong) } else { take(1, as: .literal) }
        case .code(let parentheses):
            switch bytes[position] {
            case UInt8(ascii: "/"), UInt8(ascii: "\""), UInt8(ascii: "#"), UInt8(ascii: "("), UInt8(ascii: ")"):
                stepInCode(parentheses)
            default: take(1, as: .code)
            }
        }
    }

    private mutating func endLine() {
        switch places.last {
        case .lineComment, .string(_, isLong: false): places.removeLast()
        case .code, .string, .blockComment, nil: break
        }
        position += 1
    }

    private mutating func stepInCode(_ parentheses: Int) {
        if starts(with: "//") {
            places.append(.lineComment)
            take(2, as: .comment)
        } else if starts(with: "/*") {
            places.append(.blockComment(depth: 1))
            take(2, as: .comment)
        } else if let (hashes, isLong) = openingQuote() {
            places.append(.string(hashes: hashes, isLong: isLong))
            take(hashes + (isLong ? 3 : 1), as: .code)
        } else if starts(with: "(") {
            changePlace(to: .code(parentheses: parentheses + 1))
            take(1, as: .code)
        } else if starts(with: ")") {
            if parentheses == 0, places.count > 1 {
                places.removeLast()
            } else {
                changePlace(to: .code(parentheses: max(0, parentheses - 1)))
            }
            take(1, as: .code)
        } else {
            take(1, as: .code)
        }
    }

    private mutating func stepInString(_ hashes: Int, _ isLong: Bool) {
        let escape = "\\" + String(repeating: "#", count: hashes)
        let end = (isLong ? "\"\"\"" : "\"") + String(repeating: "#", count: hashes)
        if starts(with: escape + "(") {
            places.append(.code(parentheses: 0))
            take(escape.utf8.count + 1, as: .code)
        } else if starts(with: escape), !endsLine(at: position + escape.utf8.count) {
            take(escape.utf8.count + 1, as: .literal)
        } else if starts(with: end) {
            places.removeLast()
            take(end.utf8.count, as: .code)
        } else {
            take(1, as: .literal)
        }
    }

    private mutating func stepInBlockComment(_ depth: Int) {
        if starts(with: "/*") {
            changePlace(to: .blockComment(depth: depth + 1))
            take(2, as: .comment)
        } else if starts(with: "*/") {
            if depth == 1 { places.removeLast() } else { changePlace(to: .blockComment(depth: depth - 1)) }
            take(2, as: .comment)
        } else {
            take(1, as: .comment)
        }
    }

    private mutating func changePlace(to place: Place) { places[places.count - 1] = place }

    private mutating func take(_ count: Int, as part: Part) {
        let end = min(position + count, bytes.count)
        for index in position..<end { parts[index] = part }
        position = end
    }

    /// How many `#` stand before the quote here, and whether there are three quotes.
    private func openingQuote() -> (hashes: Int, isLong: Bool)? {
        let hashes = bytes[position...].prefix { $0 == UInt8(ascii: "#") }.count
        let quotes = bytes[(position + hashes)...].prefix { $0 == UInt8(ascii: "\"") }.count
        guard quotes > 0 else { return nil }
        return (hashes, quotes >= 3)
    }

    private func starts(with text: String) -> Bool { bytes[position...].starts(with: text.utf8) }
    private func endsLine(at place: Int) -> Bool { place >= bytes.count || bytes[place] == UInt8(ascii: "\n") }
}
