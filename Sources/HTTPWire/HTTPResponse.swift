import NetTypes

/// One HTTP response. Its body always has a known length: firmware reads no chunks.
package struct HTTPResponse: Hashable, Sendable {
    package var status: HTTPStatus
    package var headers: HTTPHeaders
    package var body: Body
    /// Who is told when it is sent, if anybody wants to know.
    package var ending: Ending?

    /// What follows the header fields.
    package enum Body: Hashable, Sendable {
        case bytes([UInt8])
        /// A part of an open file. Whoever sends the response closes the descriptor, also when it sends nothing.
        case file(descriptor: Int32, offset: Int64, count: Int64)
    }

    /// How the sending ended: called once, when all of it is with the system, or the peer has gone.
    package final class Ending: Sendable, Hashable {
        package let tell: @Sendable (_ isWhole: Bool, _ duration: Interval) -> Void

        package init(_ tell: @escaping @Sendable (_ isWhole: Bool, _ duration: Interval) -> Void) { self.tell = tell }

        package static func == (one: Ending, other: Ending) -> Bool { one === other }
        package func hash(into hasher: inout Hasher) { hasher.combine(ObjectIdentifier(self)) }
    }

    package init(_ status: HTTPStatus, headers: HTTPHeaders = [:], body: Body) {
        self.status = status
        self.headers = headers
        self.body = body
    }

    /// A text of its own; an error's text says what to do. Never empty: a 404 without a body hangs shim on OVMF.
    package static func text(_ status: HTTPStatus, _ text: String, type: String = "text/plain; charset=utf-8") -> Self {
        Self(status, headers: ["Content-Type": type], body: .bytes(Array(text.utf8)))
    }
}

/// What became of a request (RFC 9110 §15). IANA adds to them, so this is a struct.
package struct HTTPStatus: Hashable, Sendable, RawRepresentable {
    package let rawValue: UInt16
    package init(rawValue: UInt16) { self.rawValue = rawValue }

    package static let ok = Self(rawValue: 200)
    package static let created = Self(rawValue: 201)
    package static let noContent = Self(rawValue: 204)
    package static let partialContent = Self(rawValue: 206)
    package static let notModified = Self(rawValue: 304)
    package static let badRequest = Self(rawValue: 400)
    package static let forbidden = Self(rawValue: 403)
    package static let notFound = Self(rawValue: 404)
    package static let methodNotAllowed = Self(rawValue: 405)
    package static let conflict = Self(rawValue: 409)
    package static let gone = Self(rawValue: 410)
    package static let preconditionFailed = Self(rawValue: 412)
    package static let contentTooLarge = Self(rawValue: 413)
    package static let rangeNotSatisfiable = Self(rawValue: 416)
    package static let unprocessable = Self(rawValue: 422)
    package static let serverError = Self(rawValue: 500)
    package static let unavailable = Self(rawValue: 503)

    package var isSuccess: Bool { (200..<300).contains(rawValue) }
}
