import DHCPWire
import Decisions
import Inventory
import NetTypes
import Services
import Settings
import Synchronization
import TestSupport
import Testing
import YAML

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

    @Test("a relay that stands in for this server by its own word (RFC 5107) is no other server")
    func override() throws {
        let request = try ClientRequest(
            .client(.request, giaddr: .sample(9)) {
                $0.append(.serverIdentifier, .sample(8))
                $0.append(.relayAgentInformation, [11, 4, 10, 77, 0, 8])
            })
        watch.hear(request, on: "br0", at: .noon)
        #expect(watch.servers.isEmpty)
    }

    @Test("puts another server on the board until nothing was heard of it for a while")
    func board() {
        _ = takes(answer)

        #expect(problems.all.map(\.subject) == ["other DHCP servers on br0"])
        #expect(problems.all.first?.what == "10.77.0.2 lends addresses too")
        watch.lookAgain(at: .noon + .minutes(34))
        #expect(problems.all.count == 1)
        watch.lookAgain(at: .noon + .minutes(35))
        #expect(problems.all.isEmpty)
    }

    @Test("one line of the board is all that made-up servers get")
    func flood() throws {
        for number in UInt8(10)..<50 {
            let request = try ClientRequest(.client(.request) { $0.append(.serverIdentifier, .sample(number)) })
            watch.hear(request, on: "br0", at: .noon)
        }

        #expect(
            problems.all.map(\.what) == ["10.77.0.10, 10.77.0.11, 10.77.0.12 and 37 more lend addresses too"])
    }

    @Test("follows the configuration: in proxy mode there is no problem, and what is turned off asks and notes nothing")
    func configured() throws {
        _ = takes(answer)
        let dhcp = { (text: String) in
            try Configuration.read(TextFile(name: "amorce.yaml", bytes: Array(text.utf8))).dhcp
        }

        watch.follow(try dhcp("dhcp: { mode: proxy, interfaces: [br0] }"), at: .noon)
        #expect(problems.all.isEmpty && watch.servers.count == 1)

        let server = "interfaces: [br0], subnets: [{ subnet: 10.77.0.0/24 }]"
        watch.follow(try dhcp("dhcp: { \(server) }"), at: .noon)
        #expect(problems.all.count == 1)

        watch.follow(try dhcp("dhcp: { \(server), look-for-servers: false }"), at: .noon)
        #expect(problems.all.isEmpty && watch.servers.isEmpty)
        #expect(watch.probe("br0", hardware: .sample(9), from: .server) == nil)
        watch.hear(
            try ClientRequest(.client(.request) { $0.append(.serverIdentifier, .sample(3)) }), on: "br0", at: .noon)
        #expect(watch.servers.isEmpty)
    }

    @Test("leaves everything else to the desk")
    func others() {
        #expect(!takes(.client(.discover)))
        #expect(!takes(.client(.discover, giaddr: .server)))
        #expect(!takes([1, 2, 3]))
        #expect(!takes([UInt8](repeating: 1, count: 40)))
    }
}
