import MicroHTTP
import NetTypes
import Settings

extension TLSIdentity {
    /// Reads what HTTPS is served with. Throws what says which file to mend.
    static func load(_ tls: Configuration.TLS) throws(SettingsErrors) -> TLSIdentity {
        let files = try TLSFiles.load(tls)
        do throws(TLSIdentityError) {
            return try TLSIdentity(certificate: files.certificate, key: files.key)
        } catch {
            throw SettingsErrors([error.mistake(in: tls)])
        }
    }
}

extension TLSIdentityError {
    fileprivate func mistake(in tls: Configuration.TLS) -> SettingsMistake {
        switch self {
        case .certificate(let words):
            SettingsMistake(
                file: tls.certificate, fact: "is not a certificate: \(words)",
                cure: "put the server's certificate there as PEM, then those that it was signed with")
        case .key(let words):
            SettingsMistake(
                file: tls.key, fact: "is not a key: \(words)",
                cure: "put the certificate's private key there as PEM, without a password")
        case .mismatch:
            SettingsMistake(
                file: tls.key, fact: "is not the key of the certificate in \(tls.certificate)",
                cure: "name the two files that were made together")
        }
    }
}
