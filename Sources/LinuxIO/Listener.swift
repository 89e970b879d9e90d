import CLinux
import Glibc
import NetTypes

/// A socket that waits for connections. It is handed over to the server that accepts them, which closes it.
package enum Listener {
    /// A TCP socket; port 0 takes any free one.
    package static func tcp(_ address: IPv4Address, port: UInt16) throws(SystemError) -> Int32 {
        try tcp(address, port: port, isShared: false)
    }

    /// Several TCP sockets at one address, among which the kernel deals out connections (`SO_REUSEPORT`, socket(7)): each
    /// thread has its own share of them, where of one socket the thread that wakes first takes all.
    package static func tcp(_ address: IPv4Address, port: UInt16, count: Int) throws(SystemError) -> [Int32] {
        // A socket that is shared would also be shared with another server of this user that shares its own.
        if port != 0 { close(try tcp(address, port: port, isShared: false)) }
        var descriptors: [Int32] = []
        do throws(SystemError) {
            for _ in 0..<max(1, count) {
                let port = descriptors.first.map { Self.port(of: $0) } ?? port
                descriptors.append(try tcp(address, port: port, isShared: true))
            }
        } catch {
            for descriptor in descriptors { close(descriptor) }
            throw error
        }
        return descriptors
    }

    private static func tcp(_ address: IPv4Address, port: UInt16, isShared: Bool) throws(SystemError) -> Int32 {
        // A rack that is switched on; the kernel holds it to net.core.somaxconn.
        try SystemError.check(
            amorce_tcp_listen(address.number, port, 4096, isShared ? 1 : 0), "listen", "\(address):\(port)")
    }

    /// A Unix socket that its owner and group may use. A socket file that a dead daemon left is replaced; a living
    /// daemon's is an error.
    package static func unix(_ path: String) throws(SystemError) -> Int32 {
        try SystemError.check(unsafe amorce_unix_listen(path, 0o660, 64), "listen", path)
    }

    /// The port that a TCP listener got, where 0 was asked for.
    package static func port(of descriptor: Int32) -> UInt16 { UInt16(clamping: amorce_bound_port(descriptor)) }

    /// For a listener that no server took over.
    package static func close(_ descriptor: Int32) { _ = Glibc.close(descriptor) }
    /// Takes a Unix socket's file away, for when nobody listens any more.
    package static func removeSocketFile(_ path: String) { _ = unsafe unlink(path) }
}
