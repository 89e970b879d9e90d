import DNSWire
import Decisions
import LDNS
import LinuxIO
import NetTypes

/// One request on its way, and the socket that it has just now: `NameExchange` says what is done, this does it.
final class NameErrand {
    private let request: OutgoingRequest
    private let servers: [NameServer]
    private let loop: EventLoop
    private let now: () -> Timestamp
    private let whenEnded: (NameExchangeEnd) -> Void
    private var exchange: NameExchange
    private var line: Line?
    private var timer: TimerID?

    init(
        _ request: OutgoingRequest, to servers: [NameServer], on loop: EventLoop, now: @escaping () -> Timestamp,
        whenEnded: @escaping (NameExchangeEnd) -> Void
    ) {
        self.request = request
        self.servers = servers
        self.loop = loop
        self.now = now
        self.whenEnded = whenEnded
        exchange = NameExchange(bytes: request.bytes.count, serverCount: servers.count)
    }

    func begin() { act(exchange.opening) }

    /// Closes the socket and forgets the rest.
    func abandon() {
        if let timer { loop.cancel(timer) }
        timer = nil
        if let line { loop.unwatch(line.socket.descriptor) }
        line = nil
    }

    private func hear(_ event: NameExchangeEvent) { act(exchange.on(event)) }

    private func act(_ action: NameExchangeAction) {
        switch action {
        case .listen: return
        case .finish(let end):
            abandon()
            whenEnded(end)
        case .send(let transport, let server, let patience):
            if let timer { loop.cancel(timer) }
            timer = loop.after(patience) { [weak self] in self?.hear(.timeout) }
            do throws(SystemError) {
                try send(over: transport, to: server)
            } catch {
                hear(.unreachable)
            }
        }
    }

    /// A datagram that is sent again goes through the same socket, where the answer to the first may still come.
    private func send(over transport: NameTransport, to server: Int) throws(SystemError) {
        if let line, line.transport == .udp, transport == .udp, line.server == server {
            _ = try line.socket.send(request.bytes)
            return
        }
        if let line { loop.unwatch(line.socket.descriptor) }
        let line = try Line(transport, server, at: servers[server])
        self.line = line
        switch transport {
        case .udp:
            try loop.watch(line.socket.descriptor) { [weak self] in self?.receiveDatagrams() }
            _ = try line.socket.send(request.bytes)
        case .tcp:
            line.unsent = MessageStream.framed(request.bytes)[...]
            try loop.watchForWriting(line.socket.descriptor) { [weak self] in self?.continueSending() }
        }
    }

    // MARK: Datagrams

    private func receiveDatagrams() {
        while let line, line.transport == .udp {
            do throws(SystemError) {
                guard let bytes = try line.socket.receive(upTo: 65535) else { return }
                hear(.answer(request.verdict(on: bytes, now: now())))
            } catch {
                return hear(.unreachable)
            }
        }
    }

    // MARK: A stream

    private func continueSending() {
        guard let line, line.transport == .tcp else { return }
        do throws(SystemError) {
            line.unsent = line.unsent.dropFirst(try line.socket.send(line.unsent))
            guard line.unsent.isEmpty else { return }
            loop.unwatch(line.socket.descriptor)
            try loop.watch(line.socket.descriptor) { [weak self] in self?.receiveStream() }
        } catch {
            hear(.unreachable)
        }
    }

    private func receiveStream() {
        guard let line, line.transport == .tcp else { return }
        do throws(SystemError) {
            guard let bytes = try line.socket.receive(upTo: 65535) else { return }
            line.received.append(bytes)
            while self.line === line, let message = line.received.next() {
                hear(.answer(request.verdict(on: message, now: now())))
            }
            if bytes.isEmpty, self.line === line { hear(.unreachable) }
        } catch {
            hear(.unreachable)
        }
    }
}

/// A socket and what it is for.
private final class Line {
    let transport: NameTransport
    let server: Int
    let socket: ClientSocket
    /// Over TCP: what has still to go, and what has come.
    var unsent: ArraySlice<UInt8> = []
    var received = MessageStream()

    init(_ transport: NameTransport, _ server: Int, at place: NameServer) throws(SystemError) {
        self.transport = transport
        self.server = server
        socket = try ClientSocket(transport == .tcp ? .stream : .datagrams, to: place.address, port: place.port)
    }
}
