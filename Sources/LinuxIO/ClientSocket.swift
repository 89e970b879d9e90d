import CLinux
import Glibc
import NetTypes

/// A socket that is connected to one peer and hears no other, from a port of the kernel's choice. It never waits.
package struct ClientSocket: ~Copyable, Sendable {
    /// For `EventLoop.watch`; the socket keeps owning it.
    package let descriptor: Int32
    private let peer: String

    /// What it carries.
    package enum Kind: Hashable, Sendable {
        case datagrams
        /// The connection is under way when the socket is writable for the first time, or broken.
        case stream
    }

    package init(_ kind: Kind, to address: IPv4Address, port: UInt16) throws(SystemError) {
        peer = "\(address):\(port)"
        descriptor = try SystemError.check(
            amorce_client_open(kind == .stream ? 1 : 0, address.number, port), "connect", peer)
    }

    /// A stream to the Unix socket at a path.
    package init(path: String) throws(SystemError) {
        peer = path
        descriptor = try SystemError.check(unsafe amorce_client_open_path(path), "connect", path)
    }

    deinit { close(descriptor) }

    /// How many of the bytes went, 0 if none can go yet; of a datagram all or none.
    package func send(_ bytes: some Collection<UInt8>) throws(SystemError) -> Int {
        let bytes = Array(bytes)
        let sent = unsafe amorce_client_send(descriptor, bytes, UInt32(clamping: bytes.count))
        guard sent != -EAGAIN else { return 0 }
        return Int(try SystemError.check(sent, "send", peer))
    }

    /// What is there, up to so many bytes; `nil` if nothing is, no bytes at the end of a stream.
    package func receive(upTo capacity: Int) throws(SystemError) -> [UInt8]? {
        var code: Int32 = 0
        let bytes = unsafe [UInt8](unsafeUninitializedCapacity: max(0, capacity)) { buffer, count in
            unsafe code = amorce_client_receive(descriptor, buffer.baseAddress, UInt32(clamping: buffer.count))
            count = max(0, Int(code))
        }
        guard code != -EAGAIN else { return nil }
        _ = try SystemError.check(code, "recv", peer)
        return bytes
    }
}
