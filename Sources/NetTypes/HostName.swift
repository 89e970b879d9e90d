/// One DNS label that a host may have: letters, digits and hyphens, 1 to 63, no hyphen at either end (RFC 1123 §2.1).
/// Kept in lower case, since DNS compares without case.
package struct HostName: Hashable, Sendable, Comparable {
    package let text: String

    /// `nil` for what no host may be called.
    package init?(_ text: some StringProtocol) {
        let bytes = Array(text.utf8)
        let hyphen = UInt8(ascii: "-")
        guard (1...63).contains(bytes.count), bytes.first != hyphen, bytes.last != hyphen,
            bytes.allSatisfy({ $0 == hyphen || isLetterOrDigit($0) })
        else { return nil }
        self.text = text.lowercased()
    }

    /// The name of a machine that nobody named yet: `vm-525400770011`.
    package init(provisionalFor mac: MACAddress) { text = "vm-" + mac.compact }

    package static func < (left: Self, right: Self) -> Bool { left.text < right.text }
}

/// A domain: host labels joined by dots, at most 253 characters, without a dot at the end.
package struct DomainName: Hashable, Sendable {
    package let text: String

    /// `nil` for what no zone may be called. A dot at the end is taken off.
    package init?(_ text: some StringProtocol) {
        let labels = (text.hasSuffix(".") ? text.dropLast() : text[...])
            .split(separator: ".", omittingEmptySubsequences: false).map { HostName($0) }
        guard !labels.isEmpty else { return nil }
        var parts: [String] = []
        for label in labels {
            guard let label else { return nil }
            parts.append(label.text)
        }
        self.text = parts.joined(separator: ".")
        guard self.text.utf8.count <= 253 else { return nil }
    }

    /// A host's name in a domain; `nil` where the two are too long together.
    package init?(_ host: HostName, in domain: DomainName) {
        text = "\(host.text).\(domain.text)"
        guard text.utf8.count <= 253 else { return nil }
    }
}

extension HostName: ASCIIText {
    package var description: String { text }
    /// The name itself.
    package func write(to bytes: inout [UInt8]) { bytes += text.utf8 }
}

extension DomainName: CustomStringConvertible {
    package var description: String { text }
}

private func isLetterOrDigit(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "z"),
        UInt8(ascii: "A")...UInt8(ascii: "Z"):
        true
    default: false
    }
}
