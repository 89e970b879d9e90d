/// Why a document is not the XML that is read here: where, what is wrong, and what to do.
package struct XMLError: Error, Hashable, Sendable {
    /// From 1.
    package let line: Int
    package let problem: Problem

    /// What is wrong at the line.
    package enum Problem: Hashable, Sendable {
        /// A document type could declare entities, which grow, or are fetched from elsewhere.
        case documentType
        case tooDeep(limit: Int)
        case tooManyElements(limit: Int)
        /// expat's own words.
        case syntax(String)
    }

    package init(line: Int, problem: Problem) {
        self.line = line
        self.problem = problem
    }
}

extension XMLError.Problem {
    /// What is wrong, in words that follow a place.
    package var fact: String {
        switch self {
        case .documentType: "a document type (<!DOCTYPE) is not read here"
        case .tooDeep(let limit): "elements are nested deeper than \(limit) levels"
        case .tooManyElements(let limit): "the document has more than \(limit) elements"
        case .syntax(let words): "is not well-formed XML: \(words)"
        }
    }

    /// What to do about it.
    package var cure: String {
        switch self {
        case .documentType: "take it out, with the entities that it declares"
        case .tooDeep, .tooManyElements: "no domain of libvirt's is like this; see what the file is"
        case .syntax: "write the file anew, as virsh dumpxml prints it"
        }
    }
}
