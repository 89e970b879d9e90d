import NetTypes

/// The questions that an installer may ask: each key with its type, and the package that it belongs to. Part of them stand in the
/// installer's initrd, the others in components that it fetches later.
package struct QuestionList: Hashable, Sendable {
    private var questions: [String: Question] = [:]
    /// What stands before the first slash of any key.
    private var families: Set<String> = []

    /// A question of debconf's.
    package struct Question: Hashable, Sendable {
        package let type: String
        /// `d-i` for the installer's own, which are not asked in the installed system.
        package let owner: String
    }

    package init() {}

    /// How many keys are known.
    package var count: Int { questions.count }

    /// Adds what a file of templates declares, `Template:` and `Type:` lines of debconf-devel(7).
    package mutating func add(templates bytes: [UInt8], owner: String = "d-i") {
        let (template, type) = (Array("Template:".utf8), Array("Type:".utf8))
        var key: String?
        // Most of a file is translations: only lines that are wanted become texts.
        for line in bytes.split(separator: UInt8(ascii: "\n")) {
            if line.starts(with: template) {
                key = String(String(decoding: line.dropFirst(template.count), as: UTF8.self).trimmed)
            } else if line.starts(with: type), let name = key {
                let type = String(decoding: line.dropFirst(type.count), as: UTF8.self).trimmed
                add(name, Question(type: String(type), owner: owner))
                key = nil
            }
        }
    }

    /// Adds what a list says, `KEY TYPE OWNER …` a line; a `*` stands for letters and digits in one part of a key.
    package mutating func add(list text: some StringProtocol) {
        for line in text.split(separator: "\n") where !line.hasPrefix("#") {
            let words = line.split(separator: " ").map { String($0) }
            guard words.count >= 3 else { continue }
            add(words[0], Question(type: words[1], owner: words[2]))
        }
    }

    /// What was added first stays: the installer's own word goes before a list's.
    private mutating func add(_ key: String, _ question: Question) {
        if questions[key] == nil { questions[key] = question }
        families.insert(family(of: key))
    }

    /// `nil` for a key that is not known.
    package subscript(_ key: String) -> Question? {
        questions[key] ?? questions.first { $0.key.contains("*") && matches(key, $0.key) }?.value
    }

    /// Whether other keys of the same component are known, so that this one should be.
    package func knowsFamily(of key: String) -> Bool { families.contains(family(of: key)) }

    /// The key that was meant. Of a component that is known, one of its own.
    package func nearestKey(to key: String) -> String? {
        let own = family(of: key)
        let others = families.contains(own) ? questions.keys.filter { family(of: $0) == own } : Array(questions.keys)
        guard let near = nearest(to: key, among: others.sorted()) else { return nil }
        // Half a word that is right by its component's name alone is another word.
        let word = key.dropFirst(own.count)
        return nearest(to: String(word), among: [String(near.dropFirst(family(of: near).count))]) == nil
            ? nil : near.replacing("*", with: "0")
    }

    private func family(of key: String) -> String { String(key.prefix { $0 != "/" }) }
}

private func matches(_ key: String, _ pattern: String) -> Bool {
    let parts = key.split(separator: "/", omittingEmptySubsequences: false)
    let wanted = pattern.split(separator: "/", omittingEmptySubsequences: false)
    guard parts.count == wanted.count else { return false }
    return zip(parts, wanted).allSatisfy { part, wanted in
        guard let star = wanted.firstIndex(of: "*") else { return part == wanted }
        let (head, tail) = (wanted[..<star], wanted[wanted.index(after: star)...])
        return part.count > head.count + tail.count && part.hasPrefix(head) && part.hasSuffix(tail)
    }
}
