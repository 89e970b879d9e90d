/// A preseed file, read as the installer's `debconf-set-selections` reads it (preseed 1.117 and 1.125): comments and empty lines
/// are dropped first, then lines that end in a backslash are joined, then each is split into owner, key, type and value.
package struct PreseedFile: Hashable, Sendable {
    package private(set) var entries: [PreseedEntry] = []
    /// What is wrong with the form of a line, by its number.
    package private(set) var faults: [Fault] = []

    /// A line that does not mean what its writer thought.
    package struct Fault: Hashable, Sendable {
        package let line: Int
        package let problem: PreseedProblem
    }

    package init(_ text: String) {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map { String($0) }
        if lines.first != "#_preseed_V1" { note(1, .noHeader) }
        var open: (line: Int, text: String)?
        for (place, raw) in lines.enumerated() {
            let number = place + 1
            if raw.utf8.contains(UInt8(ascii: "\r")) { note(number, .carriageReturn) }
            let line = raw.filter { $0 != "\r" && $0 != "\r\n" }
            if line.hasPrefix("#") || line.allSatisfy(isBlank) { continue }
            let rest = line.drop(while: isBlank)
            if open == nil, rest.hasPrefix("#") {
                note(number, .indentedComment)
                continue
            }
            if open != nil, isAnswer(rest) { note(number, .swallowed) }
            let start = open?.line ?? number
            let joined = open.map { "\($0.text) \(rest)" } ?? String(rest)
            if joined.last == "\\" {
                open = (start, String(joined.dropLast().reversed().drop(while: isBlank).reversed()))
            } else {
                open = nil
                read(joined, at: start)
            }
        }
        if let open { note(open.line, .openEnd) }
    }

    private mutating func read(_ line: String, at number: Int) {
        var rest = line[...]
        func field() -> String {
            let field = rest.prefix { !isBlank($0) }
            rest = rest.dropFirst(field.count)
            return String(field)
        }
        let owner = field()
        rest = rest.drop(while: isBlank)
        let key = field()
        rest = rest.drop(while: isBlank)
        let type = field()
        guard !type.isEmpty else { return note(number, .tooFewFields) }
        // One blank parts the type from the value; more become a part of it where the target's debconf reads the line.
        let blanks = rest.prefix(while: isBlank)
        let value = rest.dropFirst(blanks.count)
        entries.append(
            PreseedEntry(
                line: number, owner: owner, key: key, type: type, value: String(value),
                hasMoreBlanks: blanks.count > 1 && !value.isEmpty))
    }

    private mutating func note(_ line: Int, _ problem: PreseedProblem) {
        faults.append(Fault(line: line, problem: problem))
    }
}

/// One answer of a preseed file.
package struct PreseedEntry: Hashable, Sendable {
    /// Of its first line, from 1.
    package let line: Int
    package let owner: String
    package let key: String
    package let type: String
    package let value: String
    /// Whether more than one blank stands before the value.
    package let hasMoreBlanks: Bool
}

/// Whether a line looks like an answer of its own: an owner, a key with a slash, a type of debconf's.
private func isAnswer(_ line: some StringProtocol) -> Bool {
    let fields = line.split(maxSplits: 3, whereSeparator: isBlank)
    let types = ["string", "boolean", "select", "multiselect", "password", "text", "note", "error", "seen"]
    return fields.count >= 3 && fields[1].contains("/") && types.contains(String(fields[2]))
}

private func isBlank(_ character: Character) -> Bool { character == " " || character == "\t" }
