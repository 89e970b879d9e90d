/// Why a file is not the YAML that is read here: where, what is wrong, and what to write.
package struct YAMLError: Error, Hashable, Sendable {
    package let file: String
    /// From 1; 0 for the file as a whole.
    package let line: Int
    /// From 1; 0 for the file as a whole.
    package let column: Int
    package let problem: Problem

    /// What is wrong at the place.
    package enum Problem: Hashable, Sendable {
        /// The system's own words.
        case unreadable(String)
        case notAFile
        case tooLarge(limit: Int)
        case tooDeep(limit: Int)
        case tooManyValues(limit: Int)
        /// A byte sequence or a control character that YAML has no place for.
        case badText(String)
        case tab
        case duplicateKey(String, firstLine: Int)
        case keyNotText
        case anchor
        case tag
        case secondDocument
        /// libyaml's own words.
        case syntax(String)
    }
}

extension YAMLError.Problem {
    /// What is wrong, in words that follow a place.
    package var fact: String {
        switch self {
        case .unreadable(let why): "cannot be read: \(why)"
        case .notAFile: "is not a regular file"
        case .tooLarge(let limit): "is larger than \(limit) bytes"
        case .tooDeep(let limit): "is nested deeper than \(limit) levels"
        case .tooManyValues(let limit): "has more than \(limit) values"
        case .badText(let why): "not UTF-8 text: \(why)"
        case .tab: "a tab where blanks are wanted"
        case .duplicateKey(let key, let line): "\(key) stands here a second time, after line \(line)"
        case .keyNotText: "a key that is not one word"
        case .anchor: "anchors and aliases (&name, *name) are not read here"
        case .tag: "tags (!name) are not read here"
        case .secondDocument: "a second document starts"
        case .syntax(let words): words
        }
    }

    /// What to write instead.
    package var cure: String {
        switch self {
        case .unreadable: "name a file that the daemon's user may read"
        case .notAFile: "name a file"
        case .tooLarge, .tooManyValues: "split it, or take out what is not needed"
        case .tooDeep: "close the brackets, or take levels out"
        case .badText: "save the file as UTF-8"
        case .tab: "indent with blanks"
        case .duplicateKey: "keep one of the two"
        case .keyNotText: "write KEY: VALUE"
        case .anchor: "write the value out, or quote it"
        case .tag: "write the value without it, or quote it"
        case .secondDocument: "keep one document, without --- in between"
        case .syntax: "correct the YAML there"
        }
    }
}

extension YAMLError: CustomStringConvertible {
    /// `amorce.yaml:3:1: lease-time stands here a second time, after line 2; keep one of the two`
    package var description: String {
        let place = line == 0 ? file : "\(file):\(line):\(column)"
        return "\(place): \(problem.fact); \(problem.cure)"
    }
}
