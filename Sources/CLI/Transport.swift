import HTTPWire
import NetTypes

/// What carries a request to the daemon and its answer back.
package protocol Transport {
    func send(_ request: HTTPRequest, timeout: Interval) throws(NoAnswer) -> HTTPResponse
}

/// Why no answer came back.
package struct NoAnswer: Error, Hashable, Sendable {
    package let reason: String

    package init(_ reason: String) { self.reason = reason }
}
