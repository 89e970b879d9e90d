import BootStorm
import CLinux
import DHCPWire
import Glibc
import LinuxIO
import NetTypes

/// All machines, their sockets and what comes of them.
final class Storm {
    let server: IPv4Address
    let relay: IPv4Address
    let sizes: Sizes
    private(set) var began = 0.0
    let incoming: DatagramBatch
    let buffer = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: 1 << 18)
    private let outgoing: DatagramBatch
    private let relayed: DatagramBatch
    private let relayPort: Port
    private let poll = epoll_create1(0)
    private var machines: [Machine] = []
    private var watched: [Int32: Watch] = [:]
    private var lastWatch: Int32 = 0
    private var outcome = StormOutcome()

    /// A descriptor's number comes again: an event that was meant for its former owner must not reach the new one.
    private struct Watch {
        let machine: Machine
        let number: Int32
    }

    /// How many bytes the files must have.
    struct Sizes {
        let loader, kernel, initrd: Int
    }

    init(server: IPv4Address, relay: IPv4Address, machines count: Int, within seconds: Double, _ sizes: Sizes) throws {
        self.server = server
        self.relay = relay
        self.sizes = sizes
        incoming = try DatagramBatch(capacity: 8, bytesPerDatagram: 2048)
        outgoing = try DatagramBatch(capacity: 1, bytesPerDatagram: 2048)
        relayed = try DatagramBatch(capacity: 64, bytesPerDatagram: 2048)
        relayPort = Port(try UDPSocket(address: relay, port: 67))
        // Thousands of machines have queues of their own, and a relay that is one program must not be the one that loses.
        var size: Int32 = 64 << 20
        setsockopt(relayPort.socket.descriptor, SOL_SOCKET, SO_RCVBUFFORCE, &size, 4)
        machines = (0..<count).map { Machine($0, of: self, startsAt: seconds * Double($0) / Double(max(1, count))) }
        add(relayPort.socket.descriptor, EPOLLIN)
    }

    deinit { buffer.deallocate() }

    func run() {
        began = now()
        var events = [epoll_event](repeating: epoll_event(), count: 256)
        var looked = 0.0
        while outcome.ended < machines.count {
            var time = now()
            if time - looked >= 0.02 {
                looked = time
                for machine in machines {
                    if machine.state == .off, time - began >= machine.startsAt { machine.switchOn(time) }
                    machine.look(time)
                }
            }
            let count = epoll_wait(poll, &events, 256, 20)
            time = now()
            for event in events.prefix(max(0, Int(count))) {
                let (descriptor, number) = (Int32(truncatingIfNeeded: event.data.u64), Int32(event.data.u64 >> 32))
                if descriptor == relayPort.socket.descriptor {
                    hearRelayed(time)
                } else if let watch = watched[descriptor], watch.number == number {
                    watch.machine.hear(time)
                }
            }
        }
    }

    /// What is printed in the end.
    var report: String { outcome.text }

    private func now() -> Double {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }

    // MARK: Sockets

    func watch(_ descriptor: Int32, _ machine: Machine, forWriting: Bool = false) {
        lastWatch = (lastWatch &+ 1) & .max
        watched[descriptor] = Watch(machine: machine, number: lastWatch)
        add(descriptor, forWriting ? EPOLLOUT : EPOLLIN)
    }

    /// For one that was watched for writing.
    func watchForReading(_ descriptor: Int32) { control(EPOLL_CTL_MOD, descriptor, EPOLLIN) }

    /// The kernel itself forgets a descriptor that is closed.
    func unwatch(_ descriptor: Int32) { watched[descriptor] = nil }

    private func add(_ descriptor: Int32, _ readiness: EPOLL_EVENTS) { control(EPOLL_CTL_ADD, descriptor, readiness) }

    private func control(_ operation: Int32, _ descriptor: Int32, _ readiness: EPOLL_EVENTS) {
        var event = epoll_event()
        event.events = readiness.rawValue
        event.data.u64 = UInt64(watched[descriptor]?.number ?? 0) << 32 | UInt64(descriptor)
        epoll_ctl(poll, operation, descriptor, &event)
    }

    func send(_ bytes: [UInt8], to peer: IPv4Address, _ peerPort: UInt16, through port: Port) {
        _ = outgoing.append(bytes, to: DatagramBatch.Envelope(peer: peer, peerPort: peerPort))
        outgoing.send(through: port.socket)
    }

    /// As a relay does.
    func sendToServer(_ bytes: [UInt8]) { send(bytes, to: server, 67, through: relayPort) }

    /// How many datagrams have come, which stand in `incoming`.
    func receive(_ port: Port) -> Int { (try? incoming.receive(from: port.socket)) ?? 0 }

    private func hearRelayed(_ now: Double) {
        let count = (try? relayed.receive(from: relayPort.socket)) ?? 0
        for index in 0..<count {
            guard let message = relayed.withBytes(index, { try? DHCPMessage(decoding: $0) }) else { continue }
            let number = Int(message.transactionID)
            if machines.indices.contains(number) { machines[number].hear(message, now) }
        }
    }

    // MARK: What comes of it

    func note(_ stage: BootStage, _ seconds: Double) { outcome.stages[stage.rawValue].durations.add(seconds) }
    func noteRetry(_ stage: BootStage) { outcome.stages[stage.rawValue].retries += 1 }

    func noteEnd(_ machine: Machine, _ seconds: Double) {
        outcome.whole += 1
        outcome.boots.add(seconds)
        outcome.seconds = now() - began
    }

    func noteFailure(_ stage: BootStage, _ why: String, _ machine: Machine) {
        outcome.broken += 1
        outcome.stages[stage.rawValue].failures += 1
        // Ten tell what is wrong.
        guard outcome.broken <= 10 else { return }
        let line = Array("BootStormLoad: \(why)\n".utf8)
        write(2, line, line.count)
    }
}
