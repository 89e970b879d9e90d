import Decisions
import Inventory
import NetTypes
import TestSupport
import Testing

@Suite("Whether the network is asked before an offer, RFC 2131 §2.2")
struct ProbeWishTests {
    @Test(
        "about an address that is neither reserved for the client, nor its own, nor on offer to it",
        arguments: [
            (Situation(), nil, true),
            (Situation(), 102, true),
            (Situation(offered: 101), nil, false),
            (Situation(offered: 101, held: [101]), nil, true),
            (Situation(lease: .own(103)), nil, false),
            (Situation(lease: .own(103, .free)), nil, false),
            (Situation(lease: .own(103, ranOut: true)), nil, false),
            (Situation(lease: .own(103, .free), offeredToOthers: [103]), nil, true),
            (Situation(reserved: 50), nil, false),
            (Situation(reserved: 50, held: [50]), nil, true),
            (Situation(machine: Machine(mac: .sample(1), state: .armed)), nil, true),
            (Situation(machine: Machine(mac: .sample(1), state: .installing)), nil, false),
            (Situation(machine: Machine(mac: .sample(1), state: .finishing)), nil, false),
            (Situation(candidate: nil), nil, false),
        ] as [(Situation, UInt8?, Bool)])
    func wishes(situation: Situation, asked: UInt8?, expected: Bool) throws {
        #expect(try situation.wantsProbe(on: .client(.discover, asking: asked)) == expected)
    }

    @Test("a request is answered without")
    func request() throws {
        #expect(try !Situation(offered: 101).wantsProbe(on: .client(.request, asking: 101, of: .server)))
    }
}

@Suite("What is kept of an address that was found in use")
struct LeaseInUseTests {
    private static let dayLater = Timestamp.noon + .hours(24)

    @Test(
        "a quarantine under the MAC that answered",
        arguments: [
            (.sample(9), nil), (nil, nil), (.sample(9), Lease.own(100, .free)),
            (nil, Lease.own(100, .free)), (.sample(1), Lease.own(100, .quarantined, ranOut: true)),
        ] as [(MACAddress?, Lease?)])
    func quarantine(mac: MACAddress?, former: Lease?) {
        let lease = Lease(inUse: .sample(100), by: mac, former: former, at: .noon)

        #expect(
            lease
                == Lease(
                    address: .sample(100), mac: mac ?? .unknown, state: .quarantined, start: .noon,
                    expiry: Self.dayLater))
    }

    @Test(
        "the lease of the machine that had it last and goes on",
        arguments: [Lease.own(100, .free), .own(100, ranOut: true)])
    func goesOn(former: Lease) {
        var expected = former
        expected.state = .active
        expected.expiry = Self.dayLater

        #expect(Lease(inUse: .sample(100), by: .sample(1), former: former, at: .noon) == expected)
    }
}
