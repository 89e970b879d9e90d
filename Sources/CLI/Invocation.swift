import NetTypes

/// A command line, understood: which command, with what.
package struct Invocation: Sendable {
    package let command: Command
    private let arguments: [String]
    /// By the option's name; a flag's value is empty.
    private let options: [String: String]

    /// The words after `amorce`.
    package init(_ words: [String], commands: [Command] = Command.all) throws(UsageError) {
        // What one tries first with any program.
        let split = try SplitWords(words == ["--version"] ? ["version"] : words, commands: commands)
        let command = try Self.command(named: split.plain, wantsHelp: split.wantsHelp, among: commands)
        self.command = command
        options = split.options
        let isNamed = split.plain.starts(with: command.words)
        arguments = Array(split.plain.dropFirst(isNamed ? command.words.count : 0))
        guard !split.wantsHelp else { return }
        if let stray = split.options.keys.sorted().first(where: { name in
            !command.options.contains { $0.name == name }
        }) {
            throw command.misused("\"\(command.name)\" takes no option \(stray)")
        }
        try checkCompleteness()
    }

    /// Whether the option stands on the command line.
    package func has(_ option: Option) -> Bool { options[option.name] != nil }
    /// The option's value; `nil` where it does not stand on the command line.
    package subscript(_ option: Option) -> String? { options[option.name] }

    /// The word in an argument's place.
    package subscript(_ argument: Argument) -> String {
        zip(command.arguments, arguments).first { $0.0 == argument }?.1 ?? ""
    }

    /// The words in the place of an argument that may stand any number of times.
    package var repeated: [String] { Array(arguments.dropFirst(command.arguments.count { $0.count == .one })) }

    private func checkCompleteness() throws(UsageError) {
        let singles = command.arguments.filter { $0.count == .one }
        guard arguments.count >= singles.count else {
            throw command.misused("\(singles[arguments.count].name) is missing")
        }
        if let extra = repeated.first, singles.count == command.arguments.count {
            throw command.misused("\"\(extra)\" is one word too many")
        }
        if let missing = command.options.first(where: { $0.isRequired && !has($0) }) {
            throw command.misused("\(missing.form) is missing")
        }
    }

    private static func command(
        named words: [String], wantsHelp: Bool, among commands: [Command]
    ) throws(UsageError) -> Command {
        let named = commands.filter { words.starts(with: $0.words) }.max { $0.words.count < $1.words.count }
        if let named { return named }
        // `amorce --help` and `amorce machine --help` ask for help without naming a command.
        guard let first = words.first else {
            if wantsHelp, let help = commands.first(where: { $0.name == "help" }) { return help }
            throw UsageError(fact: "a command is missing", suggestion: nil, usage: Help.outline(of: commands))
        }
        let visible = commands.filter { !$0.isHidden }
        let verbs = visible.filter { $0.words.first == first }.flatMap { $0.words.dropFirst() }
        guard !verbs.isEmpty else {
            let whole = nearest(to: words.prefix(2).joined(separator: " "), among: visible.map(\.name))
            throw UsageError(
                fact: "there is no command \"\(first)\"",
                suggestion: whole ?? nearest(to: first, among: visible.compactMap(\.words.first)),
                usage: Help.outline(of: commands))
        }
        if wantsHelp, words.count == 1, let help = commands.first(where: { $0.name == "help" }) { return help }
        let usage = "amorce \(first) \(verbs.joined(separator: "|"))"
        guard let verb = words.dropFirst().first else {
            throw UsageError(fact: "\"\(first)\" wants to know what to do", suggestion: nil, usage: usage)
        }
        throw UsageError(
            fact: "there is no command \"\(first) \(verb)\"",
            suggestion: nearest(to: verb, among: verbs).map { "\(first) \($0)" }, usage: usage)
    }
}

extension Command {
    /// An error of somebody who wants this command.
    func misused(_ fact: String, suggestion: String? = nil) -> UsageError {
        UsageError(fact: fact, suggestion: suggestion, usage: usage)
    }
}

/// The words of a command line, options apart from the others.
private struct SplitWords {
    var plain: [String] = []
    var options: [String: String] = [:]
    var wantsHelp: Bool { options[Option.help.name] != nil }

    init(_ words: [String], commands: [Command]) throws(UsageError) {
        let known = commands.flatMap(\.options)
        var rest = words[...]
        while let word = rest.popFirst() {
            if word == "--" {
                plain += rest
                return
            }
            guard word.hasPrefix("-"), word != "-" else {
                plain.append(word)
                continue
            }
            let parts = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
            let name = Option.short[word]?.name ?? parts.first ?? word
            let command = commands.first { plain.starts(with: $0.words) }
            let usage = command?.usage ?? Help.outline(of: commands)
            guard let option = known.first(where: { $0.name == name }) else {
                let names = (command?.options ?? known).map(\.name)
                throw UsageError(
                    fact: "there is no option \(name)", suggestion: nearest(to: name, among: names), usage: usage)
            }
            guard options[name] == nil else {
                throw UsageError(fact: "\(name) stands twice", suggestion: nil, usage: usage)
            }
            let attached = parts.dropFirst().first
            if option.value == nil {
                guard attached == nil else {
                    throw UsageError(fact: "\(name) takes no value", suggestion: nil, usage: usage)
                }
                options[name] = ""
            } else {
                guard let value = attached ?? rest.popFirst(), attached != nil || !value.hasPrefix("--") else {
                    throw UsageError(fact: "\(name) wants a value: \(option.form)", suggestion: nil, usage: usage)
                }
                options[name] = value
            }
        }
    }
}
