/// A line of a rendered template, and where it comes from.
package struct TracedLine: Hashable, Sendable {
    package let text: String
    /// The template's file, or that of the partial.
    package let file: String
    package let line: Int

    package init(_ text: String, file: String, line: Int) {
        self.text = text
        self.file = file
        self.line = line
    }

    /// The lines of what a traced template was rendered to. A line that begins with a variable of several lines is where that
    /// variable is.
    static func lines(of rendered: String, files: [String]) -> [TracedLine] {
        var lines: [TracedLine] = []
        var last = TraceMark(file: 0, line: 1)
        for line in rendered.split(separator: "\n", omittingEmptySubsequences: false) {
            var text = ""
            var origin: TraceMark?
            for (place, part) in line.split(separator: TraceMark.start, omittingEmptySubsequences: false).enumerated() {
                guard place > 0, let end = part.firstIndex(of: TraceMark.end), let mark = TraceMark(part[..<end]) else {
                    text += part
                    continue
                }
                last = mark
                if text.isEmpty { origin = mark }
                text += part[part.index(after: end)...]
            }
            let place = origin ?? last
            lines.append(
                TracedLine(text, file: files.indices.contains(place.file) ? files[place.file] : "", line: place.line))
        }
        // What follows the last line feed is no line.
        if lines.last?.text.isEmpty == true { lines.removeLast() }
        return lines
    }
}

/// A mark in a rendered text: between two control characters, which no template holds, a file's number and a line.
struct TraceMark: Hashable {
    let file: Int
    let line: Int

    static let start: Character = "\u{1}"
    static let end: Character = "\u{2}"

    init(file: Int, line: Int) {
        self.file = file
        self.line = line
    }

    init?(_ text: Substring) {
        let parts = text.split(separator: ":")
        guard parts.count == 2, let file = Int(parts[0]), let line = Int(parts[1]) else { return nil }
        self.init(file: file, line: line)
    }

    var text: String { "\(Self.start)\(file):\(line)\(Self.end)" }
}
