/// An element of an XML document with its line. Names stay as they were written, prefixes and all.
package struct XMLElement: Hashable, Sendable {
    package let name: String
    /// Of its start tag, from 1.
    package let line: Int
    /// By name; XML allows each once.
    package let attributes: [String: String]
    /// In the order of the document.
    package internal(set) var children: [XMLElement] = []
    /// What stands directly in it, its children's texts left out; CDATA sections are text like any other.
    package internal(set) var text = ""

    package init(
        name: String, line: Int, attributes: [String: String] = [:], children: [XMLElement] = [], text: String = ""
    ) {
        self.name = name
        self.line = line
        self.attributes = attributes
        self.children = children
        self.text = text
    }

    /// The first child of a name.
    package func child(_ name: String) -> XMLElement? { children.first { $0.name == name } }

    /// All children of a name.
    package func children(_ name: String) -> [XMLElement] { children.filter { $0.name == name } }
}
