import DHCPWire
import Decisions
import Inventory
import NetTypes
import Services
import Store
import TestSupport
import Testing

@Suite("The desk and addresses that are in use, RFC 2131 §2.2")
struct ProbeDeskTests {
    private let store: Store
    private var desk: LeaseDesk

    init() throws {
        let boot = BootPolicy(loaders: [:], url: "http://10.77.0.1")
        store = try Store.open(at: Store.inMemory)
        desk = LeaseDesk(
            LeasePolicy(
                isAuthoritative: true, unknownMachines: .prompt, probesBeforeOffer: true,
                subnets: [.sample(pools: [.sample(100, 101)])]),
            ownAddresses: [.server]
        ) { _ in boot }
    }

    private mutating func ask(_ message: DHCPMessage, at now: Timestamp = .noon) throws -> LeaseDesk.Outcome {
        let bytes = message.encoded()
        return try store.transaction { try desk.handle(bytes.span, from: Arrival(link: .server), at: now, &$0) }
    }

    private mutating func request(_ address: IPv4Address, mac: UInt16 = 1) throws -> LeaseDesk.Outcome {
        try ask(
            .client(.request, mac: .sample(mac)) { options in
                options.append(.requestedAddress, address)
                options.append(.serverIdentifier, .server)
            })
    }

    private mutating func putAway(_ address: IPv4Address, usedBy mac: UInt16?) throws {
        try store.transaction { try desk.putAway(address, usedBy: mac.map { .sample($0) }, at: .noon, &$0) }
    }

    @Test("a first offer wants a probe; the offer repeated, and the same machine's later ones, want none")
    mutating func wishes() throws {
        let first = try ask(.client(.discover))
        let repeated = try ask(.client(.discover))
        _ = try request(try #require(first.answer).message.yourAddress)
        let later = try ask(.client(.discover), at: .noon + .hours(48))

        #expect([first, repeated, later].map(\.wantsProbe) == [true, false, false])
    }

    @Test("where the configuration says so, no offer wants a probe")
    mutating func off() throws {
        desk.policy = LeasePolicy(isAuthoritative: true, unknownMachines: .prompt, subnets: desk.policy.subnets)

        let outcome = try ask(.client(.discover))

        #expect(outcome.answer != nil && !outcome.wantsProbe)
    }

    @Test("an address that is put away is offered to nobody; decided again, the client gets another")
    mutating func putAway() throws {
        let first = try #require(try ask(.client(.discover)).answer).message.yourAddress
        try putAway(first, usedBy: 9)

        let second = try ask(.client(.discover))

        let other = try #require(second.answer).message.yourAddress
        #expect(other != first && second.wantsProbe)
        #expect(desk.offers.holder(of: first, at: .noon) == nil)
        let kept = store.read { $0.leases[first] }
        #expect(kept?.state == .quarantined && kept?.mac == .sample(9))
        #expect(try ask(.client(.discover, mac: .sample(2))).decision == .stayQuiet(.poolExhausted))
        #expect(try ask(.client(.discover, mac: .sample(2)), at: .noon + .hours(24)).wantsProbe)
    }

    @Test("an address that is leased meanwhile is not put away")
    mutating func leased() throws {
        _ = try request(.sample(100))

        try putAway(.sample(100), usedBy: 9)

        #expect(store.read { $0.leases[IPv4Address.sample(100)]?.mac } == .sample(1))
    }

    @Test("a machine that sits on an address keeps its own lease, and is not known by the other")
    mutating func squatter() throws {
        _ = try request(.sample(101), mac: 9)

        try putAway(.sample(100), usedBy: 9)

        #expect(store.read { $0.leases[MACAddress.sample(9)]?.address } == .sample(101))
        let renewed = try ask(.client(.request, mac: .sample(9), ciaddr: .sample(101)))
        #expect(renewed.answer?.message.yourAddress == .sample(101))
    }

    @Test("a machine that goes on beyond its lease gets the same address again")
    mutating func goesOn() throws {
        _ = try request(.sample(100))
        _ = try ask(.client(.release, ciaddr: .sample(100)))

        try putAway(.sample(100), usedBy: 1)

        #expect(try ask(.client(.discover, mac: .sample(2))).answer?.message.yourAddress == .sample(101))
        #expect(try ask(.client(.discover)).answer?.message.yourAddress == .sample(100))
    }
}
