import DHCPWire
import Decisions
import Inventory
import NetTypes
import TestSupport
import Testing

private let otherServer = IPv4Address.sample(2)
private let foreign = IPv4Address(192, 0, 2, 5)

@Suite("DHCPREQUEST, RFC 2131 §4.3.2")
struct LeaseRequestTests {
    @Test(
        "in SELECTING, an address is acknowledged unless something stands in the way",
        arguments: [
            (Situation(), 102, "acknowledge 102"),
            (Situation(offered: 102), 102, "acknowledge 102"),
            // The promise was forgotten, or another address was promised: the leases alone judge.
            (Situation(offered: 101), 102, "acknowledge 102"),
            (Situation(held: [102]), 102, "refuse held-by-another"),
            (Situation(offeredToOthers: [102]), 102, "refuse held-by-another"),
            (Situation(reservedForOthers: [102]), 102, "refuse reserved-for-another"),
            (Situation(), 50, "refuse not-in-pool"),
            (Situation(subnet: .sample(pools: [.sample(1, 103)])), 1, "refuse held-by-another"),
            (Situation(reserved: 50), 50, "acknowledge 50"),
            (Situation(reserved: 50), 102, "refuse other-address-leased"),
            (Situation(reserved: 50, held: [50]), 102, "acknowledge 102"),
            (Situation(reserved: 50, offeredToOthers: [50]), 102, "acknowledge 102"),
            (Situation(lease: .own(102)), 102, "acknowledge 102"),
            (Situation(lease: .own(103)), 102, "acknowledge 102 for 103"),
            (Situation(lease: .own(103, .free)), 102, "acknowledge 102"),
            (Situation(lease: .own(103, ranOut: true)), 102, "acknowledge 102"),
            (Situation(lease: .own(103, .quarantined), held: [103]), 102, "acknowledge 102"),
            (Situation(lease: .own(103, .quarantined), held: [103]), 103, "refuse held-by-another"),
        ] as [(Situation, UInt8, String)])
    func selecting(situation: Situation, asked: UInt8, expected: String) throws {
        var situation = situation
        for isAuthoritative in [true, false] {
            situation.isAuthoritative = isAuthoritative

            #expect(
                try situation.decision(on: .client(.request, asking: asked, of: .server)).word == expected,
                "authoritative: \(isAuthoritative)")
        }
    }

    @Test("in SELECTING, an address of another network is refused")
    func selectingForeign() throws {
        let message = DHCPMessage.client(.request, asking: foreign, of: .server, ciaddr: .any)

        #expect(try Situation().decision(on: message).word == "refuse wrong-network")
    }

    @Test("a request for another server is left alone, whatever it asks for", arguments: [nil, 50, 102] as [UInt8?])
    func otherServers(asked: UInt8?) throws {
        let situation = Situation(lease: .own(102), offered: 102)

        #expect(
            try situation.decision(on: .client(.request, asking: asked, of: otherServer)).word == "quiet other-server")
    }

    @Test("a request that names no address is left alone", arguments: [nil, .server] as [IPv4Address?])
    func noAddress(server: IPv4Address?) throws {
        #expect(
            try Situation(lease: .own(102)).decision(on: .client(.request, asking: nil, of: server)).word
                == "quiet no-address-named")
    }

    @Test(
        "in INIT-REBOOT, a known client keeps its address or is refused another; an unknown one starts over",
        arguments: [
            (Situation(lease: .own(102)), 102, "acknowledge 102", "acknowledge 102"),
            (Situation(lease: .own(102, ranOut: true)), 102, "acknowledge 102", "acknowledge 102"),
            (Situation(lease: .own(102, .free)), 102, "acknowledge 102", "acknowledge 102"),
            (Situation(lease: .own(102)), 103, "refuse other-address-leased", "refuse other-address-leased"),
            (Situation(lease: .own(102, .free)), 103, "refuse other-address-leased", "refuse other-address-leased"),
            (
                Situation(lease: .own(102), reservedForOthers: [102]), 102, "refuse reserved-for-another",
                "refuse reserved-for-another"
            ),
            (
                Situation(lease: .own(102), reserved: 50), 102, "refuse other-address-leased",
                "refuse other-address-leased"
            ),
            (
                Situation(lease: .own(102, .quarantined), held: [102]), 102, "refuse held-by-another",
                "refuse held-by-another"
            ),
            (
                Situation(lease: .own(102, .free), offeredToOthers: [102]), 102, "refuse held-by-another",
                "refuse held-by-another"
            ),
            (Situation(lease: .own(50)), 50, "refuse not-in-pool", "refuse not-in-pool"),
            // RFC 2131: a server that has no record of the client MUST stay silent, unless it is the authority.
            (Situation(), 102, "refuse unknown-lease", "quiet unknown-lease"),
            (Situation(held: [102]), 102, "refuse unknown-lease", "quiet unknown-lease"),
            (Situation(reserved: 50), 50, "acknowledge 50", "quiet unknown-lease"),
            (Situation(reserved: 50, held: [50]), 50, "refuse held-by-another", "quiet unknown-lease"),
        ] as [(Situation, UInt8, String, String)])
    func initReboot(situation: Situation, asked: UInt8, authoritative: String, otherwise: String) throws {
        var situation = situation

        #expect(try situation.decision(on: .client(.request, asking: asked)).word == authoritative)

        situation.isAuthoritative = false
        #expect(try situation.decision(on: .client(.request, asking: asked)).word == otherwise)
    }

    @Test(
        "in RENEWING and REBINDING, a client keeps what it has; after a loss of the store, it keeps what is free",
        arguments: [
            (Situation(lease: .own(102)), 102, "acknowledge 102", "acknowledge 102"),
            (Situation(lease: .own(102, ranOut: true)), 102, "acknowledge 102", "acknowledge 102"),
            (Situation(lease: .own(102)), 103, "refuse other-address-leased", "refuse other-address-leased"),
            (Situation(lease: .own(102, ranOut: true)), 103, "acknowledge 103", "acknowledge 103"),
            (
                Situation(lease: .own(102), reserved: 50), 102, "refuse other-address-leased",
                "refuse other-address-leased"
            ),
            (
                Situation(lease: .own(102), reservedForOthers: [102]), 102, "refuse reserved-for-another",
                "refuse reserved-for-another"
            ),
            (Situation(lease: .own(50)), 50, "refuse not-in-pool", "refuse not-in-pool"),
            (Situation(), 102, "acknowledge 102", "quiet unknown-lease"),
            (Situation(held: [102]), 102, "refuse held-by-another", "quiet unknown-lease"),
            (Situation(), 50, "refuse not-in-pool", "quiet unknown-lease"),
            (Situation(reserved: 50), 50, "acknowledge 50", "quiet unknown-lease"),
        ] as [(Situation, UInt8, String, String)])
    func renewing(situation: Situation, address: UInt8, authoritative: String, otherwise: String) throws {
        var situation = situation

        #expect(try situation.decision(on: .client(.request, asking: nil, ciaddr: address)).word == authoritative)

        situation.isAuthoritative = false
        #expect(try situation.decision(on: .client(.request, asking: nil, ciaddr: address)).word == otherwise)
    }

    @Test("an address of another network is refused by the authority alone", arguments: [true, false], [true, false])
    func foreignNetwork(isReboot: Bool, isAuthoritative: Bool) throws {
        let message = DHCPMessage.client(
            .request, asking: isReboot ? foreign : nil, of: nil, ciaddr: isReboot ? .any : foreign)
        let situation = Situation(isAuthoritative: isAuthoritative, lease: .own(102))

        #expect(
            try situation.decision(on: message).word
                == (isAuthoritative ? "refuse wrong-network" : "quiet wrong-network"))
    }

    @Test("a renewal changes the end of a lease and not its start")
    func renewal() throws {
        let lease = Lease.own(102)

        let decision = try Situation(lease: lease).decision(on: .client(.request, asking: nil, ciaddr: 102))

        var renewed = lease
        renewed.expiry = .noon + .hours(1)
        renewed.name = HostName(provisionalFor: .sample(1))
        #expect(decision == .acknowledge(renewed, replacing: nil))
    }

    @Test(
        "a lease of which less than a quarter has run stands as it is, with no need to write it again",
        arguments: [(60, 60), (50, 50), (45, 45), (44, 60), (10, 60), (90, 60)])
    func freshness(minutesLeft: Int, minutesGiven: Int) throws {
        var lease = Lease.own(102)
        lease.expiry = .noon + .minutes(minutesLeft)

        let decision = try Situation(lease: lease).decision(on: .client(.request, asking: 102))

        lease.expiry = .noon + .minutes(minutesGiven)
        lease.name = HostName(provisionalFor: .sample(1))
        #expect(decision == .acknowledge(lease, replacing: nil))
    }

    @Test("a lease that ran out begins anew")
    func newStart() throws {
        let situation = Situation(lease: .own(102, ranOut: true))

        let decision = try situation.decision(on: .client(.request, asking: nil, ciaddr: 102))

        var lease = Lease.sample(102, to: .sample(1))
        lease.name = HostName(provisionalFor: .sample(1))
        #expect(decision == .acknowledge(lease, replacing: nil))
    }

    @Test("a machine that moves gives up the address that it had, and gets its own name")
    func moving() throws {
        let machine = Machine(mac: .sample(1), name: .sample("api-1"))
        let former = Lease.own(103)

        let decision = try Situation(machine: machine, lease: former)
            .decision(on: .client(.request, asking: 102, of: .server))

        var lease = Lease.sample(102, to: .sample(1))
        lease.name = .sample("api-1")
        var freed = former
        freed.state = .free
        freed.expiry = .noon
        #expect(decision == .acknowledge(lease, replacing: freed))
    }
}
