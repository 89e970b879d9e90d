import Settings

/// A page of the manual, in mdoc(7). What the program's own tables say stands in it between two marks, and is written anew from
/// them; all else is a person's.
///
///     .\" begin commands
///     .\" end commands
package enum ManualPage {
    /// The page with what its marks enclose as the tables have it now; marks that nothing is known of enclose what they did.
    package static func renewed(_ page: String) -> String {
        var lines: [Substring] = []
        var enclosing: Substring?
        for line in page.split(separator: "\n", omittingEmptySubsequences: false) {
            let words = line.split(separator: " ")
            if words.count == 3, words[0] == ".\\\"", words[1] == "end", words[2] == enclosing { enclosing = nil }
            guard enclosing == nil else { continue }
            lines.append(line)
            guard words.count == 3, words[0] == ".\\\"", words[1] == "begin", let part = part(String(words[2])) else {
                continue
            }
            enclosing = words[2]
            lines += part.split(separator: "\n")
        }
        return lines.joined(separator: "\n")
    }

    private static func part(_ name: String) -> String? {
        switch name {
        case "commands": list(Command.all.filter { !$0.isHidden }.map(entry))
        case "options": list(Option.everywhere.map(item))
        case "exit-statuses":
            list(ExitStatus.allCases.map { ".It \($0.rawValue)\n\(sentence($0.meaning))\n" })
        case "keys": list(Configuration.keys.map(entry))
        default: nil
        }
    }

    private static func list(_ items: [String]) -> String { ".Bl -tag -width Ds\n\(items.joined()).El\n" }

    private static func entry(of command: Command) -> String {
        let own = command.ownOptions.isEmpty ? "" : list(command.ownOptions.map(item))
        let words = escaped(String(command.usage.dropFirst("amorce ".count)))
        return ".It Cm \(words)\n\(sentence(command.purpose))\n\(own)Example:\n.Dl \(escaped(command.example))\n"
    }

    private static func item(of option: Option) -> String {
        let value = option.value.map { " Ar " + $0 } ?? ""
        return ".It Fl \\-\(option.name.dropFirst(2))\(value)\n\(sentence(option.purpose))\n"
    }

    private static func entry(of key: SettingKey) -> String {
        let fallback = key.fallback.map { ".br\nDefault:\n.Li \(escaped($0))\n" } ?? ""
        return ".It Cm \(escaped(key.key)) : Ar \(escaped(key.form))\n\(sentence(key.help))\n\(fallback)"
    }

    /// A line of text that no control character of roff's begins.
    private static func sentence(_ text: String) -> String {
        let sentence = escaped(text.prefix(1).uppercased() + text.dropFirst() + ".")
        return sentence.hasPrefix(".") || sentence.hasPrefix("'") ? "\\&" + sentence : sentence
    }

    private static func escaped(_ text: String) -> String {
        text.replacing("\\", with: "\\e").replacing("--", with: "\\-\\-")
    }
}
