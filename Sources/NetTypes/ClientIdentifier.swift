/// What a DHCP client calls itself (option 61): any bytes, written `01:52:54:00:77:00:11`.
package struct ClientIdentifier: Hashable, Sendable {
    package let bytes: [UInt8]

    /// `nil` for no bytes, and for more than an option holds.
    package init?(_ bytes: some Collection<UInt8>) {
        guard (1...255).contains(bytes.count) else { return nil }
        self.bytes = Array(bytes)
    }

    /// Two digits a byte, with colons between them or without.
    package init?(_ text: String) {
        guard let bytes = [UInt8](hexadecimal: text), let identifier = Self(bytes) else { return nil }
        self = identifier
    }
}

extension ClientIdentifier: CustomStringConvertible, LosslessStringConvertible, Codable {
    package var description: String { bytes.map(hexadecimal).joined(separator: ":") }
    package init(from decoder: any Decoder) throws { self = try decoder.decodeText() }
    package func encode(to encoder: any Encoder) throws { try encoder.encodeText(description) }
}
