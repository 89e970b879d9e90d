/// A page of documentation, by what can be checked in it.
struct Markdown: Sendable {
    /// Below the checkout's root: `docs/ARCHITECTURE.md`.
    let path: String
    private let lines: [String]
    /// Its lines, counted from 1.
    var numbered: [(line: Int, text: String)] { Array(zip(1..., lines)) }

    init(_ path: String, _ text: String) {
        self.path = path
        lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    }

    /// The page, if it is there.
    init?(at path: String) {
        guard let text = Checkout.text(path) else { return nil }
        self.init(path, text)
    }

    /// Spans between backticks and lines of code blocks, with their lines; a comment at a line's end is left off.
    var code: [(text: String, line: Int)] {
        var isFenced = false
        return numbered.flatMap { number, line -> [(String, Int)] in
            if line.hasPrefix("```") {
                isFenced.toggle()
                return []
            }
            guard isFenced || line.hasPrefix("    ") else {
                return line.matches(of: /`([^`]+)`/).map { (String($0.output.1), number) }
            }
            let command = line.replacing(/\ +#.*$/, with: "").drop { $0 == " " || $0 == "$" }
            return [(String(command), number)]
        }
    }

    /// Where its links lead, without those to other sites, with their lines.
    var links: [(path: String, line: Int)] {
        numbered.flatMap { number, line in
            line.matches(of: /\]\(([^)#\s]+)[^)]*\)/).map { (String($0.output.1), number) }
                .filter { !$0.0.contains("://") }
        }
    }

    /// The code spans of its tables, with their lines.
    var tableCode: [(text: String, line: Int)] {
        let rows = Set(numbered.filter { $0.text.hasPrefix("|") }.map(\.line))
        return code.filter { rows.contains($0.line) }
    }

    /// Whether a line starts with the text.
    func hasLine(startingWith text: String) -> Bool { lines.contains { $0.hasPrefix(text) } }

    /// Whether the word stands in it by itself, and not only as a part of another.
    func names(_ word: String) -> Bool {
        lines.contains { line in
            line.holds(anyOf: [word]) && line.split { !$0.isLetter && !$0.isNumber }.contains { $0 == word }
        }
    }
}
