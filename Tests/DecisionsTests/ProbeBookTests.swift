import Decisions
import NetTypes
import TestSupport
import Testing

@Suite("Probes before an offer, RFC 2131 §2.2 and RFC 5227")
struct ProbeBookTests {
    private static let link = Probe.Way.arp(interface: 2)

    /// What may happen to a probe of .100 for 52:54:00:00:00:01, its number 1.
    enum Event: String, CaseIterable {
        case timeIsOver, stationSpeaks, clientSpeaks, stationSpeaksOnOtherLink, otherAddressSpeaks
        case echoReply, oldEchoReply, oldTimeIsOver
    }

    enum State: String, CaseIterable { case askedOnce, askedTwice, none }

    private func apply(_ event: Event, to book: inout ProbeBook) -> String {
        switch event {
        case .timeIsOver: step(book.endPatience(of: .sample(100), number: 1, at: .noon))
        case .oldTimeIsOver: step(book.endPatience(of: .sample(100), number: 0, at: .noon))
        case .stationSpeaks: end(book.end(by: .arp(.sample(100), from: .sample(9), interface: 2)))
        case .clientSpeaks: end(book.end(by: .arp(.sample(100), from: .sample(1), interface: 2)))
        case .stationSpeaksOnOtherLink: end(book.end(by: .arp(.sample(100), from: .sample(9), interface: 3)))
        case .otherAddressSpeaks: end(book.end(by: .arp(.sample(101), from: .sample(9), interface: 2)))
        case .echoReply: end(book.end(by: .echo(.sample(100), number: 1)))
        case .oldEchoReply: end(book.end(by: .echo(.sample(100), number: 0)))
        }
    }

    private func step(_ step: ProbeBook.Step?) -> String {
        switch step {
        case .askAgain(let probe): "ask \(probe.requests)"
        case .isFree: "free"
        case nil: "-"
        }
    }

    private func word(_ opening: ProbeBook.Opening) -> String {
        switch opening {
        case .ask: "ask"
        case .isFree: "free"
        case .isFull: "full"
        }
    }

    private func end(_ probe: Probe?) -> String { probe == nil ? "-" : "in use" }

    private func book(_ way: Probe.Way, _ state: State) -> ProbeBook {
        var book = ProbeBook(capacity: 4)
        if state == .none { return book }
        _ = book.open(.sample(100), way, for: .sample(1), at: .noon)
        if state == .askedTwice { _ = book.endPatience(of: .sample(100), number: 1, at: .noon) }
        return book
    }

    /// What each event does in each state: on a link, and through a relay.
    private static let table: [State: [Event: (link: String, relay: String)]] = [
        .askedOnce: [
            .timeIsOver: ("ask 2", "ask 2"), .stationSpeaks: ("in use", "-"), .echoReply: ("-", "in use"),
        ],
        .askedTwice: [
            .timeIsOver: ("free", "free"), .stationSpeaks: ("in use", "-"), .echoReply: ("-", "in use"),
        ],
        .none: [:],
    ]

    @Test("asks twice, and ends with the time or with the first answer", arguments: State.allCases, Event.allCases)
    func transitions(state: State, event: Event) {
        let expected = Self.table[state]?[event] ?? ("-", "-")

        for (way, word) in [(Self.link, expected.link), (.echo, expected.relay)] {
            var book = book(way, state)
            let before = book.count
            let found = apply(event, to: &book)

            #expect(found == word)
            #expect(book.count == (["free", "in use"].contains(word) ? 0 : before))
        }
    }

    @Test("a client that asks again waits for the probe that is open, whoever it was for")
    func joining() {
        var book = book(Self.link, .askedOnce)

        let isOther = book.join(.sample(101), for: .sample(1))
        let isOpen = book.join(.sample(100), for: .sample(2))

        #expect(!isOther && isOpen && book.count == 1)
        let own = book.end(by: .arp(.sample(100), from: .sample(2), interface: 2))
        let other = book.end(by: .arp(.sample(100), from: .sample(1), interface: 2))
        #expect(own == nil && other?.client == .sample(2))
    }

    @Test("an address that was found free is not asked about again for half a minute")
    func memory() {
        var book = book(Self.link, .askedTwice)
        _ = book.endPatience(of: .sample(100), number: 1, at: .noon)

        let last = Timestamp(milliseconds: (Timestamp.noon + .seconds(30)).milliseconds - 1)
        let within = book.open(.sample(100), Self.link, for: .sample(2), at: last)
        let after = book.open(.sample(100), Self.link, for: .sample(2), at: .noon + .seconds(30))
        #expect(within == .isFree)
        #expect(after == .ask(Probe(.sample(100), Self.link, number: 2, for: .sample(2))))
    }

    @Test(
        "an address that was found in use, or whose probe was given up, is asked about again", arguments: [true, false])
    func forgotten(isInUse: Bool) {
        var book = book(Self.link, .askedOnce)

        _ = isInUse ? book.end(by: .arp(.sample(100), from: .sample(9), interface: 2)) : book.cancel(.sample(100))

        let next = book.open(.sample(100), Self.link, for: .sample(1), at: .noon)
        #expect(next == .ask(Probe(.sample(100), Self.link, number: 2, for: .sample(1))))
    }

    @Test("no more are open than may be, and what is remembered is bounded too")
    func bounds() {
        var book = ProbeBook(capacity: 2)
        for number in 0..<3000 as Range<UInt32> {
            let address = IPv4Address(number: number)
            guard case .ask(let probe) = book.open(address, .echo, for: .sample(1), at: .noon) else { continue }
            _ = book.endPatience(of: address, number: probe.number, at: .noon)
            _ = book.endPatience(of: address, number: probe.number, at: .noon)
        }

        // The newest is remembered, the oldest are not; two are open then, and no third one.
        let openings = [2999, 0, 1, 2].map { book.open(IPv4Address(number: $0), .echo, for: .sample(1), at: .noon) }
        #expect(openings.map(word) == ["free", "ask", "ask", "full"])
        #expect(book.count == 2)
    }

    @Test("is over before a client that has no answer asks again, a second later", arguments: [link, .echo])
    func time(way: Probe.Way) {
        #expect(way.patience.milliseconds * Int64(way.requests) < 1000)
    }
}
