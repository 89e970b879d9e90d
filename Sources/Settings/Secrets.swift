import YAML

/// Names and their secret texts, from a file that only its owner may read. It never shows its values.
package struct Secrets: Sendable {
    /// For templates only; never for a log.
    package let values: [String: String]

    package init(_ values: [String: String] = [:]) { self.values = values }

    /// Reads a file, unless its group or others may read or write it: then nothing in it is looked at.
    package static func load(file: String) throws(SettingsErrors) -> Secrets {
        let text = try TextFile.read(file)
        guard text.mode & 0o077 == 0 else {
            let mode = String(text.mode & 0o777, radix: 8)
            throw SettingsErrors([
                SettingsMistake(
                    file: file, fact: "holds secrets, and its mode 0\(mode) opens it to others than its owner",
                    cure: "chmod 600 \(file)")
            ])
        }
        return Secrets(try flatMap(of: text, names: .name))
    }
}

extension Secrets: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// How many there are, and nothing of what they say.
    package var description: String { "\(values.count) secrets" }
    package var debugDescription: String { description }
    package var customMirror: Mirror { Mirror(self, children: []) }
}
