import Decisions
import Inventory
import NetTypes
import Testing

@Suite("A lease that another server gave")
struct LeaseImportTests {
    private let now = Timestamp(seconds: 1_700_000_000)

    @Test("is taken over as it is while it runs, and remembered as free once it has run out")
    func taken() throws {
        let running = try lease(start: -3600, expiry: 3600)
        let over = try lease(start: -3600, expiry: -60)

        #expect(try decide(running) == .take(Lease(running, state: .active, start: -3600, expiry: 3600, now)))
        #expect(try decide(over) == .take(Lease(over, state: .free, start: -3600, expiry: -60, now)))
    }

    @Test("of a server that writes no start down starts now")
    func noStart() throws {
        let lease = try lease(start: nil, expiry: 3600)

        #expect(try decide(lease) == .take(Lease(lease, state: .active, start: 0, expiry: 3600, now)))
    }

    @Test("is refused where it cannot be ours")
    func refused() throws {
        let given = try lease(start: -60, expiry: 3600)
        let other = try #require(MACAddress("52:54:00:77:00:99"))

        #expect(try decide(given, pool: nil) == .refuse(.outsideSubnets))
        #expect(try decide(given, pool: "10.77.0.50 - 10.77.0.60") == .refuse(.notInPool))
        #expect(try decide(given, isOwn: true) == .refuse(.ownAddress))
        #expect(try decide(given, reservation: other) == .refuse(.reserved(for: other)))
        #expect(try decide(try lease("10.77.0.255", start: 0, expiry: 60)) == .refuse(.notAHost))
        #expect(try decide(try lease(mac: "01:00:5e:00:00:01", start: 0, expiry: 60)) == .refuse(.groupAddress))
    }

    @Test("of the machine that the address is reserved for is taken over, in a pool or not")
    func reserved() throws {
        let given = try lease(start: -60, expiry: 3600)

        let decision = try decide(given, pool: "10.77.0.50 - 10.77.0.60", reservation: given.mac)

        #expect(decision == .take(Lease(given, state: .active, start: -60, expiry: 3600, now)))
    }

    /// Start and expiry are seconds from now; `nil` is kept, else what is taken.
    @Test(
        "meets a lease of the same machine: the one that holds for longer stays",
        arguments: [
            (-3600, 3600, .active, -60, 7200, true), (-3600, 7200, .active, -60, 3600, false),
            (-60, 3600, .active, -60, 3600, false), (-3600, -60, .active, -1800, 3600, true),
            // Given back to us, after it was granted or before.
            (-3600, -60, .free, -1800, 3600, false), (-7200, -3600, .free, -1800, 3600, true),
            (-60, 60, .quarantined, -30, 3600, false), (-60, -30, .quarantined, -20, 3600, true),
        ] as [(Int, Int, Lease.State, Int, Int, Bool)])
    func sameMachine(start: Int, expiry: Int, state: Lease.State, itsStart: Int, itsExpiry: Int, isTaken: Bool) throws {
        let given = try lease(start: itsStart, expiry: itsExpiry)
        let ours = Lease(given, state: state, start: start, expiry: expiry, now)

        let decision = try decide(given, at: ours, of: ours)

        #expect(decision.isTaken == isTaken)
    }

    @Test(
        "meets a lease of another machine: what is lent goes before what was, then the later one",
        arguments: [
            (.active, -60, 3600, -120, true), (.active, -120, 3600, -60, false), (.active, -60, 3600, nil, true),
            (.free, -120, -60, -100, false), (.quarantined, -120, 60, -60, false),
        ] as [(Lease.State, Int, Int, Int?, Bool)])
    func otherMachine(state: Lease.State, start: Int, expiry: Int, itsStart: Int?, isKept: Bool) throws {
        let given = try lease(start: itsStart, expiry: 3600)
        let ours = Lease(
            try lease(mac: "52:54:00:77:00:99", start: 0, expiry: 60), state: state, start: start, expiry: expiry, now)

        let decision = try decide(given, at: ours)

        #expect(decision.isTaken != isKept)
        #expect(state == .quarantined ? decision == .keep(.quarantined) || !isKept : true)
    }

    @Test("of a machine that has got another address since is not taken over; an older one gives way")
    func moved() throws {
        let given = try lease(start: -60, expiry: 3600)
        let later = Lease(try lease("10.77.0.101", start: 0, expiry: 60), state: .active, start: -30, expiry: 60, now)
        let earlier = Lease(try lease("10.77.0.101", start: 0, expiry: 60), state: .active, start: -90, expiry: 60, now)

        #expect(try decide(given, of: later) == .keep(.movedSince(to: later.address)))
        #expect(try decide(given, of: earlier).isTaken)
        #expect(try decide(try lease(start: -60, expiry: -30), of: earlier) == .keep(.movedSince(to: later.address)))
    }

    private func lease(
        _ address: String = "10.77.0.100", mac: String = "52:54:00:77:00:11", start: Int?, expiry: Int
    ) throws -> ImportedLease {
        ImportedLease(
            address: try #require(IPv4Address(address)), mac: try #require(MACAddress(mac)),
            start: start.map { now + .seconds($0) }, expiry: now + .seconds(expiry))
    }

    private func decide(
        _ lease: ImportedLease, pool: String? = "10.77.0.100 - 10.77.0.200", isOwn: Bool = false,
        reservation: MACAddress? = nil, at atAddress: Lease? = nil, of ofMachine: Lease? = nil
    ) throws -> LeaseImportDecision {
        let prefix = try #require(IPv4Prefix("10.77.0.0/24"))
        let subnet = try pool.map { Subnet(prefix: prefix, pools: [try #require(IPv4Range($0))]) }
        return LeaseImportDecision(
            for: lease,
            LeaseImportFacts(
                now: now, subnet: subnet, isOwnAddress: isOwn, reservation: reservation, atAddress: atAddress,
                ofMachine: ofMachine))
    }
}

extension LeaseImportDecision {
    fileprivate var isTaken: Bool { if case .take = self { true } else { false } }
}

extension Lease {
    /// With start and expiry in seconds from now.
    fileprivate init(_ lease: ImportedLease, state: State, start: Int, expiry: Int, _ now: Timestamp) {
        self.init(
            address: lease.address, mac: lease.mac, name: lease.name, state: state, start: now + .seconds(start),
            expiry: now + .seconds(expiry))
    }
}
