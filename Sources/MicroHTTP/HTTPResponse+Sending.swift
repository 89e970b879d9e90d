import CMicroHTTP
import Glibc
import HTTPWire

/// Queues an answer. A file's descriptor is closed in any case: by the library when the answer is sent or given up.
func send(_ response: HTTPResponse, on connection: OpaquePointer) -> MHD_Result {
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
    case .bytes where response.status == .notModified:
        return unsafe withoutBody(length: response.headers["Content-Length"].flatMap { UInt64($0) } ?? 0)
    case .file(let descriptor, let offset, let count):
        if count > 0,
            let prepared = unsafe MHD_create_response_from_fd_at_offset64(
                UInt64(clamping: count), descriptor, UInt64(clamping: offset))
        {
            return unsafe prepared
        }
        close(descriptor)
        return unsafe count > 0 ? nil : fromBytes([], response.status)
    case .bytes(let bytes): return unsafe fromBytes(bytes, response.status)
    }
}

private func fromBytes(_ bytes: [UInt8], _ status: HTTPStatus) -> OpaquePointer? {
    // A refusal without a body on a kept connection hangs shim on OVMF 2022.11.
    let bytes = bytes.isEmpty && status.rawValue >= 400 ? Array("refused\n".utf8) : bytes
    let kept = KeptBytes(bytes)
    let start = unsafe UnsafeMutableRawPointer(mutating: kept.start)
    let context = unsafe Unmanaged.passRetained(kept).toOpaque()
    let prepared = unsafe MHD_create_response_from_buffer_with_free_callback_cls(
        bytes.count, start, letGo, context)
    // Where there is no response, nobody calls back.
    if unsafe prepared == nil { unsafe letGo(context) }
    return unsafe prepared
}

/// The bytes of a body, as long as the library sends from them: an array's storage stays where it is while the array is
/// kept and nobody writes to it.
@safe private final class KeptBytes {
    private let bytes: [UInt8]
    let start: UnsafeRawPointer?

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
        unsafe start = self.bytes.withUnsafeBytes { $0.baseAddress }
    }
}

private func letGo(_ context: UnsafeMutableRawPointer?) {
    if let context = unsafe context { unsafe Unmanaged<KeptBytes>.fromOpaque(context).release() }
}

/// For an unchanged file, whose length is told and whose bytes are not asked for. From no bytes the library would tell
/// a length of 0, also beside the right one.
private func withoutBody(length: UInt64) -> OpaquePointer? {
    unsafe MHD_create_response_from_callback(length, 1, { _, _, _, _ in -1 }, nil, nil)
}

/// Firmware stops at an empty header value (EDK2 #7443), and no value may end its line.
private func isSound(_ field: HTTPHeaders.Field) -> Bool {
    !field.value.isEmpty && !(field.name + field.value).utf8.contains { $0 < 0x20 || $0 == 0x7f }
}
