import LinuxIO
import NetTypes

/// Where installers are told to send their lines.
package struct SyslogTarget: Hashable, Sendable {
    /// `nil` for this host's own address on the installer's network.
    package let address: IPv4Address?
    package let port: UInt16

    package init(address: IPv4Address?, port: UInt16) {
        self.address = address
        self.port = port
    }
}

/// The socket of syslog, which is opened at the start, when a low port can be.
package final class SyslogSocket: Sendable {
    let socket: UDPSocket

    package init(_ socket: consuming UDPSocket) { self.socket = socket }
}

/// Hears what installers say by syslog (RFC 3164). Nobody waits for it, so it shares the thread of the names.
package actor SyslogService {
    package nonisolated var unownedExecutor: UnownedSerialExecutor { loop.asUnownedSerialExecutor() }
    package nonisolated let port: UInt16

    private nonisolated let loop: EventLoop
    private let socket: SyslogSocket
    private let incoming: DatagramBatch
    private let current: Current<ServingPlan>
    private var desk: SyslogDesk

    /// How many batches are taken before others of the thread have their turn.
    private static let batchesPerRound = 4

    package init(
        _ socket: SyslogSocket, on loop: EventLoop, current: Current<ServingPlan>, desk: SyslogDesk
    ) throws(SystemError) {
        self.loop = loop
        port = socket.socket.port
        self.socket = socket
        self.current = current
        self.desk = desk
        incoming = try DatagramBatch(capacity: 64, bytesPerDatagram: 2048)
    }

    /// Begins to hear. To be called on the loop.
    package func start() throws(SystemError) {
        socket.socket.enlargeReceiveQueue(to: 1 << 20)
        try loop.watch(socket.socket.descriptor) { [weak self] in self?.assumeIsolated { $0.hear() } }
    }

    private func hear() {
        let provisioning = current.value.provisioning
        let now = Clock.now()
        for _ in 0..<Self.batchesPerRound {
            guard let count = try? incoming.receive(from: socket.socket), count > 0 else { return }
            for index in 0..<count {
                let peer = incoming.envelope(index).peer
                incoming.withBytes(index) { bytes in desk.hear(bytes, from: peer, provisioning, at: now) }
            }
            guard count == incoming.capacity else { return }
        }
    }
}
