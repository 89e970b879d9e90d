import DHCPWire
import Decisions
import Inventory
import LinuxIO
import NetTypes
import Synchronization

/// Looks out for other DHCP servers: asks for them now and then, and hears clients name them.
package final class ServerWatch: Sendable {
    /// How long from one question to the next.
    static let pause = Interval.minutes(10)

    /// What other servers are filed under.
    package static let subject = "other DHCP servers"

    private let state = Mutex(State())
    private let problems: Problems
    private let log: Log

    private struct State {
        var book = OtherServerBook()
        /// The last question on each interface.
        var probes: [String: ServerProbe] = [:]
        var isExpected = false
    }

    package init(problems: Problems, log: Log) {
        self.problems = problems
        self.log = log
    }

    /// Says whether there ought to be another server, as in proxy mode: then it is no problem.
    func expectAnother(_ isExpected: Bool, at now: Timestamp) {
        state.withLock { $0.isExpected = isExpected }
        tellBoard(at: now)
    }

    /// Every other server that was noticed since the start.
    package var servers: [OtherServer] { state.withLock { $0.book.servers } }

    /// A new question for a link, to be sent to everyone on it, port 67. `nil` where the link has no hardware addresses.
    package func probe(_ interface: String, hardware: MACAddress?, from address: IPv4Address) -> DHCPMessage? {
        guard let hardware else { return nil }
        let probe = ServerProbe(
            transactionID: UInt32.random(in: .min ... .max), address: address, hardware: hardware)
        state.withLock { $0.probes[interface] = probe }
        return probe.message
    }

    /// Whether a datagram is this watch's own question or an answer to it, and so nobody else's business.
    package func takes(_ bytes: Span<UInt8>, on interface: String, at now: Timestamp) -> Bool {
        guard bytes.mayBeEcho, let message = try? DHCPMessage(decoding: bytes) else { return false }
        // Of all links: two of them may be on one wire.
        let probes = state.withLock { $0.probes.values }
        guard let echo = probes.lazy.compactMap({ $0.echo(in: message) }).first else { return false }
        if case .answer(let server) = echo { note(server, on: interface, by: "probe", at: now) }
        return true
    }

    /// Notes the server that a client has chosen before this one. A relay may stand in for it (RFC 5107): that is none.
    package func hear(_ request: ClientRequest, on interface: String, at now: Timestamp) {
        guard let server = request.serverIdentifier, server.isHost, server != request.message.relayAddress else {
            return
        }
        note(server, on: interface, by: "request", at: now)
    }

    private func note(_ server: IPv4Address, on interface: String, by evidence: String, at now: Timestamp) {
        let (isNews, isExpected) = state.withLock { state in
            (state.book.note(server, on: interface, at: now), state.isExpected)
        }
        guard isNews else { return }
        log(
            isExpected ? .notice : .warning,
            LogLine("dhcp", "other-server").with("server", server).with("interface", interface).with("by", evidence))
        tellBoard(at: now)
    }

    /// Puts the servers that ought not to be there on the board, as long as they are.
    package func tellBoard(at now: Timestamp) {
        let present = state.withLock { $0.isExpected ? [] : $0.book.servers.filter { $0.isPresent(at: now) } }
        guard let first = present.first else { return problems.clear(Self.subject) }
        problems.post(
            Self.subject,
            "\(first.address) answers on \(first.interface), beside this one"
                + (present.count > 1 ? ", and \(present.count - 1) more" : ""),
            cure: "switch one of them off, or let that one lend the addresses: dhcp.mode: proxy", at: now)
    }
}

extension Span<UInt8> {
    /// Whether it comes through a relay, as the question and its answers do: `giaddr`, at byte 24, is not zero.
    fileprivate var mayBeEcho: Bool {
        guard count >= 28 else { return false }
        return self[24] != 0 || self[25] != 0 || self[26] != 0 || self[27] != 0
    }
}
