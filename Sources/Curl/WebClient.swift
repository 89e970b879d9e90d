import CCurl
import HTTPWire
import NetTypes

/// Sends messages to web servers, by HTTP or HTTPS, one at a time, and waits for the answer's status. Certificates are
/// checked against those that the system trusts; what an answer leads to is not followed.
package enum WebClient {
    /// - Parameter timeout: for the whole exchange.
    package static func post(
        _ body: [UInt8], to url: String, headers: HTTPHeaders, timeout: Interval
    ) throws(CurlError) -> HTTPStatus {
        guard let curl = unsafe curl_easy_init() else { throw .failed("libcurl does not start") }
        defer { unsafe curl_easy_cleanup(curl) }
        var list: UnsafeMutablePointer<curl_slist>?
        defer { unsafe curl_slist_free_all(list) }
        for line in headers.fields.map({ "\($0.name): \($0.value)" }) + ["Expect:"] {
            unsafe list = curl_slist_append(list, line)
        }
        unsafe amorce_curl_set_text(curl, CURLOPT_URL, url)
        unsafe amorce_curl_set_text(curl, CURLOPT_PROTOCOLS_STR, "http,https")
        unsafe amorce_curl_set_number(curl, CURLOPT_POST, 1)
        unsafe amorce_curl_set_list(curl, CURLOPT_HTTPHEADER, list)
        unsafe amorce_curl_set_number(curl, CURLOPT_NOSIGNAL, 1)
        unsafe amorce_curl_set_number(curl, CURLOPT_TIMEOUT_MS, max(1, Int(clamping: timeout.milliseconds)))
        unsafe amorce_curl_set_number(curl, CURLOPT_POSTFIELDSIZE, body.count)
        unsafe body.withUnsafeBytes { bytes in
            _ = unsafe amorce_curl_set_text(
                curl, CURLOPT_COPYPOSTFIELDS, bytes.baseAddress?.assumingMemoryBound(to: CChar.self))
        }
        unsafe amorce_curl_set_writer(curl, CURLOPT_WRITEFUNCTION, passOver)
        let code = unsafe curl_easy_perform(curl)
        switch code {
        case CURLE_OK: break
        case CURLE_OPERATION_TIMEDOUT: throw .failed("no answer within \(timeout)")
        default: throw unsafe .failed(String(cString: curl_easy_strerror(code)))
        }
        return HTTPStatus(rawValue: UInt16(clamping: unsafe amorce_curl_number(curl, CURLINFO_RESPONSE_CODE)))
    }
}

/// Nobody reads what the answer says.
private func passOver(
    _ bytes: UnsafeMutablePointer<CChar>?, _ size: Int, _ count: Int, _ context: UnsafeMutableRawPointer?
) -> Int { size * count }
