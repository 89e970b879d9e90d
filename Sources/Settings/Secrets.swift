import YAML

/// Names and their secret texts, from a file that only its owner may read. It never shows its values.
package struct Secrets: Sendable {
    /// For templates only; never for a log.
    package let values: [String: String]

    package init(_ values: [String: String] = [:]) { self.values = values }

    /// Reads a file of `NAME: TEXT` lines, unless its group or others may read or write it: then nothing in it is looked at.
    package static func load(file: String) throws(SettingsErrors) -> Secrets {
        Secrets(try flatMap(of: try read(file, closedTo: 0o077), names: .name))
    }

    /// Reads files that hold one secret each, by their names, which stand in `{{secret.NAME}}`. The line feed at the end is not part
    /// of it. Their group may read them, as it may seem to with the credentials that systemd hands over.
    package static func load(files: [String], of folder: String) throws(SettingsErrors) -> Secrets {
        var values: [String: String] = [:]
        for name in files {
            guard case .value(let name) = Form<String>.name.read(name) else {
                throw SettingsErrors([
                    SettingsMistake(
                        file: "\(folder)/\(name)", fact: "has a name that no template can write",
                        cure: Form<String>.name.cure)
                ])
            }
            let text = String(decoding: try read("\(folder)/\(name)", closedTo: 0o027).bytes, as: UTF8.self)
            values[name] = text.last?.isNewline == true ? String(text.dropLast()) : text
        }
        return Secrets(values)
    }

    private static func read(_ file: String, closedTo others: UInt32) throws(SettingsErrors) -> TextFile {
        let text = try TextFile.read(file)
        guard text.mode & others == 0 else {
            let mode = String(text.mode & 0o777, radix: 8)
            throw SettingsErrors([
                SettingsMistake(
                    file: file, fact: "holds secrets, and its mode 0\(mode) opens it to others than its owner",
                    cure: "chmod 600 \(file)")
            ])
        }
        return text
    }
}

extension Secrets: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// How many there are, and nothing of what they say.
    package var description: String { "\(values.count) secrets" }
    package var debugDescription: String { description }
    package var customMirror: Mirror { Mirror(self, children: []) }
}
