import YAML

extension Configuration {
    /// Reads and checks a file. Every mistake is thrown, not only the first.
    package static func load(file: String) throws(SettingsErrors) -> Configuration {
        try read(try TextFile.read(file))
    }

    /// The same, for a text that was read already.
    package static func read(_ text: TextFile) throws(SettingsErrors) -> Configuration {
        guard let root = try text.root(), !root.isEmpty else {
            throw SettingsErrors([
                SettingsMistake(
                    file: text.name, fact: "is empty", cure: "write at least dhcp.interfaces and dhcp.subnets")
            ])
        }
        guard case .map = root.content else {
            throw SettingsErrors([
                SettingsMistake(file: text.name, fact: "is not a map", cure: "write KEY: VALUE lines")
            ])
        }
        var notebook = SettingsNotebook(file: text.name)
        let shape: ConfigurationFile = notebook.read(root)
        guard let configuration = Configuration(shape, noting: &notebook) else {
            throw SettingsErrors(notebook.mistakes)
        }
        return configuration
    }

    /// Every key that a file may have, as documentation shows them.
    package static var keys: [SettingKey] { ConfigurationFile.keys() }
}

extension TextFile {
    static func read(_ name: String) throws(SettingsErrors) -> TextFile {
        do { return try TextFile(reading: name) } catch { throw SettingsErrors(error) }
    }

    func root() throws(SettingsErrors) -> YAMLNode? {
        do { return try YAMLNode.parse(self) } catch { throw SettingsErrors(error) }
    }
}

extension SettingsErrors {
    fileprivate init(_ error: YAMLError) {
        let column = error.column == 0 ? "" : "column \(error.column): "
        self.init([
            SettingsMistake(
                file: error.file, line: error.line, fact: column + error.problem.fact, cure: error.problem.cure)
        ])
    }
}
