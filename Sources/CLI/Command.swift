/// One thing that amorce can be told to do. Parsing, help, the manual page and shell completion follow from these.
package struct Command: Sendable {
    /// `["machine", "show"]`
    package let words: [String]
    package let arguments: [Argument]
    /// Its own options, beside `Option.everywhere`.
    package let ownOptions: [Option]
    /// One line, without a capital or a stop.
    package let purpose: String
    /// A whole command line.
    package let example: String
    package let exits: [ExitStatus]
    /// Whether it is for programs only, and no help text names it.
    package let isHidden: Bool
    let run: @Sendable (Session) throws(Failure) -> Void

    init(
        _ name: String, _ arguments: [Argument] = [], options: [Option] = [], to purpose: String, example: String,
        exits: [ExitStatus] = [.done, .failed, .wrongUsage, .unreachable], isHidden: Bool = false,
        run: @escaping @Sendable (Session) throws(Failure) -> Void
    ) {
        words = name.split(separator: " ").map(String.init)
        self.arguments = arguments
        ownOptions = options
        self.purpose = purpose
        self.example = example
        self.exits = exits
        self.isHidden = isHidden
        self.run = run
    }

    /// The words that call it, with blanks between: `machine show`.
    package var name: String { words.joined(separator: " ") }
    /// Its own options, then those of every command.
    package var options: [Option] { ownOptions + Option.everywhere }

    /// Without the options that every command takes: `amorce machine add MAC --name NAME [--profile PROFILE]`.
    package var usage: String {
        let options = ownOptions.map { $0.isRequired ? $0.form : "[\($0.form)]" }
        return (["amorce"] + words + arguments.map(\.form) + options).joined(separator: " ")
    }
}

extension Command: CustomStringConvertible {
    package var description: String { "amorce \(name)" }
}
