import CCurl
import Glibc
import HTTPWire
import NetTypes

/// Asks an HTTP server on a Unix socket, one request at a time, and waits for the answer.
package final class HTTPClient: Sendable {
    private let socket: String

    package init(socket path: String) { socket = path }

    /// - Parameter timeout: for the whole exchange; `nil` waits as long as the server does.
    package func send(_ request: HTTPRequest, timeout: Interval? = .seconds(30)) throws(CurlError) -> HTTPResponse {
        guard let curl = unsafe curl_easy_init() else { throw .failed("libcurl does not start") }
        defer { unsafe curl_easy_cleanup(curl) }
        let answer = Answer()
        let context = unsafe Unmanaged.passUnretained(answer).toOpaque()
        var list: UnsafeMutablePointer<curl_slist>?
        defer { unsafe curl_slist_free_all(list) }
        // No `Expect: 100-continue`, which would cost a round trip.
        for line in request.headers.fields.map({ "\($0.name): \($0.value)" }) + ["Expect:"] {
            unsafe list = curl_slist_append(list, line)
        }
        unsafe amorce_curl_set_text(curl, CURLOPT_UNIX_SOCKET_PATH, socket)
        unsafe amorce_curl_set_text(curl, CURLOPT_URL, "http://amorce" + target(of: request))
        unsafe amorce_curl_set_text(curl, CURLOPT_CUSTOMREQUEST, request.method.rawValue)
        unsafe amorce_curl_set_list(curl, CURLOPT_HTTPHEADER, list)
        unsafe amorce_curl_set_number(curl, CURLOPT_NOSIGNAL, 1)
        // An admin's http_proxy is for other hosts; with it libcurl would ask for an absolute URL.
        unsafe amorce_curl_set_text(curl, CURLOPT_NOPROXY, "*")
        unsafe amorce_curl_set_number(curl, CURLOPT_NOBODY, request.method == .head ? 1 : 0)
        // 0 is for ever.
        unsafe amorce_curl_set_number(
            curl, CURLOPT_TIMEOUT_MS, timeout.map { max(1, Int(clamping: $0.milliseconds)) } ?? 0)
        if !request.body.isEmpty {
            unsafe amorce_curl_set_number(curl, CURLOPT_POSTFIELDSIZE, request.body.count)
            unsafe request.body.withUnsafeBytes { bytes in
                _ = unsafe amorce_curl_set_text(
                    curl, CURLOPT_COPYPOSTFIELDS, bytes.baseAddress?.assumingMemoryBound(to: CChar.self))
            }
        }
        unsafe amorce_curl_set_writer(curl, CURLOPT_WRITEFUNCTION, takeBody)
        unsafe amorce_curl_set_pointer(curl, CURLOPT_WRITEDATA, context)
        unsafe amorce_curl_set_writer(curl, CURLOPT_HEADERFUNCTION, takeHeader)
        unsafe amorce_curl_set_pointer(curl, CURLOPT_HEADERDATA, context)
        let code = unsafe curl_easy_perform(curl)
        guard code == CURLE_OK else { throw unsafe failure(code, curl) }
        let status = unsafe amorce_curl_number(curl, CURLINFO_RESPONSE_CODE)
        return HTTPResponse(
            HTTPStatus(rawValue: UInt16(clamping: status)), headers: answer.headers, body: .bytes(answer.body))
    }

    private func failure(_ code: CURLcode, _ curl: UnsafeMutableRawPointer) -> CurlError {
        let number = unsafe amorce_curl_number(curl, CURLINFO_OS_ERRNO)
        switch (code, Int32(clamping: number)) {
        case (CURLE_COULDNT_CONNECT, ENOENT), (CURLE_COULDNT_CONNECT, ENOTDIR): return .noSocket(socket)
        case (CURLE_COULDNT_CONNECT, EACCES), (CURLE_COULDNT_CONNECT, EPERM): return .notPermitted(socket)
        case (CURLE_COULDNT_CONNECT, _): return .notListening(socket)
        case (CURLE_OPERATION_TIMEDOUT, _): return .timedOut(socket)
        default: return unsafe .failed(String(cString: curl_easy_strerror(code)))
        }
    }
}

/// Why there is no answer.
package enum CurlError: Error, Hashable, Sendable {
    /// There is no socket of that name.
    case noSocket(String)
    /// The socket is there, and nobody listens.
    case notListening(String)
    /// The socket is not for this user.
    case notPermitted(String)
    case timedOut(String)
    /// libcurl's own words.
    case failed(String)
}

/// No answer of the control API is longer.
private let largestAnswer = 64 << 20

private final class Answer {
    var body: [UInt8] = []
    var headers: HTTPHeaders = [:]
}

private func takeBody(
    _ bytes: UnsafeMutablePointer<CChar>?, _ size: Int, _ count: Int, _ context: UnsafeMutableRawPointer?
) -> Int {
    guard let context = unsafe context else { return 0 }
    let answer = unsafe Unmanaged<Answer>.fromOpaque(context).takeUnretainedValue()
    guard answer.body.count + count <= largestAnswer else { return 0 }
    unsafe answer.body.append(contentsOf: UnsafeRawBufferPointer(start: bytes, count: count))
    return count
}

private func takeHeader(
    _ bytes: UnsafeMutablePointer<CChar>?, _ size: Int, _ count: Int, _ context: UnsafeMutableRawPointer?
) -> Int {
    guard let context = unsafe context else { return 0 }
    let answer = unsafe Unmanaged<Answer>.fromOpaque(context).takeUnretainedValue()
    let line = unsafe String(decoding: UnsafeRawBufferPointer(start: bytes, count: count), as: UTF8.self)
    if let colon = line.firstIndex(of: ":") {
        let value = line[line.index(after: colon)...].filter { $0 != "\r" && $0 != "\n" && $0 != "\r\n" }.trimmed
        answer.headers.add(String(line[..<colon]), String(value))
    }
    return count
}

/// Path and query, percent-encoded.
private func target(of request: HTTPRequest) -> String {
    let query = request.query.sorted { $0.key < $1.key }.map { percentEncoded($0.key) + "=" + percentEncoded($0.value) }
    let path = request.path.split(separator: "/", omittingEmptySubsequences: false).map { percentEncoded(String($0)) }
    return path.joined(separator: "/") + (query.isEmpty ? "" : "?" + query.joined(separator: "&"))
}
