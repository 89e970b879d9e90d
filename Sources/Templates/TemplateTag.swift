/// What stands between the braces of a tag.
enum Tag: Hashable {
    case variable(name: String)
    case open(name: String, isInverted: Bool)
    case close(name: String)
    case partial(name: String)
    case comment
    case delimiters(opening: [UInt8], closing: [UInt8])

    /// `nil` for what says nothing.
    init?(_ content: String, isTriple: Bool) {
        let text = Self.trimmed(content[...])
        let sigil = isTriple ? "&" : text.first ?? " "
        let rest = isTriple ? text : Self.trimmed(text.dropFirst())
        let tag: Tag? =
            switch sigil {
            case "!": .comment
            case "=": Self.delimiters(text)
            case ">": Self.name(rest, allowing: "/").map { .partial(name: $0) }
            case "#", "^": Self.name(rest).map { .open(name: $0, isInverted: sigil == "^") }
            case "/": Self.name(rest).map { .close(name: $0) }
            case "&": Self.name(rest).map { .variable(name: $0) }
            default: Self.name(text).map { .variable(name: $0) }
            }
        guard let tag else { return nil }
        self = tag
    }

    /// Whether the tag takes its line with it when nothing else is on it.
    var mayStandAlone: Bool {
        switch self {
        case .variable: false
        case .open, .close, .partial, .comment, .delimiters: true
        }
    }

    /// Letters, digits, `-`, `_`, and dots between them; or `.`, the item itself.
    private static func name(_ text: Substring, allowing more: String = "") -> String? {
        let isAllowed = { (character: Character) in
            character.isASCII && (character.isLetter || character.isNumber || "-_.".contains(character))
                || more.contains(character)
        }
        let isDotted = !text.hasPrefix(".") && !text.hasSuffix(".") && !text.contains("..")
        return !text.isEmpty && text.allSatisfy(isAllowed) && (text == "." || isDotted) ? String(text) : nil
    }

    /// `=OPEN CLOSE=`
    private static func delimiters(_ text: Substring) -> Tag? {
        let words = text.dropFirst().dropLast().split { $0 == " " || $0 == "\t" }
        guard text.last == "=", words.count == 2, !words[0].contains("="), !words[1].contains("=") else { return nil }
        return .delimiters(opening: Array(words[0].utf8), closing: Array(words[1].utf8))
    }

    private static func trimmed(_ text: Substring) -> Substring {
        guard let start = text.firstIndex(where: { !$0.isWhitespace }),
            let end = text.lastIndex(where: { !$0.isWhitespace })
        else { return "" }
        return text[start...end]
    }
}
