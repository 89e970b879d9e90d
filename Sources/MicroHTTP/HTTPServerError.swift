/// Why there is no server.
package enum HTTPServerError: Error, Hashable, Sendable {
    /// libmicrohttpd's own words; without any, it is a lack of descriptors or threads.
    case notStarted(String)
}

extension HTTPServerError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .notStarted(let words):
            "the HTTP server does not start: " + (words.isEmpty ? "no descriptors or threads are left" : words)
        }
    }
}
