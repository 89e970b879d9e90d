import Decisions
import NetTypes
import TestSupport
import Testing

@Suite("Offers that wait for their requests")
struct OfferBookTests {
    private func offer(_ address: UInt8, to mac: UInt16, at time: Timestamp = .noon) -> OfferBook.Offer {
        OfferBook.Offer(
            mac: .sample(mac), address: .sample(address), discovered: time, offered: time,
            expiry: time + .seconds(60))
    }

    @Test("an offer is held for its machine until it runs out")
    func holding() {
        var book = OfferBook(capacity: 4)

        book.add(offer(100, to: 1))

        let last = Timestamp(milliseconds: (Timestamp.noon + .seconds(60)).milliseconds - 1)
        #expect(book.offer(to: .sample(1), at: last) == offer(100, to: 1))
        #expect(book.holder(of: .sample(100), at: last) == .sample(1))
        #expect(book.offer(to: .sample(1), at: .noon + .seconds(60)) == nil)
        #expect(book.holder(of: .sample(100), at: .noon + .seconds(60)) == nil)
        #expect(book.offer(to: .sample(2), at: .noon) == nil)
        #expect(book.holder(of: .sample(101), at: .noon) == nil)
    }

    @Test("a machine holds one offer: the next takes its place")
    func replacing() {
        var book = OfferBook(capacity: 4)

        book.add(offer(100, to: 1))
        book.add(offer(101, to: 1))

        #expect(book.count == 1)
        #expect(book.holder(of: .sample(100), at: .noon) == nil)
        #expect(book.holder(of: .sample(101), at: .noon) == .sample(1))
    }

    @Test("an address that ran out and went to another stays the other's")
    func reoffered() {
        var book = OfferBook(capacity: 4)
        let later = Timestamp.noon + .seconds(60)
        book.add(offer(100, to: 1))
        book.add(offer(100, to: 2, at: later))

        book.remove(.sample(1))

        #expect(book.holder(of: .sample(100), at: later) == .sample(2))
    }

    @Test("what is removed is free")
    func removing() {
        var book = OfferBook(capacity: 4)
        book.add(offer(100, to: 1))

        #expect(book.remove(.sample(1)) == offer(100, to: 1))

        #expect(book.remove(.sample(1)) == nil)
        #expect(book.count == 0)
        #expect(book.holder(of: .sample(100), at: .noon) == nil)
    }

    @Test("what is taken is held on, and says which request took it")
    func taking() {
        var book = OfferBook(capacity: 4)
        book.add(offer(100, to: 1))

        #expect(book.take(.sample(1), by: 7, at: .noon)?.takenBy == nil)

        #expect(book.take(.sample(1), by: 8, at: .noon)?.takenBy == 7)
        #expect(book.holder(of: .sample(100), at: .noon) == .sample(1))
        #expect(book.take(.sample(1), by: 8, at: .noon + .seconds(60)) == nil)
        #expect(book.take(.sample(2), by: 8, at: .noon) == nil)
    }

    @Test("a full book forgets the oldest offer, taken or not", arguments: [false, true])
    func capacity(isTaken: Bool) {
        var book = OfferBook(capacity: 3)
        for number: UInt16 in 1...3 {
            book.add(offer(UInt8(100 + number), to: number, at: .noon + .seconds(Int(number))))
        }
        // The first is offered its address again, and so is the newest.
        book.add(offer(101, to: 1, at: .noon + .seconds(4)))
        if isTaken { book.take(.sample(2), by: 7, at: .noon + .seconds(4)) }

        book.add(offer(110, to: 10, at: .noon + .seconds(5)))

        let now = Timestamp.noon + .seconds(6)
        #expect(book.count == 3)
        #expect(book.offer(to: .sample(2), at: now) == nil)
        #expect([1, 3, 10].allSatisfy { book.offer(to: .sample($0), at: now) != nil })
    }

    @Test("a book never holds more than it may, whatever comes")
    func flood() {
        var book = OfferBook(capacity: 5)

        for number in 0..<1000 as Range<Int> {
            book.add(
                offer(UInt8(number % 250), to: UInt16(number * 7 % 911), at: .noon + .seconds(number)))
            if number % 3 == 1 { book.remove(.sample(UInt16(number * 7 % 911))) }
            #expect(book.count <= 5)
        }

        #expect(book.count == 5)
    }
}
