import Decisions
import Inventory
import LinuxIO
import NetTypes

/// Commands on their way to an HAProxy, one after the other, each over a connection of its own, as the runtime API has it:
/// what comes until the connection's end is the answer. It lives on one event loop, which holds it until it has ended.
final class BalancerExchange {
    private let socket: BalancerSocket
    private let loop: EventLoop
    private let whenEnded: (Result<[String], BalancerTrouble>) -> Void
    private var rest: ArraySlice<String>
    private var answers: [String] = []
    private var line: Line?
    private var timer: TimerID?
    private var hasEnded = false

    /// No answer is longer: ten thousand servers are 1 MB.
    private static let mostBytes = 8 << 20

    init(
        _ commands: [String], to socket: BalancerSocket, on loop: EventLoop,
        whenEnded: @escaping (Result<[String], BalancerTrouble>) -> Void
    ) {
        rest = commands[...]
        self.socket = socket
        self.loop = loop
        self.whenEnded = whenEnded
    }

    /// What is called back may come before this returns.
    func begin() { sendNext() }

    /// Closes the connection; nobody is called back.
    func abandon() {
        hasEnded = true
        hangUp()
    }

    private func hangUp() {
        if let timer { loop.cancel(timer) }
        timer = nil
        if let line { loop.unwatch(line.socket.descriptor) }
        line = nil
    }

    private func end(_ result: Result<[String], BalancerTrouble>) {
        guard !hasEnded else { return }
        hasEnded = true
        hangUp()
        whenEnded(result)
    }

    private func sendNext() {
        guard let command = rest.popFirst() else { return end(.success(answers)) }
        do throws(SystemError) {
            let line = try Line(command, to: socket)
            self.line = line
            timer = loop.after(.seconds(10)) { self.end(.failure(.silent)) }
            try loop.watchForWriting(line.socket.descriptor) { self.send() }
        } catch {
            end(.failure(BalancerTrouble(error)))
        }
    }

    private func send() {
        guard let line else { return }
        do throws(SystemError) {
            line.unsent = line.unsent.dropFirst(try line.socket.send(line.unsent))
            guard line.unsent.isEmpty else { return }
            loop.unwatch(line.socket.descriptor)
            try loop.watch(line.socket.descriptor) { self.receive() }
        } catch {
            end(.failure(BalancerTrouble(error)))
        }
    }

    private func receive() {
        guard let line else { return }
        do throws(SystemError) {
            guard let bytes = try line.socket.receive(upTo: 65535) else { return }
            guard !bytes.isEmpty else {
                hangUp()
                answers.append(String(decoding: line.received, as: UTF8.self))
                return sendNext()
            }
            line.received += bytes
            if line.received.count > Self.mostBytes { end(.failure(.unreadable("an answer without an end"))) }
        } catch {
            end(.failure(BalancerTrouble(error)))
        }
    }
}

/// A connection, what has still to go, and what has come.
private final class Line {
    let socket: ClientSocket
    var unsent: ArraySlice<UInt8>
    var received: [UInt8] = []

    init(_ command: String, to place: BalancerSocket) throws(SystemError) {
        unsent = Array((command + "\n").utf8)[...]
        socket =
            switch place {
            case .path(let path): try ClientSocket(path: path)
            case .address(let address, let port): try ClientSocket(.stream, to: address, port: port)
            }
    }
}

extension BalancerTrouble {
    init(_ error: SystemError) { self = error.isPermission ? .forbidden("\(error)") : .unreachable("\(error)") }
}
