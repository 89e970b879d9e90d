import Glibc
import NetTypes

/// A TCP connection from an address of one machine's. It never waits.
final class Connection {
    let descriptor: Int32

    /// Begins to connect; `nil` if the kernel will not.
    init?(from source: IPv4Address, to server: IPv4Address, port: UInt16) {
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_NONBLOCK.rawValue | SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { return nil }
        let isBound = withSocketAddress(source, 0) { bind(descriptor, $0, $1) } == 0
        guard isBound, withSocketAddress(server, port, { connect(descriptor, $0, $1) }) == 0 || errno == EINPROGRESS
        else {
            close(descriptor)
            return nil
        }
    }

    deinit { close(descriptor) }

    /// Whether all of it went, which a request does.
    func send(_ bytes: [UInt8]) -> Bool {
        Glibc.send(descriptor, bytes, bytes.count, Int32(MSG_NOSIGNAL)) == bytes.count
    }

    /// How many bytes have come; 0 at the end; `nil` if nothing is there yet.
    func receive(into buffer: UnsafeMutableBufferPointer<UInt8>) -> Int? {
        let count = recv(descriptor, buffer.baseAddress, buffer.count, 0)
        return count < 0 ? (errno == EAGAIN ? nil : 0) : count
    }
}

private func withSocketAddress(
    _ address: IPv4Address, _ port: UInt16, _ body: (UnsafePointer<sockaddr>, socklen_t) -> Int32
) -> Int32 {
    var place = sockaddr_in()
    place.sin_family = sa_family_t(AF_INET)
    place.sin_port = port.bigEndian
    place.sin_addr.s_addr = address.number.bigEndian
    return withUnsafePointer(to: &place) {
        $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { body($0, socklen_t(MemoryLayout<sockaddr_in>.size)) }
    }
}
