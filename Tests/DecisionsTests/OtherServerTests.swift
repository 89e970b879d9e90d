import DHCPWire
import Decisions
import Inventory
import NetTypes
import TestSupport
import Testing

@Suite("The book of other DHCP servers")
struct OtherServerBookTests {
    private var book = OtherServerBook(capacity: 2)

    @Test("a server is news once, and is kept with when it was first and last heard of")
    mutating func once() {
        let news = [
            book.note(.sample(2), on: "br0", at: .noon), book.note(.sample(2), on: "br0", at: .noon + .minutes(10)),
        ]

        #expect(news == [true, false])
        #expect(
            book.servers == [
                OtherServer(
                    address: .sample(2), interface: "br0", firstSeen: .noon, lastSeen: .noon + .minutes(10))
            ])
    }

    @Test("a server on two links is two, each of them news")
    mutating func links() {
        let news = [book.note(.sample(2), on: "br1", at: .noon), book.note(.sample(2), on: "br0", at: .noon)]

        #expect(news == [true, true])
        #expect(book.servers.map(\.interface) == ["br0", "br1"])
    }

    @Test("invented servers neither fill the book without end nor drive out those that are there")
    mutating func bounded() {
        _ = book.note(.sample(2), on: "br0", at: .noon)
        _ = book.note(.sample(3), on: "br0", at: .noon + .minutes(20))

        let news = [30, 40].map { book.note(.sample(4), on: "br0", at: .noon + .minutes($0)) }

        #expect(news == [false, true])
        #expect(book.servers.map(\.address) == [.sample(3), .sample(4)])
    }

    @Test("a server is there until three probes have gone unanswered")
    func present() {
        let server = OtherServer(address: .sample(2), interface: "br0", firstSeen: .noon, lastSeen: .noon)

        #expect(server.isPresent(at: .noon + .minutes(34)))
        #expect(!server.isPresent(at: .noon + .minutes(35)))
    }
}

@Suite("The question to other DHCP servers, asked as a relay would")
struct ServerProbeTests {
    private let probe = ServerProbe(transactionID: 77, address: .server, hardware: .sample(9))

    private func offer(from server: IPv4Address?, _ change: (inout DHCPMessage) -> Void = { _ in }) -> DHCPMessage {
        var message = probe.message
        message.operation = .reply
        message.options = DHCPOptions()
        message.options.append(.messageType, .offer)
        if let server { message.options.append(.serverIdentifier, server) }
        change(&message)
        return message
    }

    @Test("is a DISCOVER that comes through this host")
    func message() throws {
        let message = try DHCPMessage(decoding: probe.message.encoded().span)

        #expect(message.operation == .request)
        #expect(message.relayAddress == .server)
        #expect(message.mac == .sample(9))
        #expect(try message.options.value(.messageType) == .discover)
    }

    @Test("comes back to its sender, and is known")
    func question() { #expect(probe.echo(in: probe.message) == .question) }

    @Test("is answered by a server that names itself")
    func answer() {
        #expect(probe.echo(in: offer(from: .sample(2))) == .answer(.sample(2)))
        #expect(probe.echo(in: offer(from: nil)) == nil)
        #expect(probe.echo(in: offer(from: .server)) == nil)
        #expect(probe.echo(in: offer(from: .broadcast)) == nil)
    }

    @Test("takes nobody else's messages for its own")
    func others() {
        #expect(probe.echo(in: offer(from: .sample(2)) { $0.transactionID = 78 }) == nil)
        #expect(probe.echo(in: offer(from: .sample(2)) { $0.relayAddress = .sample(3) }) == nil)
        #expect(probe.echo(in: .client(.discover, giaddr: .server)) == nil)
    }
}
