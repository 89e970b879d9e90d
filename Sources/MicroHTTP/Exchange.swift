import CMicroHTTP
import HTTPWire
import NetTypes

/// One request on its way in; libmicrohttpd carries a pointer to it from call to call.
final class Exchange {
    private let server: ServerContext
    private(set) var body: [UInt8] = []
    /// Why the body is not taken.
    private(set) var refusal: HTTPResponse?
    private var received = 0
    private var answer: (ending: HTTPResponse.Ending, since: Int64)?

    init(_ server: ServerContext) { self.server = server }

    deinit { server.free(body.count) }

    /// Refuses a body that says of itself that it is too long.
    func announce(_ count: Int) {
        if count > server.limits.bodyBytes { refusal = tooLarge }
    }

    /// Takes a piece, or leaves it. `false`: the peer goes on sending what nobody wants.
    func take(_ piece: UnsafeRawBufferPointer) -> Bool {
        received += piece.count
        if refusal == nil, received > server.limits.bodyBytes { refuse(tooLarge) }
        if refusal == nil, !server.reserve(piece.count) { refuse(.text(.unavailable, "too much at once; try again\n")) }
        if refusal == nil { unsafe body.append(contentsOf: piece) }
        return received <= 2 * server.limits.bodyBytes
    }

    /// The answer is on its way.
    func begin(_ response: HTTPResponse) { answer = response.ending.map { ($0, monotonicMilliseconds()) } }

    func end(isWhole: Bool) {
        guard let answer else { return }
        answer.ending.tell(isWhole, Interval(milliseconds: monotonicMilliseconds() - answer.since))
    }

    private func refuse(_ response: HTTPResponse) {
        server.free(body.count)
        body = []
        refusal = response
    }

    private var tooLarge: HTTPResponse {
        .text(.contentTooLarge, "a body of at most \(server.limits.bodyBytes) bytes is taken\n")
    }
}

/// Called once when the headers are there, once for each piece of the body, and once at the end.
func requestArrived(
    _ context: UnsafeMutableRawPointer?, _ connection: OpaquePointer?, _ url: UnsafePointer<CChar>?,
    _ method: UnsafePointer<CChar>?, _ version: UnsafePointer<CChar>?, _ upload: UnsafePointer<CChar>?,
    _ uploadCount: UnsafeMutablePointer<Int>?, _ state: UnsafeMutablePointer<UnsafeMutableRawPointer?>?
) -> MHD_Result {
    guard let context = unsafe context, let connection = unsafe connection, let url = unsafe url,
        let method = unsafe method, let uploadCount = unsafe uploadCount, let state = unsafe state
    else { return .NO }
    let server = unsafe Unmanaged<ServerContext>.fromOpaque(context).takeUnretainedValue()
    guard let known = unsafe state.pointee else {
        let exchange = Exchange(server)
        unsafe state.pointee = Unmanaged.passRetained(exchange).toOpaque()
        // The body's turn; where there is none, the answer follows at once.
        unsafe opened(connection)?.awaitPeer()
        exchange.announce(unsafe header("Content-Length", of: connection).flatMap { Int($0) } ?? 0)
        // Answered now, the body is not read; the library closes the connection behind the answer.
        guard let refusal = exchange.refusal else { return .YES }
        unsafe opened(connection)?.beginAnswer()
        return unsafe send(refusal, on: connection)
    }
    let exchange = unsafe Unmanaged<Exchange>.fromOpaque(known).takeUnretainedValue()
    if unsafe uploadCount.pointee > 0 {
        let isTaken = unsafe exchange.take(UnsafeRawBufferPointer(start: upload, count: uploadCount.pointee))
        unsafe uploadCount.pointee = 0
        return isTaken ? .YES : .NO
    }
    unsafe opened(connection)?.beginAnswer()
    if let refusal = exchange.refusal { return unsafe send(refusal, on: connection) }
    guard let request = unsafe HTTPRequest(connection, method: method, target: url, body: exchange.body) else {
        return unsafe send(.text(.badRequest, "the URL holds an escape that stands for nothing here\n"), on: connection)
    }
    let response = server.handler(request)
    exchange.begin(response)
    return unsafe send(response, on: connection)
}

/// Called once for each request that has arrived, however it ended.
func requestCompleted(
    _ context: UnsafeMutableRawPointer?, _ connection: OpaquePointer?,
    _ state: UnsafeMutablePointer<UnsafeMutableRawPointer?>?, _ how: MHD_RequestTerminationCode
) {
    if let connection = unsafe connection { unsafe opened(connection)?.awaitPeer() }
    guard let state = unsafe state, let known = unsafe state.pointee else { return }
    let exchange = unsafe Unmanaged<Exchange>.fromOpaque(known).takeRetainedValue()
    unsafe state.pointee = nil
    exchange.end(isWhole: how == .REQUEST_TERMINATED_COMPLETED_OK)
}
