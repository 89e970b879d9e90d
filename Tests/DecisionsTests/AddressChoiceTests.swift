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
        leases: [Lease] = [], offers: OfferBook = OfferBook(capacity: 8), reserved: [IPv4Address: MACAddress] = [:]
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
        let reserved = Dictionary(
            uniqueKeysWithValues: (100...103).map { (IPv4Address.sample($0), MACAddress.sample(9)) })

        #expect(choose(leases: everyone(except: nil, .active)) == nil)
        #expect(choose(leases: everyone(except: nil, .quarantined)) == nil)
        #expect(choose(reserved: reserved) == nil)
        #expect(choose(offers: offers) == nil)
        #expect(choose(.sample(101), offers: offers) == .sample(101))
        #expect(choose(in: [.sample(1, 1)]) == nil)
        #expect(choose(in: []) == nil)
    }
}
