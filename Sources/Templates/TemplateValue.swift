/// What a template is filled with.
package indirect enum TemplateValue: Hashable, Sendable {
    /// A `{{variable}}`; as a `{{#section}}`, false where it is empty.
    case text(String)
    case flag(Bool)
    /// A `{{#section}}` for each.
    case list([TemplateValue])
    /// Names for `{{name}}`, and for `{{this.name}}` where it is called `this`.
    case object([String: TemplateValue])
}

extension TemplateValue: ExpressibleByStringLiteral, ExpressibleByBooleanLiteral, ExpressibleByArrayLiteral,
    ExpressibleByDictionaryLiteral
{
    package init(stringLiteral text: String) { self = .text(text) }
    package init(booleanLiteral flag: Bool) { self = .flag(flag) }
    package init(arrayLiteral elements: TemplateValue...) { self = .list(elements) }
    /// A name that stands twice keeps its last value.
    package init(dictionaryLiteral elements: (String, TemplateValue)...) {
        self = .object(Dictionary(elements) { $1 })
    }
}
