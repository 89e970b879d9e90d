/// The targets of `Package.swift`: which modules each one is given. Reads the forms that the house writes, and notes
/// the lines that it cannot read.
struct Manifest: Sendable {
    private(set) var uses: [String: Set<String>] = [:]
    /// Lines that look like a target and are not understood.
    private(set) var unread: [Int] = []
    private var lists: [String: [String]] = [:]

    init(_ file: SwiftFile) {
        let lines = file.lines.map { Self.text(of: $0) }
        for (index, line) in lines.enumerated() {
            if let list = line.firstMatch(of: /^let (\w+): \[Target\.Dependency\] = (.+)$/) {
                lists[String(list.output.1)] = names(in: list.output.2)
                continue
            }
            guard line.firstMatch(of: /^ {8}(?:room|shim|library|tests|\.executableTarget|\.target)\(/) != nil else {
                continue
            }
            // A target that does not fit on one line goes on to its closing parenthesis.
            let whole = lines[index...].prefix(8).joined(separator: " ")
            guard let name = whole.firstMatch(of: /\( *(?:name: )?"(\w+)"/) else {
                unread.append(index + 1)
                continue
            }
            let own = Self.call(in: whole)
            let given = own.firstMatch(of: /(?:uses|of|dependencies): ([^:]+?)(?:, \w+:|\)$)/)
            uses[String(name.output.1)] = Set(given.map { names(in: $0.output.1) } ?? [])
        }
    }

    /// The names of a sum of lists: `wires + ["Inventory"]`.
    private func names(in sum: Substring) -> [String] {
        let literals = sum.matches(of: /"(\w+)"/).map { String($0.output.1) }
        let named = sum.replacing(/\[[^\]]*\]/, with: "").matches(of: /\w+/).flatMap { lists[String($0.output)] ?? [] }
        return literals + named
    }

    /// From a target's first parenthesis to the one that closes it.
    private static func call(in text: String) -> String {
        var depth = 0
        var call = ""
        for character in text {
            call.append(character)
            if character == "(" { depth += 1 }
            if character == ")" {
                depth -= 1
                if depth == 0 { break }
            }
        }
        return call
    }

    /// Code with its literals, without comments.
    private static func text(of line: SwiftFile.Line) -> String {
        String(zip(line.code, line.literal).map { $0 == " " ? $1 : $0 })
    }
}
