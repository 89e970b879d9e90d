/// The command line: from words to an exit status.
package enum CLI {
    /// Does what the words after `amorce` say.
    package static func run(_ words: [String], in surroundings: Surroundings) -> ExitStatus {
        do throws(Failure) {
            try perform(words, in: surroundings)
            return .done
        } catch {
            surroundings.writeError(error.text)
            return error.exitStatus
        }
    }

    private static func perform(_ words: [String], in surroundings: Surroundings) throws(Failure) {
        let invocation: Invocation
        do {
            invocation = try Invocation(words)
        } catch {
            throw .usage(error)
        }
        let session = Session(invocation: invocation, surroundings: surroundings)
        if invocation.has(.help), invocation.command.name != "help" {
            try session.print(Help.text(of: invocation.command))
        } else {
            try invocation.command.run(session)
        }
    }
}
