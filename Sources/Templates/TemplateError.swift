/// Why a template cannot be rendered: every undefined name, or the first fault of its form.
package struct TemplateError: Error, Hashable, Sendable {
    package let mistakes: [Mistake]

    package struct Mistake: Hashable, Sendable {
        /// The template's file, or that of the partial.
        package let file: String
        package let line: Int
        package let problem: Problem
    }

    package enum Problem: Hashable, Sendable {
        case undefined(name: String)
        /// The name stands for a flag, a list or an object where a text is wanted.
        case notText(name: String)
        case unclosedTag
        case unclosedSection(name: String)
        case unopenedSection(name: String)
        /// The tag ends `found` where `open` was opened last, on `line`.
        case crossedSections(found: String, open: String, line: Int)
        case invalidTag(String)
        case missingPartial(name: String)
        /// The partials include each other, in this order.
        case endlessPartials([String])
        case tooDeep(limit: Int)
        case tooLarge(limit: Int)
        /// What the engine itself says.
        case engine(String)
    }
}
