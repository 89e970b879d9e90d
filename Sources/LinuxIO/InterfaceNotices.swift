import CLinux
import Glibc

/// Hears from the kernel that interfaces of this host, or their IPv4 addresses, have changed. What happens after it was
/// opened is heard; it takes no privilege.
package struct InterfaceNotices: ~Copyable, Sendable {
    /// For `EventLoop.watch`; this keeps owning it.
    package let descriptor: Int32

    package init() throws(SystemError) {
        descriptor = try SystemError.check(amorce_notices_open(), "socket", "AF_NETLINK")
    }

    deinit { close(descriptor) }

    /// Takes what was told since the last time, never waiting.
    package func receive() -> [InterfaceNotice] {
        var notices: [InterfaceNotice] = []
        var bytes = [UInt8](repeating: 0, count: 32 << 10)
        // A host on which interfaces come and go without end must not keep the caller here.
        for _ in 0..<64 {
            let count = Int(unsafe amorce_notices_read(descriptor, &bytes, UInt32(bytes.count)))
            if count == -Int(EAGAIN) { return notices }
            // ENOBUFS: the queue was full, and the kernel threw away what did not fit.
            guard count > 0, count <= bytes.count else {
                notices.append(.lost)
                if count == -Int(ENOBUFS) || count > 0 { continue }
                return notices
            }
            notices += InterfaceNotice.all(in: bytes.span.extracting(0..<count))
        }
        return notices
    }
}
