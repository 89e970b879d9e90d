import CMicroHTTP
import Glibc
import HTTPWire
import NetTypes
import Synchronization

/// An HTTP server on listening sockets that are already open. The handler is called on the server's own threads, several
/// at once; while it works, its thread serves nobody else.
@safe package final class HTTPServer: Sendable {
    private let context: ServerContext
    private let daemons: Mutex<Daemons>
    private let threads: Threads

    private struct Daemons: Sendable {
        /// One for each listener.
        var running: [LibraryDaemon] = []
        /// Those that were there before the last renewal, with the connections that they had.
        var retired: [LibraryDaemon] = []
        var identity: TLSIdentity?
    }

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
        daemons = Mutex(Daemons())
        let started = try Self.start(on: listeners, threads, context, identity)
        daemons.withLock { $0 = Daemons(running: started, identity: identity) }
        guard context.watch.start() else {
            stop()
            throw .notStarted("")
        }
    }

    deinit { stop() }

    /// Ends every connection and closes the listeners. Returns when no handler runs any more; the second time, at once.
    package func stop() {
        let stopped = daemons.withLock { daemons in
            defer { daemons = Daemons() }
            return daemons
        }
        for daemon in stopped.retired + stopped.running { daemon.stop() }
        context.watch.stop()
    }

    /// Serves the connections to come by another certificate, on the same sockets. Those that are there go on by the former
    /// one, until there is another renewal.
    ///
    /// - Returns: whether it is another certificate than before.
    package func renew(_ identity: TLSIdentity) throws(HTTPServerError) -> Bool {
        let outcome = daemons.withLock { daemons -> Result<Bool, HTTPServerError> in
            guard !daemons.running.isEmpty, daemons.identity != identity else { return .success(false) }
            var fresh: [LibraryDaemon] = []
            for former in daemons.running {
                guard let daemon = LibraryDaemon(listener: former.listener, threads, context, identity) else {
                    for daemon in fresh { daemon.retire() }
                    for daemon in fresh { daemon.stop() }
                    return .failure(.notStarted(context.lastWords))
                }
                fresh.append(daemon)
            }
            for former in daemons.running { former.retire() }
            for oldest in daemons.retired { oldest.stop() }
            daemons = Daemons(running: fresh, retired: daemons.running, identity: identity)
            return .success(true)
        }
        return try outcome.get()
    }

    /// - Returns: what runs on each listener; when one cannot be started, those before it are stopped and all are closed.
    private static func start(
        on listeners: [Int32], _ threads: Threads, _ context: ServerContext, _ identity: TLSIdentity?
    ) throws(HTTPServerError) -> [LibraryDaemon] {
        defer { for listener in listeners { close(listener) } }
        var daemons: [LibraryDaemon] = []
        for listener in listeners {
            guard let daemon = LibraryDaemon(listener: listener, threads, context, identity) else {
                for daemon in daemons { daemon.stop() }
                // Where the library has left its copy open, it listens no more.
                for listener in listeners { shutdown(listener, Int32(SHUT_RDWR)) }
                throw .notStarted(context.lastWords)
            }
            daemons.append(daemon)
        }
        return daemons
    }
}
