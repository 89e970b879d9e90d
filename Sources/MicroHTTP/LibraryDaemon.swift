import CMicroHTTP
import Glibc
import NetTypes
import Synchronization

/// What libmicrohttpd calls a daemon: a listening socket with the threads that serve it.
@safe final class LibraryDaemon: Sendable {
    nonisolated(unsafe) private let pointer: OpaquePointer
    private let context: ServerContext
    private let identity: TLSIdentity?
    /// The socket that it serves, which is its own copy.
    let listener: Int32
    private let isRetired = Atomic(false)
    private let hasStopped = Atomic(false)

    /// Serves a copy of the listener; `nil` where there is no daemon, and the context has heard why.
    init?(
        listener: Int32, _ threads: HTTPServer.Threads, _ context: ServerContext, _ identity: TLSIdentity?
    ) {
        // When it does not start, the library closes its listener or not, depending on how far it came.
        let copy = fcntl(listener, F_DUPFD_CLOEXEC, 0)
        guard copy >= 0, let pointer = unsafe Self.start(on: copy, threads, context, identity) else { return nil }
        unsafe self.pointer = pointer
        self.listener = copy
        self.context = context
        self.identity = identity
    }

    deinit { stop() }

    /// Takes no more connections, and goes on with those that it has.
    func retire() {
        guard unsafe MHD_quiesce_daemon(pointer) >= 0 else { return }
        isRetired.store(true, ordering: .releasing)
    }

    /// Ends its connections and closes its listener; the second time, nothing.
    func stop() {
        guard !hasStopped.exchange(true, ordering: .acquiringAndReleasing) else { return }
        unsafe MHD_stop_daemon(pointer)
        // From retirement on the library leaves the socket to us, to be closed when its threads have ended.
        if isRetired.load(ordering: .acquiring) { close(listener) }
    }

    private static func start(
        on listener: Int32, _ threads: HTTPServer.Threads, _ context: ServerContext, _ identity: TLSIdentity?
    ) -> OpaquePointer? {
        let logger: MHD_LogCallback = unsafe libraryHasWords
        let unescape: UnescapeCallback = unsafe leaveEscaped
        let completed: MHD_RequestCompletedCallback = unsafe requestCompleted
        let connected: MHD_NotifyConnectionCallback = unsafe connectionChanged
        let limits = context.limits
        let pointer = unsafe Unmanaged.passUnretained(context).toOpaque()
        var flags = MHD_USE_ERROR_LOG.rawValue
        // The logger comes first, so that it hears what is wrong with the others.
        var options = unsafe [
            option(.EXTERNAL_LOGGER, unsafeBitCast(logger, to: Int.self), pointer),
            option(.LISTEN_SOCKET, Int(listener)), option(.CONNECTION_LIMIT, context.connectionsPerListener),
            option(.CONNECTION_TIMEOUT, limits.idle.seconds), option(.CONNECTION_MEMORY_LIMIT, limits.headerBytes),
            option(.UNESCAPE_CALLBACK, unsafeBitCast(unescape, to: Int.self)), option(.SIGPIPE_HANDLED_BY_APP, 1),
            option(.NOTIFY_COMPLETED, unsafeBitCast(completed, to: Int.self), pointer),
            option(.NOTIFY_CONNECTION, unsafeBitCast(connected, to: Int.self), pointer),
        ]
        if let identity {
            // To retire it takes a word from thread to thread.
            flags |= MHD_USE_TLS.rawValue | MHD_USE_ITC.rawValue
            unsafe options.append(option(.HTTPS_MEM_CERT, 0, identity.certificate.start))
            unsafe options.append(option(.HTTPS_MEM_KEY, 0, identity.key.start))
        }
        switch threads {
        case .perListener: flags |= MHD_USE_EPOLL_INTERNAL_THREAD.rawValue
        case .perConnection:
            flags |=
                MHD_USE_THREAD_PER_CONNECTION.rawValue | MHD_USE_INTERNAL_POLLING_THREAD.rawValue
                | MHD_USE_POLL.rawValue
        }
        unsafe options.append(option(.END, 0))
        return unsafe amorce_http_start(flags, mayConnect, requestArrived, pointer, options)
    }
}

private func option(_ option: MHD_OPTION, _ value: Int, _ pointer: UnsafeMutableRawPointer? = nil) -> MHD_OptionItem {
    unsafe MHD_OptionItem(option: option, value: value, ptr_value: pointer)
}

/// The library's error log, a line at a time.
private func libraryHasWords(
    _ context: UnsafeMutableRawPointer?, _ format: UnsafePointer<CChar>?, _ arguments: CVaListPointer?
) {
    guard let context = unsafe context, let format = unsafe format, let arguments = unsafe arguments else { return }
    let server = unsafe Unmanaged<ServerContext>.fromOpaque(context).takeUnretainedValue()
    var line = [CChar](repeating: 0, count: 512)
    unsafe vsnprintf(&line, line.count, format, arguments)
    let text = line.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }
    server.hear(String(decoding: text, as: UTF8.self).split(separator: "\n").joined(separator: " "))
}

/// The library's header gives it no name.
private typealias UnescapeCallback =
    @convention(c) (UnsafeMutableRawPointer?, OpaquePointer?, UnsafeMutablePointer<CChar>?) -> Int

/// Escapes are decoded here, and not by the library: it would cut a path at `%00`, and pass on broken ones.
private func leaveEscaped(
    _ context: UnsafeMutableRawPointer?, _ connection: OpaquePointer?, _ text: UnsafeMutablePointer<CChar>?
) -> Int {
    unsafe text.map { unsafe strlen($0) } ?? 0
}
