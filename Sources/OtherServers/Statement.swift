/// One statement of ISC's grammar: words up to a semicolon, or words and a block of statements.
struct Statement: Hashable, Sendable {
    let place: Place
    /// Everything before the semicolon or the block, marks included; never empty.
    let words: [Token]
    /// `nil` where a semicolon ends the statement.
    var block: [Statement]?
    /// Whether its end was there before the file's.
    var isWhole = true

    /// The first word, in lower case, since ISC's keywords are read in either.
    var name: String { words.first?.word?.lowercased() ?? "" }

    /// The word at a place, in lower case.
    func keyword(at index: Int) -> String? { token(at: index)?.word?.lowercased() }
    /// The token at a place.
    func token(at index: Int) -> Token? { words.indices.contains(index) ? words[index] : nil }

    /// On one line, as it stands in the file: `option routers 10.77.0.1`. A block is only hinted at: it may be long, and
    /// a key's holds a secret.
    var text: String {
        var text = ""
        for word in words {
            let needsBlank = !text.isEmpty && word.content != .mark(.comma)
            text += (needsBlank ? " " : "") + word.source
            guard text.count <= 100 else { return String(text.prefix(99)) + "…" }
        }
        return block == nil ? text : text + " { … }"
    }
}
