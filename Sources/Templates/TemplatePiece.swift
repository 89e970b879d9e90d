/// A part of a template: text, or what a tag says.
enum TemplatePiece: Hashable {
    case text(String, line: Int)
    /// `{{name}}`
    case variable(name: String, line: Int)
    /// `{{#name}}`, or `{{^name}}` where it is inverted
    case open(name: String, isInverted: Bool, line: Int)
    /// `{{/name}}`
    case close(name: String, line: Int)
    /// `{{> name}}`, with the blanks before it where it has a line to itself
    case partial(name: String, indentation: String, line: Int)
}
