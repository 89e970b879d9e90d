/// What is wrong with a command line, and how it should be.
package struct UsageError: Error, Hashable, Sendable {
    /// The fact: `there is no option --jsno`.
    package let fact: String
    /// The word that was probably meant.
    package let suggestion: String?
    /// How the command is written: `amorce machine show NAME|MAC`.
    package let usage: String

    /// The fact, what was probably meant, and the usage, in two lines for standard error.
    package var text: String {
        let hint = suggestion.map { "; did you mean \"\($0)\"?" } ?? ""
        return "amorce: \(visible(fact))\(hint)\nusage: \(usage)\n"
    }
}
