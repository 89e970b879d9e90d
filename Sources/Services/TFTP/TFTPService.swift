import Decisions
import LinuxIO
import NetTypes
import TFTPWire

/// Sends files and rendered texts to whoever asks by TFTP, as the content allows.
package actor TFTPService {
    /// The port that it listens on.
    package nonisolated let port: UInt16
    package nonisolated var unownedExecutor: UnownedSerialExecutor { loop.asUnownedSerialExecutor() }

    private nonisolated let loop: EventLoop
    private let socket: UDPSocket
    private let limits: TransferLimits
    private let content: @Sendable (TFTPAsk) -> TFTPContent
    private let report: @Sendable (TFTPOutcome) -> Void
    private let incoming: DatagramBatch
    private let outgoing: DatagramBatch
    private var transfers: [Int32: TFTPTransfer] = [:]

    /// Opens the socket, for which a low port takes a privilege; `start` then listens.
    package init(
        on loop: EventLoop, address: IPv4Address, port: UInt16, limits: TransferLimits = TransferLimits(),
        content: @escaping @Sendable (TFTPAsk) -> TFTPContent, report: @escaping @Sendable (TFTPOutcome) -> Void
    ) throws(SystemError) {
        self.loop = loop
        self.limits = limits
        self.content = content
        self.report = report
        socket = try UDPSocket(address: address, port: port)
        self.port = socket.port
        // One byte more than is read of a request, so that a longer one is seen to be longer.
        incoming = try DatagramBatch(capacity: 32, bytesPerDatagram: TFTPRequest.longest + 1)
        outgoing = try DatagramBatch(capacity: Int(TransferTerms.widestWindow), bytesPerDatagram: 65468)
    }

    /// Begins to hear. To be called on the loop.
    package func start() throws(SystemError) {
        try loop.watch(socket.descriptor) { [weak self] in self?.assumeIsolated { $0.hearRequests() } }
    }

    /// Ends it; transfers that are running are cut off and not reported.
    package func stop() {
        loop.unwatch(socket.descriptor)
        for transfer in transfers.values { close(transfer) }
    }

    // MARK: Requests

    private func hearRequests() {
        // What a datagram does wrong is its sender's affair; a socket that fails is heard of at the next one.
        let count = (try? incoming.receive(from: socket)) ?? 0
        for index in 0..<count {
            let sender = incoming.envelope(index)
            guard !isServicePort(sender.peerPort) else { continue }
            incoming.withBytes(index) { bytes in
                do throws(WireError) {
                    switch try TFTPPacket(decoding: bytes) {
                    case .read(let request): begin(request, for: sender)
                    case .write(let request):
                        refuse(sender, "\(request.name)", TFTPError(.accessViolation, "this server only sends files"))
                    case .data, .acknowledge, .error, .options: break
                    }
                } catch {
                    guard bytes.count > 1, bytes[0] == 0, 1...2 ~= bytes[1] else { return }
                    refuse(sender, "", TFTPError(.illegalOperation, TFTPText("\(error)")))
                }
            }
        }
    }

    private func begin(_ request: TFTPRequest, for sender: DatagramBatch.Envelope) {
        guard let path = TransferPath(request.name)?.text else {
            return refuse(
                sender, "\(request.name)", TFTPError(.fileNotFound, TFTPText("no file is called \(request.name)")))
        }
        // A request that comes again before its answer was heard: the answer will come again too.
        let isRepeated = transfers.values.contains { $0.isWith(sender) && $0.path == path && $0.isUnheard }
        guard !isRepeated else { return }
        let ofSource = transfers.values.count { $0.peer.peer == sender.peer }
        if let refusal = limits.refusal(running: transfers.count, ofSource: ofSource) {
            return refuse(sender, path, refusal)
        }
        switch content(TFTPAsk(peer: sender.peer, path: path, local: sender.local)) {
        case .refused(let code, let text): refuse(sender, path, TFTPError(code, TFTPText(text)))
        case .file(let file): send(.file(file), path, request, to: sender)
        case .bytes(let bytes): send(.bytes(bytes), path, request, to: sender)
        }
    }

    private func send(
        _ content: consuming TFTPPayload, _ path: String, _ request: TFTPRequest, to sender: DatagramBatch.Envelope
    ) {
        do throws(TFTPError) {
            let payload = try content.carried(in: request.mode)
            let terms = TransferTerms(
                granting: request.options, size: payload.size, pathMTU: Route.mtu(to: sender.peer))
            let transfer = TFTPTransfer(
                of: payload, path: path,
                to: DatagramBatch.Envelope(peer: sender.peer, peerPort: sender.peerPort),
                through: try answeringSocket(for: sender), terms: terms, at: Clock.monotonic())
            try watch(transfer)
            perform(transfer.progress.opening, for: transfer)
        } catch {
            refuse(sender, path, error)
        }
    }

    /// A socket of its own for each answer (RFC 1350 §4), on the address that was asked: clients take no answer from
    /// another. To a broadcast, this host's address on that network answers.
    private func answeringSocket(for sender: DatagramBatch.Envelope) throws(TFTPError) -> UDPSocket {
        do throws(SystemError) {
            return try UDPSocket(address: sender.own, port: 0)
        } catch { throw TFTPError(.other, TFTPText("the server has no socket left: \(error)")) }
    }

    /// Answers with an error, from a port of its own as all answers.
    private func refuse(_ sender: DatagramBatch.Envelope, _ path: String, _ error: TFTPError) {
        if let socket = try? answeringSocket(for: sender) {
            tell(DatagramBatch.Envelope(peer: sender.peer, peerPort: sender.peerPort), error, through: socket)
        }
        report(
            TFTPOutcome(
                peer: sender.peer, path: path, bytes: 0, duration: Interval(milliseconds: 0), result: .refused(error)))
    }

    private func tell(_ peer: DatagramBatch.Envelope, _ error: TFTPError, through socket: borrowing UDPSocket) {
        _ = outgoing.append(TFTPPacket.error(error).encoded(), to: peer)
        outgoing.send(through: socket)
    }

    // MARK: Transfers

    private func watch(_ transfer: TFTPTransfer) throws(TFTPError) {
        let descriptor = transfer.socket.descriptor
        do throws(SystemError) {
            try loop.watch(descriptor) { [weak self] in self?.assumeIsolated { $0.hearAnswers(descriptor) } }
        } catch { throw TFTPError(.other, TFTPText("the server cannot hear answers: \(error)")) }
        transfers[descriptor] = transfer
    }

    private func hearAnswers(_ descriptor: Int32) {
        guard let transfer = transfers[descriptor] else { return }
        let count = (try? incoming.receive(from: transfer.socket)) ?? 0
        for index in 0..<count {
            let sender = incoming.envelope(index)
            let packet = incoming.withBytes(index) { bytes in try? TFTPPacket(decoding: bytes) }
            guard transfer.isWith(sender) else {
                turnAway(sender, packet, from: transfer)
                continue
            }
            perform(transfer.progress.on(event(of: packet)), for: transfer)
        }
    }

    /// Another port than the transfer's: that one is told, and the transfer goes on (RFC 1350 §4).
    private func turnAway(_ sender: DatagramBatch.Envelope, _ packet: TFTPPacket?, from transfer: TFTPTransfer) {
        if case .error = packet { return }
        guard !isServicePort(sender.peerPort) else { return }
        tell(
            DatagramBatch.Envelope(peer: sender.peer, peerPort: sender.peerPort),
            TFTPError(.unknownTransfer, "this port serves another transfer"), through: transfer.socket)
    }

    private func event(of packet: TFTPPacket?) -> TransferEvent {
        switch packet {
        case .acknowledge(let number): .acknowledged(number)
        case .error(let error): .aborted(error)
        case .read, .write, .data, .options, nil: .otherPacket
        }
    }

    private func perform(_ action: TransferAction, for transfer: TFTPTransfer) {
        switch action {
        case .offer(let options, let patience):
            _ = outgoing.append(TFTPPacket.options(options).encoded(), to: transfer.peer)
            outgoing.send(through: transfer.socket)
            expectAnswer(within: patience, from: transfer)
        case .send(let blocks, let patience):
            do throws(TFTPPayload.Unreadable) {
                try transfer.write(blocks, to: outgoing)
                outgoing.send(through: transfer.socket)
                expectAnswer(within: patience, from: transfer)
            } catch {
                outgoing.clear()
                perform(transfer.progress.on(.unreadable), for: transfer)
            }
        case .wait: break
        case .finish(let end, let error):
            if let error { tell(transfer.peer, error, through: transfer.socket) }
            close(transfer)
            report(
                TFTPOutcome(
                    peer: transfer.peer.peer, path: transfer.path, bytes: transfer.progress.bytesAcknowledged,
                    duration: transfer.duration(at: Clock.monotonic()), result: TFTPOutcome.Result(end)))
        }
    }

    private func close(_ transfer: TFTPTransfer) {
        if let timer = transfer.timer { loop.cancel(timer.id) }
        loop.unwatch(transfer.socket.descriptor)
        transfers[transfer.socket.descriptor] = nil
    }

    // MARK: Silence

    private func expectAnswer(within patience: Interval, from transfer: TFTPTransfer) {
        transfer.expectAnswer(within: patience, at: Clock.monotonic())
        if let timer = transfer.timer {
            guard timer.due > transfer.deadline else { return }
            loop.cancel(timer.id)
        }
        setTimer(after: patience, for: transfer)
    }

    private func setTimer(after interval: Interval, for transfer: TFTPTransfer) {
        let descriptor = transfer.socket.descriptor
        let id = loop.after(interval) { [weak self] in self?.assumeIsolated { $0.timerWentOff(descriptor) } }
        transfer.timer = (id, transfer.deadline)
    }

    /// A timer is not set anew for each packet; it goes off, and sleeps again if there were answers meanwhile.
    private func timerWentOff(_ descriptor: Int32) {
        guard let transfer = transfers[descriptor] else { return }
        transfer.timer = nil
        if let patience = transfer.patienceLeft(at: Clock.monotonic()) {
            setTimer(after: patience, for: transfer)
        } else {
            perform(transfer.progress.on(.timeout), for: transfer)
        }
    }
}
