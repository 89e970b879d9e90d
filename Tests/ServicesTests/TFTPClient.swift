import Decisions
import Glibc
import LinuxIO
import NetTypes
import Services
import TFTPWire
import Testing

/// One port of a client that says exactly what a test wants.
final class TFTPClient {
    private let socket: UDPSocket
    private let batch: DatagramBatch
    private let server: IPv4Address
    private var last: Answer?

    init(asking server: IPv4Address = IPv4Address(127, 0, 0, 1)) throws {
        self.server = server
        socket = try UDPSocket(address: IPv4Address(127, 0, 0, 1), port: 0)
        batch = try DatagramBatch(capacity: 1, bytesPerDatagram: 65535)
    }

    /// To the server that it asks, or to another address.
    func send(_ packet: TFTPPacket, to port: UInt16, at address: IPv4Address? = nil) {
        send(packet.encoded(), to: port, at: address)
    }

    func send(_ bytes: [UInt8], to port: UInt16, at address: IPv4Address? = nil) {
        batch.clear()
        _ = batch.append(bytes, to: DatagramBatch.Envelope(peer: address ?? server, peerPort: port))
        batch.send(through: socket)
    }

    struct Answer: Hashable { let packet: TFTPPacket, address: IPv4Address, port: UInt16 }

    /// The next packet; a failure if none comes in ten seconds. One that comes again is passed over: on a busy machine the
    /// server may have waited long enough for the answer.
    func receive() throws -> Answer {
        var answer = try receiveAny()
        while answer == last { answer = try receiveAny() }
        last = answer
        return answer
    }

    private func receiveAny() throws -> Answer {
        let isThere = waitForMail(milliseconds: 10_000)
        try #require(isThere, "no answer in ten seconds")
        let count = try batch.receive(from: socket)
        try #require(count == 1)
        let sender = batch.envelope(0)
        let packet = try batch.withBytes(0) { bytes in try TFTPPacket(decoding: bytes) }
        return Answer(packet: packet, address: sender.peer, port: sender.peerPort)
    }

    /// Whether a packet is there already.
    var hasMail: Bool { waitForMail(milliseconds: 0) }

    private func waitForMail(milliseconds: Int32) -> Bool {
        var descriptor = pollfd(fd: socket.descriptor, events: Int16(POLLIN), revents: 0)
        return poll(&descriptor, 1, milliseconds) == 1
    }
}

/// A running service, and what it reported.
final class TFTPBench: Sendable {
    let service: TFTPService
    private let loop: EventLoop
    private let outcomes: AsyncStream<TFTPOutcome>

    var port: UInt16 { service.port }

    init(
        limits: TransferLimits = TransferLimits(), isSinglePort: Bool = false,
        content: @escaping @Sendable (TFTPAsk) -> TFTPContent
    ) async throws {
        loop = try EventLoop(name: "tftp-test")
        try loop.start()
        let (stream, continuation) = AsyncStream.makeStream(of: TFTPOutcome.self)
        outcomes = stream
        service = try TFTPService(
            on: loop, address: .any, port: 0, isSinglePort: isSinglePort, limits: limits, content: content,
            report: { continuation.yield($0) })
        try await service.start()
    }

    deinit { loop.stop() }

    /// The next thing that it reports.
    func outcome() async -> TFTPOutcome? { await outcomes.first { _ in true } }
}
