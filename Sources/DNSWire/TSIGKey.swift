/// A secret that a name server shares with us, to sign what is said (RFC 8945). Its text never shows it.
package struct TSIGKey: Sendable, Hashable {
    /// What the server calls it.
    package let name: DNSName
    package let algorithm: TSIGAlgorithm
    /// In Base64; for signing only, never for a log.
    package let secret: String

    package init(_ name: DNSName, _ algorithm: TSIGAlgorithm, secret: String) {
        self.name = name
        self.algorithm = algorithm
        self.secret = secret
    }
}

/// How a signature is made (RFC 8945 §6).
package enum TSIGAlgorithm: String, Hashable, Sendable, CaseIterable {
    case sha256 = "hmac-sha256"
    case sha512 = "hmac-sha512"

    /// Its name as it stands in a message.
    package var name: DNSName {
        DNSName(unchecked: [UInt8(truncatingIfNeeded: rawValue.utf8.count)] + rawValue.utf8 + [0])
    }
}

extension TSIGKey: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// `amorce (hmac-sha256)`
    package var description: String { "\(name) (\(algorithm.rawValue))" }
    package var debugDescription: String { description }
    package var customMirror: Mirror { Mirror(self, children: []) }
}
