/// The sockets of a network namespace, as the kernel lists them in `/proc/net/udp` and `/proc/net/tcp` (proc(5)).
package struct SocketTable: Hashable, Sendable {
    /// Those that hear what comes to their port.
    package let listeners: [Listener]

    /// A socket that hears.
    package struct Listener: Hashable, Sendable {
        package let port: UInt16
        /// By which `/proc/PID/fd` knows it.
        package let inode: String

        package init(port: UInt16, inode: String) {
            self.port = port
            self.inode = inode
        }
    }

    /// Lines that cannot be read are left out.
    /// - Parameter isTCP: then only sockets in the state LISTEN hear.
    package init(_ text: String, isTCP: Bool) {
        listeners = text.split(separator: "\n").dropFirst().compactMap { line in
            let fields = line.split(separator: " ")
            guard fields.count > 9, !isTCP || fields[3] == "0A" else { return nil }
            guard let port = fields[1].split(separator: ":").last.flatMap({ UInt16($0, radix: 16) }) else { return nil }
            return Listener(port: port, inode: String(fields[9]))
        }
    }
}
