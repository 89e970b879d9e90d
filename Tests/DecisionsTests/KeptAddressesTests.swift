import DHCPWire
import Decisions
import Inventory
import NetTypes
import TestSupport
import Testing

@Suite("Addresses that are kept for known machines")
struct KeptAddressesTests {
    private static let named = Machine(mac: .sample(1), name: .sample("api-1"))
    private static let profiled = Machine(mac: .sample(1), profile: .sample("api"), origin: .discovered)
    private static let discovered = Machine(mac: .sample(1), origin: .discovered)

    /// The machine, what it leases, what it is offered, what it says, and what is done when none is left for others.
    private static let cases: [(Machine?, Lease?, UInt8?, DHCPMessage, String)] = [
        (nil, nil, nil, .client(.discover), "quiet kept-for-known"),
        (discovered, nil, nil, .client(.discover), "quiet kept-for-known"),
        (named, nil, nil, .client(.discover), "offer 100"),
        (profiled, nil, nil, .client(.discover), "offer 100"),
        (nil, nil, nil, .client(.discover, asking: 101), "quiet kept-for-known"),
        // What it has is its own; what it had is not.
        (nil, .own(102), nil, .client(.discover), "offer 102"),
        (nil, .own(102, ranOut: true), nil, .client(.discover), "quiet kept-for-known"),
        (nil, .own(102), nil, .client(.request, asking: nil, ciaddr: 102), "acknowledge 102"),
        (nil, .own(102, ranOut: true), nil, .client(.request, asking: 102), "quiet kept-for-known"),
        // What was offered before is a promise.
        (nil, nil, 103, .client(.discover), "offer 103"),
        (nil, nil, 103, .client(.request, asking: 103, of: .server), "acknowledge 103"),
        (nil, nil, nil, .client(.request, asking: 103, of: .server), "quiet kept-for-known"),
        (named, nil, nil, .client(.request, asking: 103, of: .server), "acknowledge 103"),
    ]

    @Test("go to no other once there are no more than that", arguments: cases.indices)
    func scarce(index: Int) throws {
        let (machine, lease, offered, message, expected) = Self.cases[index]
        var situation = Situation(machine: machine, lease: lease, offered: offered)
        situation.isShortOfAddresses = true

        #expect(try situation.decision(on: message).word == expected)
    }

    /// How many are kept, of a pool of four of which one is leased, one is reserved and one is on offer; whether that is
    /// all there is.
    @Test(
        "are counted among those that are free",
        arguments: [
            (AddressShare.addresses(0), false), (.addresses(1), true), (.addresses(4), true), (.percent(0), false),
            (.percent(1), true), (.percent(100), true),
        ])
    func count(kept: AddressShare, isShort: Bool) {
        var subnet = Subnet.sample()
        subnet.keptForKnown = kept
        var offers = OfferBook(capacity: 9)
        offers.add(
            OfferBook.Offer(
                mac: .sample(9), address: .sample(102), discovered: .noon, offered: .noon, expiry: .noon + .minutes(1)))
        let leases = LeaseBook([.sample(100, to: .sample(2)), .sample(103, to: .sample(3), .free)])

        let answer = isShortOfAddresses(
            subnet, for: .sample(1), infrastructure: [.server], leases: leases, offers: offers,
            reserved: [.sample(101): .sample(4)], now: .noon)

        #expect(answer == isShort)
    }

    @Test("are a number, or a share of the pools rounded up")
    func share() {
        #expect(AddressShare.percent(10).count(of: 101) == 11)
        #expect(AddressShare.percent(10).count(of: 0) == 0)
        #expect(AddressShare.addresses(7).count(of: 101) == 7)
    }
}
