import Inventory
import NetTypes
import TestSupport
import Testing

@Suite("The book of leases")
struct LeaseBookTests {
    private let moments = (0...20).map { Timestamp.noon + .minutes($0) }

    /// A lease of one of twelve addresses, to one of ten machines, in any state.
    private func lease(_ random: inout Numbers, at now: Timestamp) -> Lease {
        let states: [Lease.State] = [.active, .active, .active, .free, .quarantined]
        return Lease(
            address: .sample(UInt8(random.next() % 12)), mac: .sample(UInt16(random.next() % 10)),
            state: states[Int(random.next() % 5)], start: now,
            expiry: now + .minutes(Int(random.next() % 6)))
    }

    private func expectOrder(in book: LeaseBook, at now: Timestamp) {
        let all = Array(book.leases)
        #expect(book.count == all.count)
        #expect(all.allSatisfy { book[$0.address] == $0 && book.addresses.contains($0.address) })
        #expect(book.addresses.count == all.count)
        #expect(all.allSatisfy { book.abandoned.contains($0.address) != $0.isHeld(at: now) })
        #expect(book.abandoned.count == all.count { !$0.isHeld(at: now) })
    }

    @Test("it knows what nobody holds, whatever is saved and taken back", arguments: 0..<100 as Range<UInt64>)
    func abandoned(seed: UInt64) {
        var random = Numbers(seed: seed)
        var book = LeaseBook()
        for now in moments {
            book.settle(at: now)
            expectOrder(in: book, at: now)
            for _ in 0..<(random.next() % 8) { book.save(lease(&random, at: now)) }
            let before = book
            let undos = (0..<(random.next() % 4)).map { _ in book.save(lease(&random, at: now)) }
            if random.next() % 2 == 0 {
                for undo in undos.reversed() { book.take(back: undo) }
                let macs = (0..<10 as Range<UInt16>).map { MACAddress.sample($0) }
                #expect(macs.allSatisfy { book[$0] == before[$0] })
                #expect(Set(book.leases) == Set(before.leases))
            }
            expectOrder(in: book, at: now)
        }
    }

    @Test("a machine's lease is the one it had last, until another machine has the address")
    func ofMachine() {
        var book = LeaseBook([.sample(100, to: .sample(1)), .sample(101, to: .sample(1), from: .noon + .seconds(1))])
        #expect(book[MACAddress.sample(1)]?.address == .sample(101))

        book.save(.sample(101, to: .sample(2), from: .noon + .hours(2)))

        #expect(book[MACAddress.sample(1)] == nil)
        #expect(book[IPv4Address.sample(100)]?.mac == .sample(1))
    }

    @Test("what is asked for and given back without end costs no memory without end")
    func churn() {
        var book = LeaseBook()
        for round in 0..<100_000 {
            let start = Timestamp.noon + Interval(milliseconds: Int64(round))
            book.save(.sample(100, to: .sample(1), round % 2 == 0 ? .active : .free, from: start))
        }

        #expect(book.count == 1)
        #expect(book.queuedCount < 100)
    }
}
