import YAML

/// Names and their texts for templates, from a file that holds one flat map: `preseed/variables.yaml`.
package struct Variables: Hashable, Sendable {
    package let values: [String: String]

    package init(_ values: [String: String] = [:]) { self.values = values }

    /// Reads a file; an empty one has no variables.
    package static func load(file: String) throws(SettingsErrors) -> Variables {
        Variables(try flatMap(of: try TextFile.read(file), names: .variable))
    }
}

/// A file's `NAME: TEXT` lines, every mistake reported.
func flatMap(of file: TextFile, names: Form<String>) throws(SettingsErrors) -> [String: String] {
    guard let root = try file.root() else { return [:] }
    var notebook = SettingsNotebook(file: file.name)
    var values: [String: String] = [:]
    for entry in notebook.entries(of: root, "") {
        guard let name = notebook.read(name: entry, below: "", names) else { continue }
        values[name] = notebook.read(entry.value, name, Form<String>.text)?.value
    }
    guard notebook.mistakes.isEmpty else { throw SettingsErrors(notebook.mistakes) }
    return values
}
