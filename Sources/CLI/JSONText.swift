import FoundationEssentials

/// JSON as it is read from the daemon, and printed for programs: keys in order, so that texts can be compared.
enum JSONText {
    /// On lines of its own, indented, for a document.
    static func document(_ value: some Encodable) throws(Failure) -> String {
        try text(of: value, [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes])
    }

    /// On one line, for a stream. Without the line feed.
    static func line(_ value: some Encodable) throws(Failure) -> String {
        try text(of: value, [.sortedKeys, .withoutEscapingSlashes])
    }

    static func decoded<Value: Decodable>(_ bytes: [UInt8]) throws(Failure) -> Value {
        do {
            return try JSONDecoder().decode(Value.self, from: Data(bytes))
        } catch let error as DecodingError {
            throw .badAnswer(error.fact)
        } catch {
            throw .badAnswer("\(error)")
        }
    }

    private static func text(
        of value: some Encodable, _ format: JSONEncoder.OutputFormatting
    ) throws(Failure) -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = format
        do {
            return String(decoding: try encoder.encode(value), as: UTF8.self)
        } catch {
            throw .badAnswer("it can't be written as JSON: \(error)")
        }
    }
}

extension DecodingError {
    /// Where it went wrong, and how.
    fileprivate var fact: String {
        switch self {
        case .typeMismatch(_, let context), .valueNotFound(_, let context), .dataCorrupted(let context):
            "\(Self.place(context)): \(context.debugDescription)"
        case .keyNotFound(let key, let context): "\(Self.place(context)): \(key.stringValue) is missing"
        @unknown default: "\(self)"
        }
    }

    private static func place(_ context: Context) -> String {
        context.codingPath.isEmpty ? "the document" : context.codingPath.map(\.stringValue).joined(separator: ".")
    }
}
