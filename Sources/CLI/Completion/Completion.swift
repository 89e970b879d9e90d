/// What may come next on a command line that is being written.
enum Completion: Equatable {
    /// Words, each with what it is for.
    case words([Word])
    /// What the daemon knows.
    case names(Noun)
    case files

    struct Word: Equatable {
        let text: String
        let purpose: String
    }

    /// What has names that one types.
    enum Noun: Equatable { case machine, profile, variable, lease, image }

    /// - Parameter words: those after `amorce`; the last one is being written, and may be empty.
    init(of words: [String], among commands: [Command]) {
        let commands = commands.filter { !$0.isHidden }
        let current = words.last ?? ""
        let written = Self.apart(words.dropLast(), options: commands.flatMap(\.options))
        let command = commands.filter { written.plain.starts(with: $0.words) }.max { $0.words.count < $1.words.count }
        if let awaited = written.awaited {
            // Options of one name may mean different things to different commands.
            self = (command?.options.first { $0.name == awaited.name } ?? awaited).completion
        } else if current.hasPrefix("-") {
            let options = (command?.options ?? Option.everywhere).filter { !written.options.contains($0.name) }
            self = .words(options.map { Word(text: $0.name, purpose: $0.purpose) })
        } else if let command, command.name != "help" {
            self = command.argument(at: written.plain.count - command.words.count)?.completion ?? .words([])
        } else {
            let begun = command == nil ? written.plain : Array(written.plain.dropFirst())
            self = .words(Self.next(after: begun, among: commands))
        }
    }

    /// The words that are no option and no option's value.
    private static func apart(
        _ words: ArraySlice<String>, options: [Option]
    ) -> (plain: [String], options: Set<String>, awaited: Option?) {
        var (plain, seen, awaited) = ([String](), Set<String>(), Option?.none)
        for word in words {
            if awaited != nil {
                awaited = nil
            } else if word.hasPrefix("-") {
                seen.insert(word.split(separator: "=").first.map(String.init) ?? word)
                awaited = options.first { $0.name == word && $0.value != nil }
            } else {
                plain.append(word)
            }
        }
        return (plain, seen, awaited)
    }

    /// The words by which commands go on that begin like this.
    private static func next(after begun: [String], among commands: [Command]) -> [Word] {
        var words: [Word] = []
        for command in commands where command.words.starts(with: begun) && command.words.count > begun.count {
            let text = command.words[begun.count]
            guard !words.contains(where: { $0.text == text }) else { continue }
            let isWhole = command.words.count == begun.count + 1
            let siblings = commands.filter { $0.words.starts(with: begun + [text]) }.compactMap(\.words.last)
            words.append(Word(text: text, purpose: isWhole ? command.purpose : siblings.joined(separator: ", ")))
        }
        return words
    }
}

extension Command {
    /// What stands in a place behind the command's own words.
    fileprivate func argument(at place: Int) -> Argument? {
        if arguments.indices.contains(place) { return arguments[place] }
        return arguments.last.flatMap { $0.count == .any ? $0 : nil }
    }
}

extension Argument {
    /// What may stand in its place.
    fileprivate var completion: Completion {
        switch self {
        case .machine: .names(.machine)
        case .profile, .someProfile: .names(.profile)
        case .variable: .names(.variable)
        case .lease, .leasedAddress: .names(.lease)
        case .release, .someRelease: .names(.image)
        case .file, .moreFiles, .machineFile, .moreMachineFiles, .capture, .imageSource: .files
        case .shell: .words(Shell.allCases.map { Completion.Word(text: $0.rawValue, purpose: "") })
        default: .words([])
        }
    }
}

extension Option {
    /// What its value may be.
    fileprivate var completion: Completion {
        switch self {
        case .machine, .forMachine: .names(.machine)
        case .profile, .typed: .names(.profile)
        case .config, .control, .sha256, .keyring, .output: .files
        default: .words(choices.map { Completion.Word(text: $0, purpose: "") })
        }
    }
}
