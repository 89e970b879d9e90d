import CMicroHTTP
import Glibc
import HTTPWire
import NetTypes
import Synchronization

/// What the C callbacks reach by a pointer.
final class ServerContext: Sendable {
    let limits: HTTPLimits
    let handler: @Sendable (HTTPRequest) -> HTTPResponse
    private let log: @Sendable (String) -> Void
    private let words = Mutex("")
    private let bodyBytes = Atomic(0)

    init(
        limits: HTTPLimits, log: @escaping @Sendable (String) -> Void,
        handler: @escaping @Sendable (HTTPRequest) -> HTTPResponse
    ) {
        self.limits = limits
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

/// Starts the library's threads; `nil` when they do not start, and the context has heard why.
func start(
    on listener: Int32, _ threads: HTTPServer.Threads, _ limits: HTTPLimits, _ context: UnsafeMutableRawPointer
) -> OpaquePointer? {
    let logger: MHD_LogCallback = unsafe libraryHasWords
    let unescape: UnescapeCallback = unsafe leaveEscaped
    let completed: MHD_RequestCompletedCallback = unsafe requestCompleted
    var flags = MHD_USE_ERROR_LOG.rawValue
    // The logger comes first, so that it hears what is wrong with the others.
    var options = unsafe [
        option(.EXTERNAL_LOGGER, unsafeBitCast(logger, to: Int.self), context), option(.LISTEN_SOCKET, Int(listener)),
        option(.CONNECTION_LIMIT, limits.connections), option(.PER_IP_CONNECTION_LIMIT, limits.connectionsPerPeer),
        option(.CONNECTION_TIMEOUT, limits.idle.seconds), option(.CONNECTION_MEMORY_LIMIT, limits.headerBytes),
        option(.UNESCAPE_CALLBACK, unsafeBitCast(unescape, to: Int.self)), option(.SIGPIPE_HANDLED_BY_APP, 1),
        option(.NOTIFY_COMPLETED, unsafeBitCast(completed, to: Int.self), context),
    ]
    switch threads {
    case .pool(let count):
        flags |= MHD_USE_EPOLL_INTERNAL_THREAD.rawValue
        if count > 1 { unsafe options.append(option(.THREAD_POOL_SIZE, count)) }
    case .perConnection:
        flags |=
            MHD_USE_THREAD_PER_CONNECTION.rawValue | MHD_USE_INTERNAL_POLLING_THREAD.rawValue | MHD_USE_POLL.rawValue
    }
    unsafe options.append(option(.END, 0))
    return unsafe amorce_http_start(flags, requestArrived, context, options)
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
