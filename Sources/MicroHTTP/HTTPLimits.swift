import NetTypes

/// What peers may ask of the server at the most.
package struct HTTPLimits: Hashable, Sendable {
    package var connections: Int
    package var connectionsPerPeer: Int
    /// After this long without a byte, a connection is closed; a handler that takes longer is waited for.
    package var idle: Interval
    /// For the request line and all header fields.
    package var headerBytes: Int
    /// For the body of one request.
    package var bodyBytes: Int
    /// For all bodies that are on their way at once: they are in memory.
    package var allBodyBytes: Int

    package init(
        connections: Int = 512, connectionsPerPeer: Int = 32, idle: Interval = .seconds(30), headerBytes: Int = 16384,
        bodyBytes: Int = 8 << 20, allBodyBytes: Int = 64 << 20
    ) {
        self.connections = connections
        self.connectionsPerPeer = connectionsPerPeer
        self.idle = idle
        self.headerBytes = headerBytes
        self.bodyBytes = bodyBytes
        self.allBodyBytes = allBodyBytes
    }
}

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
