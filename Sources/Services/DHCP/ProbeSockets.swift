import Decisions
import LinkWire
import LinuxIO
import NetTypes

/// The sockets that probes ask and hear through: one for each link's ARP, one for ICMP. They are opened when they are
/// first needed, and anew where a link was away, and are listened to only while a probe is open: a host hears every
/// ARP request of its network.
final class ProbeSockets {
    private let loop: EventLoop
    private let log: Log
    private let hear: (ProbeAnswer) -> Void
    /// By the interface's name, or `icmp`.
    private var ears: [String: Ear] = [:]
    /// Those that could not be used when they were last needed: that is said once.
    private var failing: Set<String> = []
    /// `identifier` of this daemon's echo requests.
    private let identifier: UInt16

    /// How many packets of one socket are looked at before the loop looks at the others.
    private static let packetsPerRound = 64
    /// How many packets of the past are thrown away before a socket is listened to: more than its queue holds.
    private static let mostOfThePast = 4096

    private final class Ear {
        let socket: ProbeSocket
        var isWatched = false

        init(_ kind: ProbeSocket.Kind) throws(SystemError) { socket = try ProbeSocket(kind) }
    }

    init(loop: EventLoop, log: Log, hear: @escaping (ProbeAnswer) -> Void) {
        self.loop = loop
        self.log = log
        self.hear = hear
        identifier = UInt16(truncatingIfNeeded: Clock.monotonic().milliseconds)
    }

    /// Sends a probe's next request; `false` if that is not possible now.
    func ask(_ probe: Probe, on interface: Interface) -> Bool {
        let question = question(probe, interface)
        // A link that was away has left its error in the socket: a new one has none.
        if ears[question.name] != nil {
            do {
                try send(question, about: probe.address)
                return true
            } catch {
                close(question.name)
            }
        }
        do {
            try send(question, about: probe.address)
            failing.remove(question.name)
            return true
        } catch {
            close(question.name)
            report(question.name, error)
            return false
        }
    }

    /// Listens no more until something is asked again.
    func rest() {
        for ear in ears.values where ear.isWatched { unwatch(ear) }
    }

    private struct Question {
        let name: String
        let kind: ProbeSocket.Kind
        let packet: [UInt8]
    }

    private func question(_ probe: Probe, _ interface: Interface) -> Question {
        switch probe.way {
        case .arp(let index):
            let packet = ARPPacket(probing: probe.address, from: interface.hardware ?? .unknown)
            return Question(name: interface.name, kind: .arp(interface: index), packet: packet.encoded())
        case .echo:
            let packet = ICMPEcho(.request, identifier: identifier, sequence: probe.number, data: Array("amorce".utf8))
            return Question(name: "icmp", kind: .echo, packet: packet.encoded())
        }
    }

    private func send(_ question: Question, about address: IPv4Address) throws(SystemError) {
        let ear = try ear(question.name, question.kind)
        try watch(ear, question.name)
        try ear.socket.send(question.packet, about: address)
    }

    /// An interface that went and came back has another number.
    private func ear(_ name: String, _ kind: ProbeSocket.Kind) throws(SystemError) -> Ear {
        if let ear = ears[name] {
            if ear.socket.kind == kind { return ear }
            if ear.isWatched { unwatch(ear) }
        }
        let ear = try Ear(kind)
        ears[name] = ear
        return ear
    }

    private func watch(_ ear: Ear, _ name: String) throws(SystemError) {
        guard !ear.isWatched else { return }
        for _ in 0..<Self.mostOfThePast { guard try ear.socket.receive() != nil else { break } }
        try loop.watch(ear.socket.descriptor) { [unowned self] in self.readable(name) }
        ear.isWatched = true
    }

    private func unwatch(_ ear: Ear) {
        loop.unwatch(ear.socket.descriptor)
        ear.isWatched = false
    }

    private func readable(_ name: String) {
        do {
            for _ in 0..<Self.packetsPerRound {
                // Whoever hears an answer may end the last probe, and with it the listening.
                guard let ear = ears[name], ear.isWatched, let packet = try ear.socket.receive() else { return }
                if let answer = answer(in: packet, ear.socket.kind) { hear(answer) }
            }
        } catch {
            close(name)
            report(name, error)
        }
    }

    /// What cannot be read, and what answers another program's question, is none.
    private func answer(in packet: [UInt8], _ kind: ProbeSocket.Kind) -> ProbeAnswer? {
        switch kind {
        case .arp(let interface):
            guard let packet = try? ARPPacket(decoding: packet.span) else { return nil }
            return .arp(packet.senderAddress, from: packet.senderHardware, interface: interface)
        case .echo:
            guard let (source, echo) = try? ICMPEcho.received(in: packet.span), echo.kind == .reply,
                echo.identifier == identifier
            else { return nil }
            return .echo(source, number: echo.sequence)
        }
    }

    private func close(_ name: String) {
        if let ear = ears[name], ear.isWatched { unwatch(ear) }
        ears[name] = nil
    }

    private func report(_ name: String, _ error: SystemError) {
        guard failing.insert(name).inserted else { return }
        log(.warning, LogLine("dhcp", "probe-failed").with("by", name).with("error", error))
    }
}
