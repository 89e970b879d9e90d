import DHCPWire
import Decisions
import Inventory
import NetTypes
import Services
import Synchronization
import TestSupport
import Testing

@Suite("The watch for other DHCP servers")
struct ServerWatchTests {
    private final class Lines: Sendable {
        let all = Mutex<[String]>([])
    }

    private let lines = Lines()
    private let problems = Problems()
    private let watch: ServerWatch
    private let question: DHCPMessage

    init() throws {
        let lines = lines
        watch = ServerWatch(problems: problems, log: Log { line in lines.all.withLock { $0.append(line) } })
        question = try #require(watch.probe("br0", hardware: .sample(9), from: .server))
    }

    private func takes(_ message: DHCPMessage, on interface: String = "br0") -> Bool {
        takes(message.encoded(), on: interface)
    }

    private func takes(_ bytes: [UInt8], on interface: String = "br0") -> Bool {
        watch.takes(bytes.span, on: interface, at: .noon)
    }

    private var answer: DHCPMessage {
        var message = question
        message.operation = .reply
        message.options.append(.serverIdentifier, .sample(2))
        return message
    }

    @Test("takes its own question, on whichever link it comes back, and says nothing")
    func own() {
        #expect(takes(question) && takes(question, on: "br1"))
        #expect(watch.servers.isEmpty && lines.all.withLock { $0.isEmpty })
    }

    @Test("notes who answers, and warns of it once")
    func answered() {
        #expect(takes(answer) && takes(answer))

        #expect(
            watch.servers == [
                OtherServer(address: .sample(2), interface: "br0", firstSeen: .noon, lastSeen: .noon)
            ])
        let lines = lines.all.withLock { $0 }
        #expect(lines.count == 1)
        #expect(lines.first?.hasSuffix("dhcp=other-server server=10.77.0.2 interface=br0 by=probe") == true)
    }

    @Test("puts who answers on the board, until nothing was heard of it for long")
    func board() {
        _ = takes(answer)
        let posted = problems.all
        watch.tellBoard(at: .noon + .minutes(36))

        #expect(posted.map(\.subject) == [ServerWatch.subject])
        #expect(posted.first?.what == "10.77.0.2 answers on br0, beside this one")
        #expect(problems.all.isEmpty)
    }

    @Test("notes whom a client has chosen, but not a relay that stands in for this server")
    func chosen() throws {
        let request = { (relay: IPv4Address, server: IPv4Address) in
            try ClientRequest(.client(.request, giaddr: relay) { $0.append(.serverIdentifier, server) })
        }
        watch.hear(try request(.sample(9), .sample(9)), on: "br0", at: .noon)
        watch.hear(try request(.any, .broadcast), on: "br0", at: .noon)
        #expect(watch.servers.isEmpty)

        watch.hear(try request(.any, .sample(3)), on: "br0", at: .noon)
        #expect(watch.servers.map(\.address) == [.sample(3)])
    }

    @Test("leaves everything else to the desk")
    func others() {
        #expect(!takes(.client(.discover)))
        #expect(!takes(.client(.discover, giaddr: .server)))
        #expect(!takes([1, 2, 3]))
        #expect(!takes([UInt8](repeating: 1, count: 40)))
    }
}
