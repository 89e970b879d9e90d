/// Why a template cannot be rendered: every name that it misses, or the first fault of its form.
package struct TemplateError: Error, Hashable, Sendable {
    package let mistakes: [Mistake]

    /// One mistake and its place.
    package struct Mistake: Hashable, Sendable {
        /// The template's file, or that of the partial.
        package let file: String
        package let line: Int
        package let problem: Problem
    }

    /// What is wrong at the place.
    package enum Problem: Hashable, Sendable {
        case undefined(name: String)
        /// The name stands for a flag, a list or an object where a text is wanted.
        case notText(name: String)
        case unclosedTag
        case unclosedSection(name: String)
        case unopenedSection(name: String)
        /// `{{/found}}` stands where `{{#open}}`, on `line`, was opened last.
        case crossedSections(found: String, open: String, line: Int)
        case invalidTag(String)
        case missingPartial(name: String)
        /// The partials include each other, in this order.
        case endlessPartials([String])
        case tooDeep(limit: Int)
        case tooLarge(limit: Int)
        /// The engine's own words.
        case engine(String)
    }
}

extension TemplateError: CustomStringConvertible {
    /// One mistake a line: `preseed/api.cfg:14: {{mirror-host}} is not defined; …`
    package var description: String {
        mistakes.map { "\($0.file):\($0.line): \($0.problem)" }.joined(separator: "\n")
    }
}

extension TemplateError.Problem: CustomStringConvertible {
    package var description: String {
        switch self {
        case .undefined(let name) where name.hasPrefix("secret."):
            "{{\(name)}} is not defined; set \(name.dropFirst("secret.".count)): in the file that secrets: names"
        case .undefined(let name):
            "{{\(name)}} is not defined; set it under variables: in the configuration, or in preseed/variables.yaml"
        case .notText(let name): "{{\(name)}} is not a text; use it as a section, {{#\(name)}} … {{/\(name)}}"
        case .unclosedTag: "the tag that starts here has no end; close it with }}"
        case .unclosedSection(let name): "{{#\(name)}} has no end; close it with {{/\(name)}}"
        case .unopenedSection(let name):
            "{{/\(name)}} ends what was not begun; take it out, or write {{#\(name)}} before"
        case .crossedSections(let found, let open, let line):
            "{{/\(found)}} stands where {{/\(open)}} is wanted, for line \(line); close the inner section first"
        case .invalidTag(let text): "{{\(text)}} is not a tag; write a name of letters, digits, -, _ and dots"
        case .missingPartial(let name): "{{> \(name)}} is not there; name a piece that is"
        case .endlessPartials(let names):
            "{{> \(names.last ?? "")}} never ends: \(names.joined(separator: " > ")); break the circle"
        case .tooDeep(let limit): "sections are nested deeper than \(limit); take levels out"
        case .tooLarge(let limit): "the template has more than \(limit) pieces with its partials; include less"
        case .engine(let words): "the template engine failed: \(words); report this"
        }
    }
}
