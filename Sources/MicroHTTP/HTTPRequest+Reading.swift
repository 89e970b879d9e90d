import CMicroHTTP
import Glibc
import HTTPWire
import NetTypes

extension HTTPRequest {
    /// What the library has read; `nil` for a URL with escapes that mean nothing.
    init?(_ connection: OpaquePointer, method: UnsafePointer<CChar>, target: UnsafePointer<CChar>, body: [UInt8]) {
        let bytes = unsafe UnsafeRawBufferPointer(start: target, count: strlen(target))
        guard let path = unsafe decodedPath(ofTarget: bytes) else { return nil }
        var query: [String: String] = [:]
        for pair in unsafe values(.GET_ARGUMENT_KIND, of: connection) {
            guard let name = percentDecoded(pair.name), let value = percentDecoded(pair.value) else { return nil }
            query[name] = value
        }
        var headers: HTTPHeaders = [:]
        for pair in unsafe values(.HEADER_KIND, of: connection) {
            headers.add(String(decoding: pair.name, as: UTF8.self), String(decoding: pair.value, as: UTF8.self))
        }
        let peer = unsafe amorce_http_peer(connection)
        unsafe self.init(
            HTTPMethod(rawValue: String(cString: method)), path, query: query, headers: headers, body: body,
            peer: peer == 0 ? nil : IPv4Address(number: peer))
    }
}

/// The first value of a header field.
func header(_ name: String, of connection: OpaquePointer) -> String? {
    unsafe MHD_lookup_connection_value(connection, .HEADER_KIND, name).map { unsafe String(cString: $0) }
}

/// A name and its value, as they stand in the request.
private struct Pair {
    let name: [UInt8]
    let value: [UInt8]
}

private func values(_ kind: MHD_ValueKind, of connection: OpaquePointer) -> [Pair] {
    var pairs: [Pair] = []
    unsafe withUnsafeMutablePointer(to: &pairs) { pointer in
        _ = unsafe MHD_get_connection_values_n(
            connection, kind,
            { context, _, name, nameCount, value, valueCount in
                guard let context = unsafe context else { return .YES }
                let pairs = unsafe context.assumingMemoryBound(to: [Pair].self)
                unsafe pairs.pointee.append(
                    Pair(
                        name: Array(UnsafeRawBufferPointer(start: name, count: nameCount)),
                        value: Array(UnsafeRawBufferPointer(start: value, count: valueCount))))
                return .YES
            }, pointer)
    }
    return pairs
}
