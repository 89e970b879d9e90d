import Glibc

/// Bytes that stay where they are and as they are, for many to send from.
@safe package final class SharedBytes: Sendable {
    package let count: Int
    nonisolated(unsafe) let start: UnsafePointer<UInt8>

    /// A copy of what there is.
    package init(_ bytes: some Collection<UInt8>) {
        let buffer = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: max(1, bytes.count))
        _ = unsafe buffer.initialize(from: bytes)
        count = bytes.count
        unsafe start = UnsafePointer(buffer.baseAddress.unsafelyUnwrapped)
    }

    /// The bytes of a file from `offset` on, at most `limit`; fewer where it ends.
    package init(of file: borrowing OpenFile, at offset: Int64, atMost limit: Int) throws(SystemError) {
        let buffer = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: max(1, limit))
        var output = unsafe OutputSpan(buffer: buffer, initializedCount: 0)
        do throws(SystemError) {
            try file.read(at: offset, count: limit, into: &output)
        } catch {
            unsafe buffer.deallocate()
            throw error
        }
        count = unsafe output.finalize(for: buffer)
        unsafe start = UnsafePointer(buffer.baseAddress.unsafelyUnwrapped)
    }

    deinit { unsafe start.deallocate() }
}
