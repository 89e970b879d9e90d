import CMicroHTTP
import HTTPWire
import NetTypes
import Synchronization

/// What the C callbacks reach by a pointer.
final class ServerContext: Sendable {
    let limits: HTTPLimits
    /// How many connections each listener may have.
    let connectionsPerListener: Int
    let handler: @Sendable (HTTPRequest) -> HTTPResponse
    let connections = ConnectionList()
    let watch: ConnectionWatch
    private let log: @Sendable (String) -> Void
    private let words = Mutex("")
    private let bodyBytes = Atomic(0)

    init(
        limits: HTTPLimits, share: Int, log: @escaping @Sendable (String) -> Void,
        handler: @escaping @Sendable (HTTPRequest) -> HTTPResponse
    ) {
        self.limits = limits
        connectionsPerListener = max(1, limits.connections / share)
        watch = ConnectionWatch(connections, limit: limits.request)
        self.log = log
        self.handler = handler
    }

    /// What the library said last.
    var lastWords: String { words.withLock { $0 } }

    func hear(_ text: String) {
        words.withLock { $0 = text }
        log(text)
    }

    /// Makes room for a piece of a body among all that are on their way; `false` if there is none.
    func reserve(_ count: Int) -> Bool {
        guard bodyBytes.add(count, ordering: .relaxed).newValue > limits.allBodyBytes else { return true }
        free(count)
        return false
    }

    func free(_ count: Int) { bodyBytes.subtract(count, ordering: .relaxed) }
}
