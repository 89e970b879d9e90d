import CCurl
import Glibc
import NetTypes

/// A file fetched as a boot loader would, by TFTP or HTTP, from an address of this host's choice.
package struct Download: Hashable, Sendable {
    /// How long the file is, in bytes.
    package let count: Int
    /// Its beginning, as much of it as was wanted.
    package let start: [UInt8]

    /// - Parameters:
    ///   - address: where it is fetched from: one of this host's.
    ///   - wanted: how many bytes are kept; the others are counted.
    ///   - timeout: for all of it.
    package init(
        _ url: String, from address: IPv4Address, agent: String, keeping wanted: Int, timeout: Interval
    ) throws(CurlError) {
        guard let curl = unsafe curl_easy_init() else { throw .failed("libcurl does not start") }
        defer { unsafe curl_easy_cleanup(curl) }
        let taker = Taker(wanted)
        unsafe amorce_curl_set_text(curl, CURLOPT_URL, url)
        unsafe amorce_curl_set_text(curl, CURLOPT_PROTOCOLS_STR, "http,https,tftp")
        unsafe amorce_curl_set_text(curl, CURLOPT_INTERFACE, "host!\(address)")
        unsafe amorce_curl_set_text(curl, CURLOPT_USERAGENT, agent)
        unsafe amorce_curl_set_text(curl, CURLOPT_NOPROXY, "*")
        unsafe amorce_curl_set_number(curl, CURLOPT_NOSIGNAL, 1)
        unsafe amorce_curl_set_number(curl, CURLOPT_TFTP_BLKSIZE, 1408)
        unsafe amorce_curl_set_number(curl, CURLOPT_TIMEOUT_MS, max(1, Int(clamping: timeout.milliseconds)))
        unsafe amorce_curl_set_writer(curl, CURLOPT_WRITEFUNCTION, take)
        unsafe amorce_curl_set_pointer(curl, CURLOPT_WRITEDATA, Unmanaged.passUnretained(taker).toOpaque())
        let code = withExtendedLifetime(taker) { unsafe curl_easy_perform(curl) }
        guard code == CURLE_OK else { throw unsafe .failed(String(cString: curl_easy_strerror(code))) }
        (count, start) = (taker.count, taker.start)
        let status = unsafe amorce_curl_number(curl, CURLINFO_RESPONSE_CODE)
        guard status < 400 else {
            throw .failed("\(status): \(String(decoding: start.prefix(400), as: UTF8.self))")
        }
    }
}

private final class Taker {
    let wanted: Int
    var count = 0
    var start: [UInt8] = []

    init(_ wanted: Int) { self.wanted = wanted }
}

private func take(
    _ bytes: UnsafeMutablePointer<CChar>?, _ size: Int, _ count: Int, _ context: UnsafeMutableRawPointer?
) -> Int {
    guard let context = unsafe context else { return 0 }
    let taker = unsafe Unmanaged<Taker>.fromOpaque(context).takeUnretainedValue()
    taker.count += count
    let room = min(count, max(0, taker.wanted - taker.start.count))
    unsafe taker.start.append(contentsOf: UnsafeRawBufferPointer(start: bytes, count: room))
    return count
}
