import NetTypes

/// What peers may ask of the server at the most.
package struct HTTPLimits: Hashable, Sendable {
    /// Each listener has its share of them; beyond it, connections wait to be taken.
    package var connections: Int
    package var connectionsPerPeer: Int
    /// After this long without a byte, a connection is closed; a handler that takes longer is waited for.
    package var idle: Interval
    /// A request's head must be there so long after its connection began or the answer before it ended, and its body so
    /// long after the head: who sends a byte now and then is not idle, and would stay for ever.
    package var request: Interval
    /// For the request line and all header fields.
    package var headerBytes: Int
    /// For the body of one request.
    package var bodyBytes: Int
    /// For all bodies that are on their way at once: they are in memory.
    package var allBodyBytes: Int

    package init(
        connections: Int = 4096, connectionsPerPeer: Int = 256, idle: Interval = .minutes(1),
        request: Interval = .minutes(2), headerBytes: Int = 16384, bodyBytes: Int = 8 << 20,
        allBodyBytes: Int = 64 << 20
    ) {
        self.connections = connections
        self.connectionsPerPeer = connectionsPerPeer
        self.idle = idle
        self.request = request
        self.headerBytes = headerBytes
        self.bodyBytes = bodyBytes
        self.allBodyBytes = allBodyBytes
    }
}
