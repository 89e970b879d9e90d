/// A value of a YAML file with its place. Scalars stay the text that was written: nothing is taken for a number or a
/// Boolean.
package struct YAMLNode: Hashable, Sendable {
    /// From 1.
    package let line: Int
    /// From 1, in characters.
    package let column: Int
    package let content: Content

    /// What stands there.
    package indirect enum Content: Hashable, Sendable {
        /// `isPlain`: written without quotes.
        case scalar(String, isPlain: Bool)
        case list([YAMLNode])
        /// In the order of the file, each key once.
        case map([Entry])
    }

    /// A key of a map, with its value.
    package struct Entry: Hashable, Sendable {
        package let key: String
        package let line: Int
        package let value: YAMLNode

        package init(key: String, line: Int, value: YAMLNode) {
            self.key = key
            self.line = line
            self.value = value
        }
    }

    package init(line: Int, column: Int, content: Content) {
        self.line = line
        self.column = column
        self.content = content
    }

    /// Whether nothing stands there: `key:` with no value.
    package var isEmpty: Bool { content == .scalar("", isPlain: true) }
}
