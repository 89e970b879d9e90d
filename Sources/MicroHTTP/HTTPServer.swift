import CMicroHTTP
import Glibc
import HTTPWire
import NetTypes
import Synchronization

/// An HTTP server on a listening socket that is already open. The handler is called on the server's own threads, several
/// at once; while it works, its thread serves nobody else.
@safe package final class HTTPServer: Sendable {
    private let context: ServerContext
    nonisolated(unsafe) private let daemon: OpaquePointer
    private let hasStopped = Atomic(false)

    /// How requests are shared out.
    package enum Threads: Hashable, Sendable {
        /// A number of threads, each with many connections: for machines that boot.
        case pool(Int)
        /// A thread each: for a handler that may wait long. Not for files: one that shrinks while it is sent keeps its
        /// thread busy until the peer goes (libmicrohttpd 0.9.75).
        case perConnection
    }

    /// Takes over the listening descriptor, also when it throws.
    ///
    /// - Parameter log: is told what libmicrohttpd has to say, such as that a peer has gone.
    package init(
        listener: Int32, threads: Threads, limits: HTTPLimits = HTTPLimits(),
        log: @escaping @Sendable (String) -> Void = { _ in },
        handler: @escaping @Sendable (HTTPRequest) -> HTTPResponse
    ) throws(HTTPServerError) {
        // The library writes files with sendfile(2), which knows no MSG_NOSIGNAL: a peer that goes away would end us.
        signal(SIGPIPE, SIG_IGN)
        context = ServerContext(limits: limits, log: log, handler: handler)
        let pointer = unsafe Unmanaged.passUnretained(context).toOpaque()
        // When it does not start, the library closes the listener or not, depending on how far it came. So it gets a
        // copy, and whichever is left over listens no more.
        let copy = fcntl(listener, F_DUPFD_CLOEXEC, 0)
        defer { close(listener) }
        guard copy >= 0, let daemon = unsafe start(on: copy, threads, limits, pointer) else {
            shutdown(listener, Int32(SHUT_RDWR))
            throw .notStarted(context.lastWords)
        }
        unsafe self.daemon = daemon
    }

    deinit { stop() }

    /// Ends every connection and closes the listener. Returns when no handler runs any more; the second time, at once.
    package func stop() {
        guard !hasStopped.exchange(true, ordering: .acquiringAndReleasing) else { return }
        unsafe MHD_stop_daemon(daemon)
    }
}
