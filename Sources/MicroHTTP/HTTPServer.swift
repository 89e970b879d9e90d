import CMicroHTTP
import Glibc
import HTTPWire
import NetTypes

/// An HTTP server on a listening socket that is already open. The handler is called on the server's own threads, several
/// at once; while it works, its thread serves nobody else.
@safe package final class HTTPServer: Sendable {
    private let context: Context
    nonisolated(unsafe) private let daemon: OpaquePointer

    /// How requests are shared out.
    package enum Threads: Hashable, Sendable {
        /// A number of threads, each with many connections: for machines that boot.
        case pool(Int)
        /// A thread each: for a handler that may wait long.
        case perConnection
    }

    /// What the C callbacks reach by a pointer.
    fileprivate final class Context: Sendable {
        let handler: @Sendable (HTTPRequest) -> HTTPResponse
        let limits: HTTPLimits

        init(limits: HTTPLimits, handler: @escaping @Sendable (HTTPRequest) -> HTTPResponse) {
            self.limits = limits
            self.handler = handler
        }
    }

    /// Takes over the listening descriptor.
    package init(
        listener: Int32, threads: Threads, limits: HTTPLimits = HTTPLimits(),
        handler: @escaping @Sendable (HTTPRequest) -> HTTPResponse
    ) throws(HTTPServerError) {
        context = Context(limits: limits, handler: handler)
        var flags: UInt32
        var options: [MHD_OptionItem] = unsafe [
            option(.LISTEN_SOCKET, Int(listener)), option(.CONNECTION_LIMIT, limits.connections),
            option(.PER_IP_CONNECTION_LIMIT, limits.connectionsPerPeer),
            option(.CONNECTION_TIMEOUT, limits.idle.seconds), option(.CONNECTION_MEMORY_LIMIT, limits.headerBytes),
            option(.SIGPIPE_HANDLED_BY_APP, 1),
        ]
        switch threads {
        case .pool(let count):
            flags = MHD_USE_EPOLL_INTERNAL_THREAD.rawValue
            if count > 1 { unsafe options.append(option(.THREAD_POOL_SIZE, count)) }
        case .perConnection:
            flags =
                MHD_USE_THREAD_PER_CONNECTION.rawValue | MHD_USE_INTERNAL_POLLING_THREAD.rawValue
                | MHD_USE_POLL.rawValue
        }
        let pointer = unsafe Unmanaged.passUnretained(context).toOpaque()
        let completed: MHD_RequestCompletedCallback = unsafe requestCompleted
        unsafe options.append(
            MHD_OptionItem(
                option: .NOTIFY_COMPLETED, value: unsafeBitCast(completed, to: Int.self), ptr_value: pointer))
        unsafe options.append(option(.END, 0))
        guard let daemon = unsafe amorce_http_start(flags, requestArrived, pointer, options) else {
            throw .notStarted
        }
        unsafe self.daemon = daemon
    }

    /// Ends every connection and closes the listener.
    package func stop() { unsafe MHD_stop_daemon(daemon) }
}

/// What peers may ask of the server at the most.
package struct HTTPLimits: Hashable, Sendable {
    package var connections: Int
    package var connectionsPerPeer: Int
    /// After this long without a byte, a connection is closed.
    package var idle: Interval
    package var headerBytes: Int
    package var bodyBytes: Int

    package init(
        connections: Int = 512, connectionsPerPeer: Int = 32, idle: Interval = .seconds(30), headerBytes: Int = 16384,
        bodyBytes: Int = 8 << 20
    ) {
        self.connections = connections
        self.connectionsPerPeer = connectionsPerPeer
        self.idle = idle
        self.headerBytes = headerBytes
        self.bodyBytes = bodyBytes
    }
}

/// Why a server does not start.
package enum HTTPServerError: Error, Hashable, Sendable {
    /// libmicrohttpd gave no reason; it is a lack of descriptors or threads.
    case notStarted
}

private func option(_ option: MHD_OPTION, _ value: Int) -> MHD_OptionItem {
    unsafe MHD_OptionItem(option: option, value: value, ptr_value: nil)
}

// MARK: C callbacks

/// One request on its way in; libmicrohttpd carries a pointer to it from call to call.
private final class Exchange {
    var body: [UInt8] = []
    var isTooLarge = false
}

/// Called once when the headers are there, once for each piece of the body, and once at the end.
private func requestArrived(
    _ context: UnsafeMutableRawPointer?, _ connection: OpaquePointer?, _ url: UnsafePointer<CChar>?,
    _ method: UnsafePointer<CChar>?, _ version: UnsafePointer<CChar>?, _ upload: UnsafePointer<CChar>?,
    _ uploadCount: UnsafeMutablePointer<Int>?, _ state: UnsafeMutablePointer<UnsafeMutableRawPointer?>?
) -> MHD_Result {
    guard let context = unsafe context, let connection = unsafe connection, let url = unsafe url,
        let method = unsafe method,
        let uploadCount = unsafe uploadCount, let state = unsafe state
    else { return .NO }
    let server = unsafe Unmanaged<HTTPServer.Context>.fromOpaque(context).takeUnretainedValue()
    guard let known = unsafe state.pointee else {
        unsafe state.pointee = Unmanaged.passRetained(Exchange()).toOpaque()
        return .YES
    }
    let exchange = unsafe Unmanaged<Exchange>.fromOpaque(known).takeUnretainedValue()
    if unsafe uploadCount.pointee > 0 {
        let piece = unsafe UnsafeRawBufferPointer(start: upload, count: uploadCount.pointee)
        exchange.isTooLarge = exchange.isTooLarge || exchange.body.count + piece.count > server.limits.bodyBytes
        if exchange.isTooLarge { exchange.body = [] } else { unsafe exchange.body.append(contentsOf: piece) }
        unsafe uploadCount.pointee = 0
        return .YES
    }
    let response: HTTPResponse
    let name = unsafe HTTPMethod(rawValue: String(cString: method))
    if exchange.isTooLarge {
        response = .text(.contentTooLarge, "a body of at most \(server.limits.bodyBytes) bytes is taken\n")
    } else {
        let peer = unsafe amorce_http_peer(connection)
        response = unsafe server.handler(
            HTTPRequest(
                name, String(cString: url), query: values(.GET_ARGUMENT_KIND, of: connection).fields,
                headers: values(.HEADER_KIND, of: connection).headers, body: exchange.body,
                peer: peer == 0 ? nil : IPv4Address(number: peer)))
    }
    return unsafe queue(response, on: connection)
}

private func requestCompleted(
    _ context: UnsafeMutableRawPointer?, _ connection: OpaquePointer?,
    _ state: UnsafeMutablePointer<UnsafeMutableRawPointer?>?, _ how: MHD_RequestTerminationCode
) {
    guard let state = unsafe state, let known = unsafe state.pointee else { return }
    unsafe Unmanaged<Exchange>.fromOpaque(known).release()
    unsafe state.pointee = nil
}

/// Names and values of one kind, as they stand in the request.
private struct Values {
    var pairs: [(name: String, value: String)] = []

    var fields: [String: String] { Dictionary(pairs.map { ($0.name, $0.value) }) { $1 } }
    var headers: HTTPHeaders {
        var headers: HTTPHeaders = [:]
        for pair in pairs { headers.add(pair.name, pair.value) }
        return headers
    }
}

private func values(_ kind: MHD_ValueKind, of connection: OpaquePointer) -> Values {
    var values = Values()
    unsafe withUnsafeMutablePointer(to: &values) { pointer in
        _ = unsafe MHD_get_connection_values(
            connection, kind,
            { context, _, name, value in
                guard let context = unsafe context, let name = unsafe name else { return .YES }
                let values = unsafe context.assumingMemoryBound(to: Values.self)
                unsafe values.pointee.pairs.append(
                    (String(cString: name), value.map { unsafe String(cString: $0) } ?? ""))
                return .YES
            }, pointer)
    }
    return values
}

// MARK: Answering

private func queue(_ response: HTTPResponse, on connection: OpaquePointer) -> MHD_Result {
    guard let prepared = unsafe prepare(response) else { return .NO }
    defer { unsafe MHD_destroy_response(prepared) }
    for field in response.headers.fields where isSound(field) {
        _ = unsafe MHD_add_response_header(prepared, field.name, field.value)
    }
    return unsafe MHD_queue_response(connection, UInt32(response.status.rawValue), prepared)
}

/// The C library's response, which owns the file's descriptor from here on.
private func prepare(_ response: HTTPResponse) -> OpaquePointer? {
    switch response.body {
    case .file(let descriptor, let offset, let count):
        if count > 0,
            let prepared = unsafe MHD_create_response_from_fd_at_offset64(
                UInt64(clamping: count), descriptor, UInt64(clamping: offset))
        {
            return unsafe prepared
        }
        close(descriptor)
        return unsafe count > 0 ? nil : fromBytes([])
    case .bytes(let bytes):
        // A refusal without a body on a kept connection hangs shim on OVMF 2022.11.
        return unsafe fromBytes(bytes.isEmpty && response.status.rawValue >= 400 ? Array("refused\n".utf8) : bytes)
    }
}

private func fromBytes(_ bytes: [UInt8]) -> OpaquePointer? {
    var bytes = bytes
    return unsafe MHD_create_response_from_buffer(bytes.count, &bytes, .RESPMEM_MUST_COPY)
}

/// Firmware stops at an empty header value (EDK2 #7443), and no value may end its line.
private func isSound(_ field: HTTPHeaders.Field) -> Bool {
    !field.value.isEmpty && !(field.name + field.value).utf8.contains { $0 < 0x20 || $0 == 0x7f }
}
