import DNSWire
import LDNS
import LinuxIO
import NetTypes

/// A zone that is being read whole, over a connection of its own. It lives on one event loop, and keeps itself until it ends.
final class ZoneTransfer {
    private let loop: EventLoop
    private let socket: ClientSocket
    private var unsent: ArraySlice<UInt8>
    private var received = MessageStream()
    private var transfer: IncomingTransfer
    private var records: [DNSRecord] = []
    private var byteCount = 0
    private var timer: TimerID?
    private var whenEnded: ((Result<[DNSRecord], Failure>) -> Void)?

    struct Failure: Error, Hashable { let problem: TransferProblem }

    /// What is taken of a zone, at most.
    private static let mostBytes = 64 << 20

    /// - Parameter whenEnded: gets the records of the kinds that amorce writes.
    static func begin(
        _ request: OutgoingRequest, from server: NameServer, on loop: EventLoop,
        whenEnded: @escaping (Result<[DNSRecord], Failure>) -> Void
    ) {
        do throws(SystemError) {
            let transfer = ZoneTransfer(
                request, try ClientSocket(.stream, to: server.address, port: server.port), loop, whenEnded)
            try loop.watchForWriting(transfer.socket.descriptor) { transfer.send() }
            transfer.waitForMore()
        } catch {
            whenEnded(.failure(Failure(problem: .unreachable)))
        }
    }

    private init(
        _ request: OutgoingRequest, _ socket: consuming ClientSocket, _ loop: EventLoop,
        _ whenEnded: @escaping (Result<[DNSRecord], Failure>) -> Void
    ) {
        self.loop = loop
        self.socket = socket
        self.whenEnded = whenEnded
        unsent = MessageStream.framed(request.bytes)[...]
        transfer = IncomingTransfer(answering: request)
    }

    private func end(_ result: Result<[DNSRecord], Failure>) {
        guard let whenEnded else { return }
        self.whenEnded = nil
        if let timer { loop.cancel(timer) }
        loop.unwatch(socket.descriptor)
        whenEnded(result)
    }

    private func fail(_ problem: TransferProblem) { end(.failure(Failure(problem: problem))) }

    private func waitForMore() {
        if let timer { loop.cancel(timer) }
        timer = loop.after(.seconds(10)) { [weak self] in self?.fail(.silence) }
    }

    private func send() {
        do throws(SystemError) {
            unsent = unsent.dropFirst(try socket.send(unsent))
            guard unsent.isEmpty else { return }
            loop.unwatch(socket.descriptor)
            try loop.watch(socket.descriptor) { self.receive() }
        } catch {
            fail(.unreachable)
        }
    }

    private func receive() {
        do throws(SystemError) {
            guard let bytes = try socket.receive(upTo: 65535) else { return }
            byteCount += bytes.count
            guard byteCount <= Self.mostBytes else { return fail(.tooLarge) }
            received.append(bytes)
            while whenEnded != nil, let message = received.next() { take(message) }
            if bytes.isEmpty { fail(.unreadable) } else if whenEnded != nil { waitForMore() }
        } catch {
            fail(.unreachable)
        }
    }

    private func take(_ message: [UInt8]) {
        switch transfer.read(message, now: Clock.now()) {
        case .failed(let problem): fail(problem)
        case .records(let more): keep(more)
        case .complete(let last):
            keep(last)
            end(.success(records))
        }
    }

    private func keep(_ more: [DNSRecord]) {
        records += more.filter { [.a, .ptr, .dhcid].contains($0.data.type) }
    }
}
