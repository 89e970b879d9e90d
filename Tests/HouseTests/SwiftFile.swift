/// A Swift file, each line taken apart into what runs, what is remarked and what is quoted.
struct SwiftFile: Sendable {
    /// Below the checkout's root: `Sources/Store/Store.swift`.
    let path: String
    let lines: [Line]

    struct Line: Sendable {
        /// Counted from 1.
        let number: Int
        /// Comments and the insides of string literals stand as blanks.
        let code: String
        /// `///` and `//` included.
        let comment: String
        /// The insides of string literals.
        let literal: String

        /// Without blanks at its start.
        var trimmedCode: Substring { code.drop { $0 == " " } }
        var isDocComment: Bool { comment.drop { $0 == " " }.hasPrefix("///") }
    }

    init(_ path: String, _ text: String) {
        self.path = path
        var reader = SwiftReader(text)
        lines = reader.lines()
    }

    /// The folder below `Sources/`; `nil` for a file elsewhere.
    var room: String? {
        let parts = path.split(separator: "/")
        return parts.count > 2 && parts[0] == "Sources" ? String(parts[1]) : nil
    }

    /// The modules that it imports, with their lines.
    var imports: [(module: String, line: Int)] {
        lines.filter { $0.code.holds(anyOf: ["import "]) }.compactMap { line in
            line.code.firstMatch(of: /^(?:@\w+ )*(?:package |private |internal )?import (?:\w+ )?(\w+)/).map {
                (String($0.output.1), line.number)
            }
        }
    }
}
