import CMicroHTTP
import Glibc
import HTTPWire
import NetTypes
import Synchronization

/// An HTTP server on listening sockets that are already open. The handler is called on the server's own threads, several
/// at once; while it works, its thread serves nobody else.
@safe package final class HTTPServer: Sendable {
    private let context: ServerContext
    /// One for each listener.
    private let daemons: Mutex<[LibraryDaemon]>
    private let threads: Threads

    /// How requests are shared out.
    package enum Threads: Hashable, Sendable {
        /// One for each listener, with many connections: for machines that boot.
        case perListener
        /// One for each connection: for a handler that may wait long. Not for files: one that shrinks while it is sent keeps
        /// its thread busy until the peer goes (libmicrohttpd 0.9.75).
        case perConnection
    }

    /// Takes over the listening descriptors, also when it throws.
    ///
    /// - Parameters:
    ///   - identity: what HTTPS is served with; without one it is HTTP.
    ///   - log: is told what libmicrohttpd has to say, such as that a peer has gone.
    package init(
        listeners: [Int32], threads: Threads, limits: HTTPLimits = HTTPLimits(), identity: TLSIdentity? = nil,
        log: @escaping @Sendable (String) -> Void = { _ in },
        handler: @escaping @Sendable (HTTPRequest) -> HTTPResponse
    ) throws(HTTPServerError) {
        // The library writes files with sendfile(2), which knows no MSG_NOSIGNAL: a peer that goes away would end us.
        signal(SIGPIPE, SIG_IGN)
        context = ServerContext(limits: limits, share: max(1, listeners.count), log: log, handler: handler)
        self.threads = threads
        daemons = Mutex([])
        let started = try Self.start(on: listeners, threads, context, identity)
        daemons.withLock { $0 = started }
        guard context.watch.start() else {
            stop()
            throw .notStarted("")
        }
    }

    deinit { stop() }

    /// Ends every connection and closes the listeners. Returns when no handler runs any more; the second time, at once.
    package func stop() {
        let running = daemons.withLock { daemons in
            defer { daemons = [] }
            return daemons
        }
        for daemon in running { daemon.stop() }
        context.watch.stop()
    }

    /// - Returns: what runs on each listener; when one cannot be started, those before it are stopped and all are closed.
    private static func start(
        on listeners: [Int32], _ threads: Threads, _ context: ServerContext, _ identity: TLSIdentity?
    ) throws(HTTPServerError) -> [LibraryDaemon] {
        var daemons: [LibraryDaemon] = []
        for (index, listener) in listeners.enumerated() {
            guard let daemon = LibraryDaemon(listener: listener, threads, context, identity) else {
                for daemon in daemons { daemon.stop() }
                for rest in listeners.dropFirst(index + 1) { close(rest) }
                throw .notStarted(context.lastWords)
            }
            daemons.append(daemon)
        }
        return daemons
    }
}
