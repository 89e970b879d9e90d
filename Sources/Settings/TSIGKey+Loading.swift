import DNSWire
import YAML

extension TSIGKey {
    /// Reads the key of a file, unless everybody may read it or its group may write it: then nothing in it is looked at.
    package static func load(file: String) throws(SettingsErrors) -> TSIGKey {
        let text = try TextFile.read(file)
        guard text.mode & 0o027 == 0 else {
            let mode = String(text.mode & 0o777, radix: 8)
            throw SettingsErrors([
                SettingsMistake(
                    file: file, fact: "holds a key, and its mode 0\(mode) opens it to others than its owner and group",
                    cure: "chmod 640 \(file)")
            ])
        }
        do throws(KeyFileMistake) {
            return try TSIGKey(reading: text.bytes)
        } catch {
            throw SettingsErrors([
                SettingsMistake(file: file, line: error.line, fact: error.fact, cure: error.cure)
            ])
        }
    }
}
