import DHCPWire
import Decisions
import Inventory
import LinuxIO
import NetTypes
import Settings
import Synchronization

/// How many servers are named in one line of the board.
private let namedAtOnce = 3

/// Looks out for other DHCP servers: asks for them now and then, and hears clients name them.
package final class ServerWatch: Sendable {
    /// How long from one question to the next.
    static let pause = Interval.minutes(10)

    private let state = Mutex(State())
    private let problems: Problems
    private let log: Log

    private struct State {
        var book = OtherServerBook()
        /// The last question on each interface.
        var probes: [String: ServerProbe] = [:]
        var isOn = true
        /// Whether there ought to be another server, as in proxy mode: then it is no problem.
        var isExpected = false
    }

    package init(problems: Problems, log: Log) {
        self.problems = problems
        self.log = log
    }

    /// Looks out as the configuration has it from now on. Without `dhcp.look-for-servers` nothing is asked or noted, and
    /// what was noted is forgotten.
    package func follow(_ dhcp: Configuration.DHCP, at now: Timestamp = Clock.now()) {
        state.withLock { state in
            state.isOn = dhcp.looksForServers
            state.isExpected = dhcp.mode == .proxy
            if !state.isOn { (state.book, state.probes) = (OtherServerBook(), [:]) }
        }
        lookAgain(at: now)
    }

    /// Every other server that was noticed since the start.
    package var servers: [OtherServer] { state.withLock { $0.book.servers } }

    /// Has the board say which other servers are there now: one line for each interface, since anybody can name servers
    /// that do not exist.
    package func lookAgain(at now: Timestamp = Clock.now()) {
        let (servers, isExpected) = state.withLock { ($0.book.servers, $0.isExpected) }
        let present = Dictionary(grouping: servers.filter { $0.isPresent(at: now) && !isExpected }, by: \.interface)
        for interface in Set(servers.map(\.interface)).subtracting(present.keys) {
            problems.clear(Self.subject(of: interface))
        }
        if servers.isEmpty { problems.clear(startingWith: Self.subject(of: "")) }
        for (interface, servers) in present {
            let named = servers.prefix(namedAtOnce).map(\.address.description).joined(separator: ", ")
            let more = servers.count - namedAtOnce
            problems.post(
                Self.subject(of: interface),
                "\(named)\(more > 0 ? " and \(more) more" : "") lend\(servers.count == 1 ? "s" : "") addresses too",
                cure: "stop all servers but one, or set dhcp.mode: proxy; dhcp.look-for-servers: false silences this",
                at: now)
        }
    }

    private static func subject(of interface: String) -> String { "other DHCP servers on \(interface)" }

    /// A new question for a link, to be sent to everyone on it, port 67. `nil` where the link has no hardware addresses.
    package func probe(_ interface: String, hardware: MACAddress?, from address: IPv4Address) -> DHCPMessage? {
        guard let hardware, state.withLock({ $0.isOn }) else { return nil }
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
        guard let server = request.serverIdentifier, server.isHost, server != request.message.relayAddress,
            server != request.relay.serverIdentifier
        else { return }
        note(server, on: interface, by: "request", at: now)
    }

    private func note(_ server: IPv4Address, on interface: String, by evidence: String, at now: Timestamp) {
        let (isNews, isExpected) = state.withLock { state in
            (state.isOn && state.book.note(server, on: interface, at: now), state.isExpected)
        }
        guard isNews else { return }
        lookAgain(at: now)
        log(
            isExpected ? .notice : .warning,
            LogLine("dhcp", "other-server").with("server", server).with("interface", interface).with("by", evidence))
    }
}

extension Span<UInt8> {
    /// Whether it comes through a relay, as the question and its answers do: `giaddr`, at byte 24, is not zero.
    fileprivate var mayBeEcho: Bool {
        guard count >= 28 else { return false }
        return self[24] != 0 || self[25] != 0 || self[26] != 0 || self[27] != 0
    }
}
