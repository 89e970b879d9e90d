/// The texts that say how amorce is used, written from the list of commands.
package enum Help {
    /// Everything on a screen.
    static func overview(of commands: [Command]) -> String {
        let shown = commands.filter { !$0.isHidden }
        return "amorce installs Debian machines over the network.\n\nusage: \(outline(of: commands))\n\n"
            + pairs(shown.map { ($0.name, $0.purpose) }) + "\n" + options(Option.everywhere)
            + "\nExit status:\n" + pairs(ExitStatus.allCases.map { ("\($0.rawValue)", $0.meaning) })
            + "\n\"amorce COMMAND --help\" says more of one, with an example.\n"
    }

    /// One command.
    static func text(of command: Command) -> String {
        let own = command.ownOptions.isEmpty ? "" : "\n" + options(command.ownOptions)
        return "usage: \(command.usage)\n\n\(command.purpose.capitalizedFirst).\n\(own)\nEverywhere:\n"
            + pairs(Option.everywhere.map { ($0.form, $0.purpose) })
            + "\nExample:\n  \(command.example)\n\nExit status:\n"
            + pairs(command.exits.map { ("\($0.rawValue)", $0.meaning) })
    }

    /// The commands about one noun.
    static func text(of noun: String, in commands: [Command]) -> String {
        let shown = commands.filter { $0.words.first == noun && !$0.isHidden }
        return shown.map { "\($0.usage)\n    \($0.purpose)\n    example: \($0.example)\n" }.joined(separator: "\n")
    }

    static func outline(of commands: [Command]) -> String {
        let nouns = commands.filter { !$0.isHidden }.compactMap(\.words.first)
        let unique = nouns.enumerated().filter { nouns.firstIndex(of: $0.element) == $0.offset }.map(\.element)
        return "amorce " + unique.joined(separator: "|") + " …"
    }

    private static func options(_ options: [Option]) -> String {
        "Options:\n" + pairs(options.map { ($0.form, $0.purpose) })
    }

    private static func pairs(_ pairs: [(String, String)]) -> String {
        let width = pairs.map(\.0.displayWidth).max() ?? 0
        return pairs.map { "  \($0.0.filled(to: width))  \($0.1)\n" }.joined()
    }
}

extension String {
    fileprivate var capitalizedFirst: String { prefix(1).uppercased() + dropFirst() }
}
