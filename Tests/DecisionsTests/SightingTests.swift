import DHCPWire
import Decisions
import Inventory
import NetTypes
import TestSupport
import Testing

@Suite("Where machines are seen that another server lends addresses to")
struct SightingTests {
    private static let other = IPv4Address.sample(2)

    private func sighting(in message: DHCPMessage, namesThisServer: Bool = false) throws -> Sighting? {
        Sighting(
            in: try ClientRequest(message), ServedNetwork(address: .server, subnet: .sample()),
            namesThisServer: namesThisServer, at: .noon)
    }

    @Test("a request that takes another server's offer says where the machine will be, and of whom")
    func selecting() throws {
        let seen = try sighting(in: .client(.request, asking: 50, of: Self.other))

        #expect(
            seen
                == Sighting(
                    mac: .sample(1), address: .sample(50), server: Self.other, transactionID: 0x1234_5678, time: .noon))
    }

    @Test("a machine that starts or renews with its address says so too")
    func later() throws {
        #expect(try sighting(in: .client(.request, asking: 50))?.address == .sample(50))
        #expect(try sighting(in: .client(.request, asking: nil, ciaddr: 51))?.address == .sample(51))
        #expect(try sighting(in: .client(.request, asking: 50))?.server == nil)
    }

    @Test("nothing else says where a machine is")
    func nowhere() throws {
        #expect(try sighting(in: .client(.discover, asking: 50)) == nil)
        #expect(try sighting(in: .client(.inform, asking: nil, ciaddr: 50)) == nil)
        #expect(try sighting(in: .client(.request, asking: nil)) == nil)
        #expect(try sighting(in: .client(.request, asking: 50), namesThisServer: true) == nil)
        let elsewhere = IPv4Address(192, 0, 2, 50)
        #expect(try sighting(in: .client(.request, asking: elsewhere, of: Self.other, ciaddr: .any)) == nil)
    }
}

@Suite("The book of sightings")
struct SightingBookTests {
    private var book = SightingBook(capacity: 8)

    private func sighting(_ mac: UInt16, _ address: UInt8, xid: UInt32 = 1, after: Interval = .seconds(0)) -> Sighting {
        Sighting(mac: .sample(mac), address: .sample(address), transactionID: xid, time: .noon + after)
    }

    @Test("knows a machine by the address that it was seen at last")
    mutating func last() {
        _ = book.add(sighting(1, 50))
        #expect(book.mac(at: .sample(50), .noon) == .sample(1))

        _ = book.add(sighting(1, 51, xid: 2))
        #expect(book.mac(at: .sample(50), .noon) == nil)
        #expect(book.mac(at: .sample(51), .noon) == .sample(1))

        _ = book.add(sighting(2, 51))
        #expect(book.mac(at: .sample(51), .noon) == .sample(2))
    }

    @Test("forgets after a day, and when there are too many")
    mutating func forgets() {
        _ = book.add(sighting(1, 50))
        #expect(book.mac(at: .sample(50), .noon + .hours(23)) == .sample(1))
        #expect(book.mac(at: .sample(50), .noon + .hours(24)) == nil)

        for number in 2...9 { _ = book.add(sighting(UInt16(number), 50 + UInt8(number))) }
        #expect(book.mac(at: .sample(50), .noon) == nil)
        #expect(book.mac(at: .sample(59), .noon) == .sample(9))
    }

    @Test("a request repeated is no news, a new one is, with the offer before it")
    mutating func news() {
        book.add("a", offeredTo: .sample(1), at: .noon)
        book.add("b", offeredTo: .sample(1), at: .noon + .seconds(4))

        let first = book.add(sighting(1, 50, after: .seconds(5)))
        let repeated = book.add(sighting(1, 50, after: .seconds(6)))
        let next = book.add(sighting(1, 50, xid: 2, after: .seconds(7)))
        let moved = book.add(sighting(1, 51, xid: 3, after: .seconds(8)))

        let offer = SightingBook.Offer(discovered: .noon, offered: .noon + .seconds(4), file: "b")
        #expect(first == SightingBook.News(offer: offer))
        #expect(repeated == nil)
        #expect(next == SightingBook.News(isNewAddress: false))
        #expect(moved == SightingBook.News())
    }

    @Test("an offer of more than a minute ago is not what the machine answers to")
    mutating func late() {
        book.add("a", offeredTo: .sample(1), at: .noon)

        let news = book.add(sighting(1, 50, after: .seconds(60)))

        #expect(news == SightingBook.News())
    }
}

@Suite("What a sighting means for a machine")
struct SightingConsequencesTests {
    private static let known = Machine(
        mac: .sample(1), name: .sample("api-1"), profile: .sample("api"), state: .installed)
    private static let sighting = Sighting(
        mac: .sample(1), address: .sample(50), server: .sample(2), time: .noon + .seconds(5))

    private func consequences(
        _ speaker: Speaker, _ machine: Machine?, _ news: SightingBook.News = .init()
    ) -> SightingConsequences {
        SightingConsequences(of: Self.sighting, news, speaker: speaker, machine: machine)
    }

    @Test("a boot goes onto the timeline with the other server's name")
    func boot() {
        let offer = SightingBook.Offer(discovered: .noon, offered: .noon + .seconds(1), file: "pxelinux.0")

        let result = consequences(.firmware(.bios), nil, SightingBook.News(offer: offer))

        #expect(
            result.events.map { "\(($0.time - .noon).seconds) \($0.stage) \($0.detail)" } == [
                "0 discovered firmware=bios", "1 offered file=pxelinux.0", "5 leased address=10.77.0.50 of=10.77.0.2",
            ])
        #expect(result.machine?.origin == .discovered)
        #expect(result.machine?.firmware == .bios)
        #expect(result.machine?.firstSeen == .noon)
        #expect(result.machine?.lastSeen == .noon + .seconds(5))
    }

    @Test("the installer and the installed system are heard of, if the machine is known")
    func later() {
        #expect(consequences(.installer, Self.known).events.map(\.stage) == [.installer])
        #expect(consequences(.installer, nil).events.isEmpty)
        let running = consequences(.system, Self.known)
        #expect(running.events.map(\.stage) == [.running])
        #expect(running.machine?.state == .running)
        #expect(consequences(.system, nil) == consequences(.grub, nil))
    }

    @Test("a system that runs already is told of once for each address")
    func running() {
        var machine = Self.known
        machine.state = .running

        #expect(consequences(.system, machine).events.map(\.stage) == [.leased])
        #expect(consequences(.system, machine, SightingBook.News(isNewAddress: false)).events.isEmpty)
    }
}
