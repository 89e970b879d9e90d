import Glibc

/// What files have to keep to.
struct Rule<File: Sendable>: Sendable {
    private let check: @Sendable (File) -> [Offence]

    init(_ check: @escaping @Sendable (File) -> [Offence]) { self.check = check }

    func offences(in files: [File]) -> [Offence] { files.flatMap(check) }
}

extension Rule where File == SwiftFile {
    /// A rule that single lines break, in the files that it is meant for. Only those lines are looked at that hold one
    /// of the words in the part of them that counts.
    init(
        _ text: String, in isMeant: @escaping @Sendable (SwiftFile) -> Bool = { _ in true }, words: [String],
        of part: @escaping @Sendable (SwiftFile.Line) -> String = { $0.code },
        isBroken: @escaping @Sendable (String) -> Bool
    ) {
        self.init { file in
            guard isMeant(file) else { return [] }
            return file.lines.filter { part($0).holds(anyOf: words) && isBroken(part($0)) }
                .map { Offence(file.path, $0.number, text) }
        }
    }
}

/// One place where a rule is broken.
struct Offence: Hashable, Sendable, CustomStringConvertible {
    let path: String
    /// 0 for a file as a whole.
    let line: Int
    let text: String

    init(_ path: String, _ line: Int = 0, _ text: String) {
        self.path = path
        self.line = line
        self.text = text
    }

    var description: String { line == 0 ? "\n\(path): \(text)" : "\n\(path):\(line): \(text)" }
}

/// Text that a rule is tried on, and the lines that break it.
struct Specimen<File: Sendable>: Sendable, CustomStringConvertible {
    let rule: Rule<File>
    let file: File
    let brokenLines: [Int]
    let description: String

    var foundLines: [Int] { rule.offences(in: [file]).map(\.line) }
}

extension Specimen where File == SwiftFile {
    init(
        _ rule: Rule<SwiftFile>, _ text: String, breaks brokenLines: [Int] = [], path: String = "Sources/Store/A.swift"
    ) {
        self.init(
            rule: rule, file: SwiftFile(path, text), brokenLines: brokenLines, description: "\(path): \(text)")
    }
}

extension String {
    /// Whether one of the words stands in it. There are many lines, and this is quick.
    func holds(anyOf words: [String]) -> Bool { words.contains { strstr(self, $0) != nil } }
}
