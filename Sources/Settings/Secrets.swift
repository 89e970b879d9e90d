/// Names and their secret texts, from a file that only its owner may read.
package struct Secrets: Sendable {
    /// For templates only; never for a log.
    package let values: [String: String]

    package init(_ values: [String: String] = [:]) { self.values = values }
}

extension Secrets: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// How many there are, and nothing of what they say.
    package var description: String { "\(values.count) secrets" }
    package var debugDescription: String { description }
    package var customMirror: Mirror { Mirror(self, children: []) }
}
