/// The text of a template, or of a piece that templates share.
package struct TemplateSource: Hashable, Sendable {
    /// The file, for errors: `preseed/api.cfg`.
    package let name: String
    package let text: String

    package init(name: String, text: String) {
        self.name = name
        self.text = text
    }
}
