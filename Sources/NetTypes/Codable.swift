// In JSON, addresses, names and moments stand as the text that people write.

extension IPv4Address: Codable, LosslessStringConvertible {
    package init(from decoder: any Decoder) throws { self = try decoder.decodeText() }
    package func encode(to encoder: any Encoder) throws { try encoder.encodeText(description) }
}

extension IPv4Prefix: Codable, LosslessStringConvertible {
    package init(from decoder: any Decoder) throws { self = try decoder.decodeText() }
    package func encode(to encoder: any Encoder) throws { try encoder.encodeText(description) }
}

extension MACAddress: Codable, LosslessStringConvertible {
    package init(from decoder: any Decoder) throws { self = try decoder.decodeText() }
    package func encode(to encoder: any Encoder) throws { try encoder.encodeText(description) }
}

extension HostName: Codable, LosslessStringConvertible {
    package init(from decoder: any Decoder) throws { self = try decoder.decodeText() }
    package func encode(to encoder: any Encoder) throws { try encoder.encodeText(description) }
}

extension DomainName: Codable, LosslessStringConvertible {
    package init(from decoder: any Decoder) throws { self = try decoder.decodeText() }
    package func encode(to encoder: any Encoder) throws { try encoder.encodeText(description) }
}

extension Timestamp: Codable {
    package init(from decoder: any Decoder) throws { self = try decoder.decodeText() }
    package func encode(to encoder: any Encoder) throws { try encoder.encodeText(description) }
}

extension Decoder {
    /// A value that is read from one text.
    package func decodeText<Value: LosslessStringConvertible>() throws -> Value {
        let container = try singleValueContainer()
        let text = try container.decode(String.self)
        guard let value = Value(text) else {
            throw DecodingError.dataCorruptedError(
                in: container, debugDescription: "\"\(text)\" is not a valid \(Value.self)")
        }
        return value
    }
}

extension Encoder {
    /// A value that stands as one text.
    package func encodeText(_ text: String) throws {
        var container = singleValueContainer()
        try container.encode(text)
    }
}
