extension Command {
    @Sendable static func completion(_ session: Session) throws(Failure) {
        guard session.invocation[.shell] == "bash" else {
            throw .usage(session.invocation.command.misused("only bash is known", suggestion: "bash"))
        }
        try session.print(Completion.bash(for: all.filter { !$0.isHidden }))
    }
}

/// Scripts that have a shell complete our command lines, written from the list of commands.
enum Completion {
    /// Commands, then options; machines, profiles and leases by asking the daemon.
    static func bash(for commands: [Command]) -> String {
        let cases = commands.map { command in
            let names = command.arguments.contains(.machine) ? " $(_amorce_names machine)" : ""
            let profiles = command.arguments.contains(.profile) ? " $(_amorce_names profile)" : ""
            let isOfLease = command.arguments.contains(.lease) || command.arguments.contains(.leasedAddress)
            let leases = isOfLease ? " $(_amorce_names lease)" : ""
            let isOfImage = command.arguments.contains(.release) || command.arguments.contains(.someRelease)
            let images = isOfImage ? " $(_amorce_names image)" : ""
            let isOfFile = [.file, .machineFile, .capture, .imageSource].contains { command.arguments.contains($0) }
            let files = isOfFile ? " $(compgen -f -- \"$current\")" : ""
            let options = command.options.map(\.name).joined(separator: " ")
            return
                "            \"\(command.name)\"*) words=\"\(options)\(names)\(profiles)\(leases)\(images)\(files)\" ;;\n"
        }
        return """
            # bash completion for amorce, as "amorce completion bash" prints it
            _amorce_names() { amorce "$1" list --no-header 2>/dev/null | cut -d' ' -f1; }
            _amorce() {
                local words current=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD-1]}
                case $before in
                    --config|--control) mapfile -t COMPREPLY < <(compgen -f -- "$current"); return ;;
                    --machine) words=$(_amorce_names machine) ;;
                    --profile) words=$(_amorce_names profile) ;;
                    *) case "${COMP_WORDS[*]:1:COMP_CWORD-1}" in
            \(cases.joined())\
            \(nouns(of: commands))\
                        *) words="\(firstWords(of: commands).joined(separator: " "))" ;;
                    esac ;;
                esac
                mapfile -t COMPREPLY < <(compgen -W "$words" -- "$current")
            }
            complete -F _amorce amorce

            """
    }

    private static func nouns(of commands: [Command]) -> String {
        firstWords(of: commands).map { noun in
            let verbs = commands.filter { $0.words.first == noun }.flatMap { $0.words.dropFirst().prefix(1) }
            return verbs.isEmpty ? "" : "            \"\(noun)\") words=\"\(verbs.joined(separator: " "))\" ;;\n"
        }.joined()
    }

    private static func firstWords(of commands: [Command]) -> [String] {
        commands.compactMap(\.words.first).reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
    }
}
