import DHCPWire
import Decisions
import LinuxIO
import NetTypes

/// A link on which a machine is played: its DHCP socket, and its address for a while.
final class SimulatedLink {
    let interface: String
    /// This host's own address there.
    let address: IPv4Address?
    private let socket: UDPSocket
    private let batch: DatagramBatch
    private var borrowed: IPv4Address?

    init(_ interface: String) throws(SystemError) {
        self.interface = interface
        address = try Interface(named: interface).address
        socket = try UDPSocket(port: 68, device: interface)
        batch = try DatagramBatch(capacity: 16, bytesPerDatagram: 2048)
    }

    deinit { leave() }

    /// Sends a message, to everyone if nobody is named.
    func send(_ message: DHCPMessage, to server: IPv4Address? = nil) throws(SystemError) {
        batch.clear()
        let number = try Interface(named: interface).index
        _ = batch.append(
            message.encoded(),
            to: DatagramBatch.Envelope(
                peer: server ?? IPv4Address(255, 255, 255, 255), peerPort: 67, interface: server == nil ? number : 0))
        var problem: SystemError?
        batch.send(through: socket) { problem = $1 }
        if let problem { throw problem }
    }

    /// The first answer that is meant for a client, with the server that sent it; `nil` after that time.
    func answer(
        to client: SimulatedClient, within limit: Interval
    ) throws(SystemError) -> (type: DHCPMessageType, message: DHCPMessage)? {
        let end = Clock.monotonic().milliseconds &+ limit.milliseconds
        while Clock.monotonic().milliseconds < end {
            for index in 0..<(try batch.receive(from: socket)) {
                let message = batch.withBytes(index) { try? DHCPMessage(decoding: $0) }
                if let message, let type = client.type(of: message) { return (type, message) }
            }
            Clock.pause(Interval(milliseconds: 10))
        }
        return nil
    }

    /// Takes an address for a while; it goes by itself, should this process be ended.
    func join(_ address: IPv4Address) throws(SimulationError) {
        try ip(["address", "add", "\(address)/32", "dev", interface, "valid_lft", "900", "preferred_lft", "0"])
        borrowed = address
    }

    func leave() {
        guard let borrowed else { return }
        try? ip(["address", "delete", "\(borrowed)/32", "dev", interface])
        self.borrowed = nil
    }

    private func ip(_ words: [String]) throws(SimulationError) {
        let outcome: Programs.Outcome
        do throws(SystemError) {
            outcome = try Programs.run([["ip"] + words])
        } catch {
            throw SimulationError("ip \(words.joined(separator: " ")): \(error)")
        }
        guard outcome.isDone else {
            throw SimulationError("ip \(words.joined(separator: " ")): \(outcome.errors)")
        }
    }
}

/// Why a machine cannot be played here.
struct SimulationError: Error, Hashable, Sendable, CustomStringConvertible {
    let description: String
    init(_ description: String) { self.description = description }
}
