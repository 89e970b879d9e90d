import Decisions
import LinuxIO
import NetTypes
import TFTPWire

extension TFTPService {
    // MARK: Requests

    func begin(_ request: TFTPRequest, for sender: DatagramBatch.Envelope, _ now: Interval) {
        guard let path = TransferPath(request.name)?.text else {
            return refuse(
                sender, "\(request.name)", TFTPError(.fileNotFound, TFTPText("no file is called \(request.name)")))
        }
        if let former = transfers.first(of: sender.peer, where: { $0.peer.peerPort == sender.peerPort }) {
            // A request that comes again before its answer was heard: the answer will come again too.
            if former.path == path, former.isUnheard { return }
            if isSinglePort { perform(former.progress.on(.replaced, at: now), for: former, now) }
        }
        if let refusal = limits.refusal(running: transfers.count, ofSource: transfers.count(of: sender.peer)) {
            return refuse(sender, path, refusal)
        }
        do throws(TFTPError) {
            let payload = try content(TFTPAsk(peer: sender.peer, path: path, local: sender.local))
                .carried(in: request.mode, by: files)
            let terms = TransferTerms(
                granting: request.options, size: payload.size, pathMTU: Route.mtu(to: sender.peer))
            let socket = try answeringSocket(for: sender)
            let transfer = TFTPTransfer(
                of: payload, path: path, to: answer(to: sender, through: socket), through: socket, terms: terms, at: now
            )
            sockets.enter(socket)
            transfers.insert(transfer)
            perform(transfer.progress.opening, for: transfer, now)
            if !isSinglePort { burst.send(through: socket.socket) }
        } catch {
            refuse(sender, path, error)
        }
    }

    /// To a broadcast, this host's address on that network answers.
    private func answeringSocket(for sender: DatagramBatch.Envelope) throws(TFTPError) -> AnswerSocket {
        guard !isSinglePort else { return listening }
        do throws(SystemError) {
            let (socket, isNew) = try sockets.socket(on: sender.own) { open in
                let key = TransferKey(open, sender)
                return transfers[key] != nil || transfers.hasEnded(key)
            }
            guard isNew else { return socket }
            let descriptor = socket.socket.descriptor
            try loop.watch(descriptor) { [weak self] in self?.assumeIsolated { $0.hearAnswers(descriptor) } }
            return socket
        } catch { throw TFTPError(.other, TFTPText("the server has no socket left: \(error)")) }
    }

    /// Answers with an error, from a port of its own as all answers where there is no single one.
    func refuse(_ sender: DatagramBatch.Envelope, _ path: String, _ error: TFTPError) {
        if isSinglePort {
            tell(answer(to: sender, through: listening), error, through: listening)
        } else if let socket = try? UDPSocket(address: sender.own, port: 0) {
            let socket = AnswerSocket(socket, address: sender.own)
            tell(answer(to: sender, through: socket), error, through: socket)
        }
        report(
            TFTPOutcome(
                peer: sender.peer, path: path, bytes: 0, duration: Interval(milliseconds: 0), result: .refused(error)))
    }

    // MARK: Transfers

    func perform(_ action: TransferAction, for transfer: TFTPTransfer, _ now: Interval) {
        switch action {
        case .offer(let options, let patience):
            _ = outgoing.append(TFTPPacket.options(options).encoded(), to: transfer.peer)
            outgoing.send(through: transfer.socket.socket)
            expectAnswer(within: patience, from: transfer, now)
        case .send(let blocks, let patience):
            do throws(UnreadableContent) {
                try transfer.write(blocks, to: burst, from: files)
                expectAnswer(within: patience, from: transfer, now)
            } catch {
                perform(transfer.progress.on(.unreadable(TFTPText(error.text)), at: now), for: transfer, now)
            }
        case .wait: break
        case .finish(let end, let error):
            if let error { tell(transfer.peer, error, through: transfer.socket) }
            close(transfer)
            report(
                TFTPOutcome(
                    peer: transfer.peer.peer, path: transfer.path, bytes: transfer.progress.bytesAcknowledged,
                    duration: transfer.duration(at: now), result: TFTPOutcome.Result(end)))
        }
    }

    func close(_ transfer: TFTPTransfer) {
        transfers.remove(transfer)
        if sockets.leave(transfer.socket) { loop.unwatch(transfer.socket.socket.descriptor) }
        if transfers.count == 0 { forgetFilesLater() }
    }

    /// What was read stays for those who ask next, and not for ever.
    private func forgetFilesLater() {
        guard !isForgettingFiles else { return }
        isForgettingFiles = true
        loop.after(.seconds(10)) { [weak self] in
            self?.assumeIsolated { service in
                service.isForgettingFiles = false
                if service.transfers.count == 0 { service.files.removeAll() }
            }
        }
    }

    // MARK: Silence

    /// Not so often that looking would cost more than what it finds.
    private static var shortestLook: Interval { Interval(milliseconds: 5) }

    private func expectAnswer(within patience: Interval, from transfer: TFTPTransfer, _ now: Interval) {
        transfer.expectAnswer(within: patience, at: now)
        if let look, look.due <= transfer.deadline { return }
        lookAgain(at: transfer.deadline, now)
    }

    private func lookAgain(at due: Interval, _ now: Interval) {
        if let look { loop.cancel(look.timer) }
        let wait = max(Self.shortestLook, Interval(milliseconds: due.milliseconds - now.milliseconds))
        let timer = loop.after(wait) { [weak self] in self?.assumeIsolated { $0.lookForSilence() } }
        look = (timer, Interval(milliseconds: now.milliseconds + wait.milliseconds))
    }

    /// One timer for all: an answer moves its transfer's deadline and no timer.
    private func lookForSilence() {
        look = nil
        let now = Clock.monotonic()
        for transfer in transfers.all.filter({ $0.deadline <= now }) {
            perform(transfer.progress.on(.timeout, at: now), for: transfer, now)
            burst.send(through: transfer.socket.socket)
        }
        guard let next = transfers.all.lazy.map(\.deadline).min() else { return }
        if let look, look.due <= next { return }
        lookAgain(at: next, now)
    }
}
