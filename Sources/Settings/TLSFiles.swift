import YAML

/// A certificate and its key as their files hold them; whether they are any good is for the server to say.
package struct TLSFiles: Sendable {
    package let certificate: [UInt8]
    package let key: [UInt8]

    /// Reads both. A key that everybody may read, or its group write, is not looked at.
    package static func load(_ tls: Configuration.TLS) throws(SettingsErrors) -> TLSFiles {
        let certificate = try TextFile.read(tls.certificate)
        let key = try TextFile.read(tls.key)
        guard key.mode & 0o027 == 0 else {
            let mode = String(key.mode & 0o777, radix: 8)
            throw SettingsErrors([
                SettingsMistake(
                    file: tls.key,
                    fact: "holds a key, and its mode 0\(mode) opens it to others than its owner and group",
                    cure: "chmod 640 \(tls.key)")
            ])
        }
        return TLSFiles(certificate: certificate.bytes, key: key.bytes)
    }
}

extension TLSFiles: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// Nothing of what they say.
    package var description: String { "a certificate and its key" }
    package var debugDescription: String { description }
    package var customMirror: Mirror { Mirror(self, children: []) }
}
