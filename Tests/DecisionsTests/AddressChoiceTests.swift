import Decisions
import Inventory
import NetTypes
import TestSupport
import Testing

@Suite("The choice of a free address")
struct AddressChoiceTests {
    private func choose(
        _ mac: MACAddress = .sample(1), in pools: [IPv4Range] = [.sample(100, 103)],
        infrastructure: Set<IPv4Address> = [.server],
        leases: [Lease] = [], offers: OfferBook = OfferBook(capacity: 8), reserved: Reservations = [:]
    ) -> IPv4Address? {
        chooseAddress(
            for: mac, in: .sample(pools: pools), infrastructure: infrastructure, leases: LeaseBook(leases),
            offers: offers,
            reserved: reserved, now: .noon)
    }

    private func everyone(except address: IPv4Address?, _ state: Lease.State, ranOut: Bool = false) -> [Lease] {
        (100...103).filter { .sample($0) != address }.map {
            .sample($0, to: .sample(UInt16($0)), state, from: Timestamp(seconds: 0), for: .hours(ranOut ? 1 : 999_999))
        }
    }

    @Test("a machine gets the same address after the loss of the store, whatever the others do", arguments: 1...40)
    func sticky(number: UInt16) throws {
        let mac = MACAddress.sample(number)
        let address = try #require(choose(mac, in: [.sample(10, 250)]))
        let others = (10...250).filter { .sample($0) != address && $0 % 3 == 0 }

        #expect(choose(mac, in: [.sample(10, 250)]) == address)
        #expect(
            choose(mac, in: [.sample(10, 250)], leases: others.map { .sample($0, to: .sample(1000 + UInt16($0))) })
                == address)
    }

    @Test("no two machines ever hold the same address, and the pools are lent to the last of them")
    func distinct() {
        var leases = LeaseBook()
        var lent: Set<IPv4Address> = []
        let subnet = Subnet.sample(pools: [.sample(100, 103), .sample(110, 115)])

        for number in 1...10 as ClosedRange<UInt16> {
            let address = chooseAddress(
                for: .sample(number), in: subnet, infrastructure: [.server], leases: leases,
                offers: OfferBook(capacity: 8),
                reserved: [:], now: .noon)
            guard let address else { continue }
            lent.insert(address)
            leases.save(Lease(address: address, mac: .sample(number), start: .noon, expiry: .noon + .hours(1)))
        }

        #expect(lent == Set((100...103).map(IPv4Address.sample) + (110...115).map(IPv4Address.sample)))
        #expect(
            chooseAddress(
                for: .sample(11), in: subnet, infrastructure: [.server], leases: leases, offers: OfferBook(capacity: 8),
                reserved: [:], now: .noon) == nil)
        #expect(
            chooseAddress(
                for: .sample(11), in: subnet, infrastructure: [.server], leases: leases, offers: OfferBook(capacity: 8),
                reserved: [:], now: .noon + .hours(1)) != nil)
    }

    @Test("machines spread over the pool")
    func spread() {
        let addresses = Set((1...50).map { choose(.sample($0), in: [.sample(1, 250)], infrastructure: []) })

        #expect(addresses.count > 30)
    }

    @Test("an address that nobody remembers goes first, then one whose holder is gone")
    func remembered() {
        let fresh = IPv4Address.sample(102)

        #expect(choose(leases: everyone(except: fresh, .free)) == fresh)
        #expect(choose(leases: everyone(except: nil, .free)) != nil)
        #expect(choose(leases: everyone(except: nil, .active, ranOut: true)) != nil)
        #expect(choose(leases: everyone(except: nil, .quarantined, ranOut: true)) != nil)
    }

    @Test("what is held, in quarantine, reserved, on offer or this server's own is never lent")
    func never() {
        var offers = OfferBook(capacity: 8)
        for number: UInt8 in 100...103 {
            offers.add(
                OfferBook.Offer(
                    mac: .sample(UInt16(number)), address: .sample(number), discovered: .noon, offered: .noon,
                    expiry: .noon + .seconds(60)))
        }
        var reserved: Reservations = [:]
        for number: UInt8 in 100...103 { reserved[.sample(number)] = .sample(9) }

        #expect(choose(leases: everyone(except: nil, .active)) == nil)
        #expect(choose(leases: everyone(except: nil, .quarantined)) == nil)
        #expect(choose(reserved: reserved) == nil)
        #expect(choose(offers: offers) == nil)
        #expect(choose(.sample(101), offers: offers) == .sample(101))
        #expect(choose(in: [.sample(1, 1)]) == nil)
        #expect(choose(in: []) == nil)
    }

    @Test("the choice is the one that looking at every address gives", arguments: 0..<100 as Range<UInt64>)
    func oracle(seed: UInt64) throws {
        var random = Numbers(seed: seed)
        let pools = try pools(&random)
        let subnet = Subnet(prefix: try #require(IPv4Prefix("10.77.0.0/16")), pools: pools)
        let all = pools.flatMap { pool in (pool.first.number...pool.last.number).map { IPv4Address(number: $0) } }
        // From pools of which much is fresh to such as are lent to the last address.
        let shares = (leased: random.next() % 5 * 25, held: random.next() % 5 * 25, rare: random.next() % 3 * 10)
        var leases = LeaseBook()
        var reserved: Reservations = [:]
        var offered: [OfferBook.Offer] = []
        for address in all {
            let other = MACAddress.sample(UInt16(random.next() % 5000 + 10))
            if random.next() % 100 < shares.leased {
                let minutes = Int(random.next() % 600) + 1
                leases.save(
                    Lease(
                        address: address, mac: other, start: .noon + .minutes(-minutes),
                        expiry: .noon + .minutes(random.next() % 100 < shares.held ? minutes : -minutes)))
            }
            if random.next() % 100 < shares.rare { reserved[address] = other }
            if random.next() % 100 < shares.rare {
                let age = Int(random.next() % 90)
                offered.append(
                    OfferBook.Offer(
                        mac: random.next() % 40 == 0 ? .sample(1) : other, address: address, discovered: .noon,
                        offered: .noon + .seconds(-age), expiry: .noon + .seconds(60 - age)))
            }
        }
        var offers = OfferBook(capacity: 4096)
        for offer in offered.sorted(by: { $0.offered < $1.offered }) { offers.add(offer) }
        let infrastructure = Set(all.prefix(2) + all.suffix(1))

        for number: UInt16 in 1...6 {
            let mac = MACAddress.sample(number)
            let isFree = { (address: IPv4Address) in
                !infrastructure.contains(address) && reserved[address] == nil
                    && offers.holder(of: address, at: .noon) ?? mac == mac
            }
            let start = Int(spread(mac) % UInt64(all.count))
            let inOrder = (all[start...] + all[..<start]).filter(isFree)
            let gone = inOrder.compactMap { leases[$0] }.filter { !$0.isHeld(at: .noon) }.prefix(64)
            let expected = inOrder.first { leases[$0] == nil } ?? gone.min { $0.expiry < $1.expiry }?.address

            let choice = chooseAddress(
                for: mac, in: subnet, infrastructure: infrastructure, leases: leases, offers: offers,
                reserved: reserved, now: .noon)

            #expect(choice == expected)
        }
    }

    /// One to three pools of one address to 5000.
    private func pools(_ random: inout Numbers) throws -> [IPv4Range] {
        var next = IPv4Address(10, 77, 0, 0).number
        return try (0...(random.next() % 3)).map { _ in
            let first = next + UInt32(random.next() % 100)
            let last = first + UInt32(random.next() % [1, 70, 300, 5000][Int(random.next() % 4)])
            next = last + 1
            return try #require(IPv4Range(from: IPv4Address(number: first), to: IPv4Address(number: last)))
        }
    }

    /// FNV-1a over the six bytes, as it is written down.
    private func spread(_ mac: MACAddress) -> UInt64 {
        mac.octets.reduce(0xcbf2_9ce4_8422_2325) { ($0 ^ UInt64($1)) &* 0x0000_0100_0000_01b3 }
    }
}
