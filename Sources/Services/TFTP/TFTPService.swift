import Decisions
import LinuxIO
import NetTypes
import TFTPWire

/// Sends files and rendered texts to whoever asks by TFTP, as the content allows.
package actor TFTPService {
    /// The port that it listens on.
    package nonisolated let port: UInt16
    package nonisolated var unownedExecutor: UnownedSerialExecutor { loop.asUnownedSerialExecutor() }

    nonisolated let loop: EventLoop
    /// Where requests are heard, and answers too where there is a single port.
    let listening: AnswerSocket
    let isSinglePort: Bool
    let limits: TransferLimits
    let prepare: @Sendable ([TFTPAsk]) -> Void
    let content: @Sendable (TFTPAsk) -> TFTPContent
    let report: @Sendable (TFTPOutcome) -> Void
    let incoming: DatagramBatch
    let outgoing: DatagramBatch
    let burst: BlockBurst
    let files = SharedFiles()
    var sockets = AnswerSockets()
    var transfers = RunningTransfers()
    var allowance = ErrorAllowance()
    var isForgettingFiles = false
    /// When the deadlines are looked at next.
    var look: (timer: TimerID, due: Interval)?

    /// Opens the socket, for which a low port takes a privilege; `start` then listens.
    ///
    /// - Parameter isSinglePort: whether all answers leave from that port, too, for the sake of firewalls and address
    ///   translation, and not each from one of their own as RFC 1350 §4 has it.
    /// - Parameter prepare: is told of requests that came together, before `content` is asked for each.
    package init(
        on loop: EventLoop, address: IPv4Address, port: UInt16, isSinglePort: Bool = false,
        limits: TransferLimits = TransferLimits(), prepare: @escaping @Sendable ([TFTPAsk]) -> Void = { _ in },
        content: @escaping @Sendable (TFTPAsk) -> TFTPContent, report: @escaping @Sendable (TFTPOutcome) -> Void
    ) throws(SystemError) {
        self.loop = loop
        self.isSinglePort = isSinglePort
        self.limits = limits
        self.prepare = prepare
        self.content = content
        self.report = report
        listening = AnswerSocket(try UDPSocket(address: address, port: port), address: nil)
        self.port = listening.socket.port
        // One byte more than is read of a request, so that a longer one is seen to be longer.
        incoming = try DatagramBatch(capacity: 64, bytesPerDatagram: TFTPRequest.longest + 1)
        outgoing = try DatagramBatch(capacity: 1, bytesPerDatagram: TFTPRequest.longest)
        burst = try BlockBurst()
    }

    /// Begins to hear. To be called on the loop.
    package func start() throws(SystemError) {
        try loop.watch(listening.socket.descriptor) { [weak self] in self?.assumeIsolated { $0.hearRequests() } }
    }

    /// Ends it; transfers that are running are cut off and not reported.
    package func stop() {
        loop.unwatch(listening.socket.descriptor)
        for transfer in Array(transfers.all) { close(transfer) }
        if let look { loop.cancel(look.timer) }
        look = nil
    }

    // MARK: Hearing

    /// What comes to the port that the world knows.
    private func hearRequests() {
        let now = Clock.monotonic()
        let count = hear(listening)
        if count > 1 { prepare((0..<count).compactMap(ask)) }
        for index in 0..<count {
            let sender = incoming.envelope(index)
            guard !isServicePort(sender.peerPort) else { continue }
            incoming.withBytes(index) { bytes in
                do throws(WireError) {
                    switch try TFTPPacket(decoding: bytes) {
                    case .read(let request): begin(request, for: sender, now)
                    case .write(let request):
                        refuse(sender, "\(request.name)", TFTPError(.accessViolation, "this server only sends files"))
                    case .acknowledge(let number):
                        if isSinglePort { hear(.acknowledged(number), from: sender, on: listening, now) }
                    case .error(let error):
                        if isSinglePort { hear(.aborted(error), from: sender, on: listening, now) }
                    case .data, .options: break
                    }
                } catch {
                    guard bytes.count > 1, bytes[0] == 0, 1...2 ~= bytes[1] else { return }
                    refuse(sender, "", TFTPError(.illegalOperation, TFTPText("\(error)")))
                }
            }
        }
        burst.send(through: listening.socket)
    }

    /// What one of the datagrams asks for; `nil` if it asks for no file.
    private func ask(_ index: Int) -> TFTPAsk? {
        let sender = incoming.envelope(index)
        guard !isServicePort(sender.peerPort),
            case .read(let request)? = incoming.withBytes(index, { try? TFTPPacket(decoding: $0) }),
            let path = TransferPath(request.name)?.text
        else { return nil }
        return TFTPAsk(peer: sender.peer, path: path, local: sender.local)
    }

    /// What comes to a port that files go out from.
    func hearAnswers(_ descriptor: Int32) {
        guard let socket = sockets[descriptor] else { return }
        let now = Clock.monotonic()
        for index in 0..<hear(socket) {
            let event = incoming.withBytes(index) { TransferEvent(try? TFTPPacket(decoding: $0)) }
            hear(event, from: incoming.envelope(index), on: socket, now)
        }
        burst.send(through: socket.socket)
    }

    /// What a datagram does wrong is its sender's affair; a socket that fails is heard of at the next one.
    private func hear(_ socket: AnswerSocket) -> Int { (try? incoming.receive(from: socket.socket)) ?? 0 }

    private func hear(
        _ event: TransferEvent, from sender: DatagramBatch.Envelope, on socket: AnswerSocket, _ now: Interval
    ) {
        let key = TransferKey(socket, sender)
        guard let transfer = transfers[key] else {
            return transfers.hasEnded(key) ? () : turnAway(sender, event, from: socket, now)
        }
        perform(transfer.progress.on(event, at: now), for: transfer, now)
    }

    /// One who has no part in a transfer here is told so, and those that have go on (RFC 1350 §4).
    private func turnAway(
        _ sender: DatagramBatch.Envelope, _ event: TransferEvent, from socket: AnswerSocket, _ now: Interval
    ) {
        if case .aborted = event { return }
        guard !isServicePort(sender.peerPort), allowance.takes(at: now) else { return }
        tell(
            answer(to: sender, through: socket), TFTPError(.unknownTransfer, "this port serves another transfer"),
            through: socket)
    }

    // MARK: Telling

    /// The sender as the one who gets an answer.
    func answer(to sender: DatagramBatch.Envelope, through socket: AnswerSocket) -> DatagramBatch.Envelope {
        DatagramBatch.Envelope(
            peer: sender.peer, peerPort: sender.peerPort, local: socket.address == nil ? sender.own : .any)
    }

    func tell(_ peer: DatagramBatch.Envelope, _ error: TFTPError, through socket: AnswerSocket) {
        _ = outgoing.append(TFTPPacket.error(error).encoded(), to: peer)
        outgoing.send(through: socket.socket)
    }
}

extension TransferEvent {
    fileprivate init(_ packet: TFTPPacket?) {
        switch packet {
        case .acknowledge(let number): self = .acknowledged(number)
        case .error(let error): self = .aborted(error)
        case .read, .write, .data, .options, nil: self = .otherPacket
        }
    }
}
