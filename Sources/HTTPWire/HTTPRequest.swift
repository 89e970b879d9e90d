import NetTypes

/// One HTTP request, whole: the body is already here.
package struct HTTPRequest: Hashable, Sendable {
    package var method: HTTPMethod
    /// The path, percent-decoded, without the query: `/boot/debian-installer/amd64/linux`.
    package var path: String
    /// The query's fields, percent-decoded; of a repeated one, the last.
    package var query: [String: String]
    package var headers: HTTPHeaders
    package var body: [UInt8]
    /// Who asks; `nil` on a Unix socket.
    package var peer: IPv4Address?

    package init(
        _ method: HTTPMethod, _ path: String, query: [String: String] = [:], headers: HTTPHeaders = [:],
        body: [UInt8] = [], peer: IPv4Address? = nil
    ) {
        self.method = method
        self.path = path
        self.query = query
        self.headers = headers
        self.body = body
        self.peer = peer
    }
}

/// What is asked of a resource (RFC 9110 §9). IANA adds to them, so this is a struct.
package struct HTTPMethod: Hashable, Sendable, RawRepresentable {
    package let rawValue: String
    package init(rawValue: String) { self.rawValue = rawValue }

    package static let get = Self(rawValue: "GET")
    package static let head = Self(rawValue: "HEAD")
    package static let post = Self(rawValue: "POST")
    package static let put = Self(rawValue: "PUT")
    package static let patch = Self(rawValue: "PATCH")
    package static let delete = Self(rawValue: "DELETE")
}

/// Header fields in the order they came; names compare without case (RFC 9110 §5.1).
package struct HTTPHeaders: Hashable, Sendable, ExpressibleByDictionaryLiteral {
    package private(set) var fields: [Field]

    /// One field line: its name as it was written, and its value (RFC 9110 §5.1).
    package struct Field: Hashable, Sendable {
        package let name: String
        package let value: String
    }

    package init(dictionaryLiteral elements: (String, String)...) {
        fields = elements.map { Field(name: $0.0, value: $0.1) }
    }

    /// Adds a field behind the others, also where one of that name is there.
    package mutating func add(_ name: String, _ value: String) { fields.append(Field(name: name, value: value)) }

    /// The first value of that name.
    package subscript(_ name: String) -> String? { fields.first { isSame($0.name, name) }?.value }
}

/// Whether two names are the same but for the case of their letters, which are ASCII's (RFC 9110 §5.6.2).
private func isSame(_ name: String, _ other: String) -> Bool {
    guard name.utf8.count == other.utf8.count else { return false }
    return zip(name.utf8, other.utf8).allSatisfy { $0 == $1 || isLetter($0) && $0 | 0x20 == $1 | 0x20 }
}

private func isLetter(_ byte: UInt8) -> Bool { (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20) }
