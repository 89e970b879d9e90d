import DNSWire
import Decisions
import NetTypes
import TestSupport
import Testing

@Suite("Updates of one zone, several in one message")
struct UpdateBundlesTests {
    private let zone: DNSName

    init() throws { zone = try #require(DNSName("lab.example.org")) }

    private func update(_ number: UInt64, label: String = "n") throws -> DNSUpdate {
        let name = try #require(DNSName("\(label)\(number).lab.example.org"))
        let address = IPv4Address(number: UInt32(number))
        return DNSUpdate(
            of: zone, if: [.nameNotInUse(name)], [.add(DNSRecord(name, .a(address), timeToLive: 300))])
    }

    private func bundles(_ count: UInt64, label: String = "n") throws -> UpdateBundles {
        var bundles = UpdateBundles()
        for number in 0..<count {
            bundles.add(try update(number, label: label), of: try #require(MACAddress(number: number)))
        }
        return bundles
    }

    /// Whether the message's end is that of each update in it.
    private func end(_ bundle: UpdateBundles.Bundle, _ end: NameExchangeEnd, in bundles: inout UpdateBundles) -> Bool {
        bundles.ended(bundle, end)
    }

    /// All that may go, after the pauses between.
    private func sent(_ bundles: inout UpdateBundles) -> [UpdateBundles.Bundle] {
        var all: [UpdateBundles.Bundle] = []
        while let next = bundles.next(at: Interval(milliseconds: Int64(all.count) * 20)) { all.append(next) }
        return all
    }

    @Test("one goes by itself, as it is")
    func single() throws {
        var bundles = try bundles(1)

        let sent = sent(&bundles)

        #expect(sent.map(\.update) == [try update(0)])
    }

    @Test("many go in their order, 32 in a message and four messages at once; the rest when one has its end")
    func many() throws {
        var bundles = try bundles(200)
        let first = sent(&bundles)
        #expect(first.map(\.machines.count) == [32, 32, 32, 32])
        #expect(first.flatMap(\.machines).map(\.number) == Array(0..<128))
        #expect(first[1].update?.prerequisites.count == 32 && first[1].update?.changes.count == 32)
        #expect(first[1].update?.changes.first == (try update(32)).changes.first)

        #expect(self.end(first[0], .replied(DNSReply(.success)), in: &bundles))

        #expect(sent(&bundles).map(\.machines.count) == [32])
    }

    @Test("after a message others gather for 20 ms, or until they fill one")
    func gathering() throws {
        var bundles = try bundles(1)
        let at = { (milliseconds: Int64) in Interval(milliseconds: milliseconds) }
        #expect(bundles.pause(at: at(100)) == nil)
        #expect(bundles.next(at: at(100))?.machines.count == 1)
        #expect(bundles.pause(at: at(100)) == nil)

        bundles.add(try update(1), of: .sample(1))
        bundles.add(try update(2), of: .sample(2))
        #expect(bundles.next(at: at(105)) == nil)
        #expect(bundles.pause(at: at(105)) == at(15))
        #expect(bundles.next(at: at(120))?.machines == [.sample(1), .sample(2)])

        for number in UInt64(3)..<35 { bundles.add(try update(number), of: .sample(UInt16(number))) }
        #expect(bundles.pause(at: at(121)) == nil)
        #expect(bundles.next(at: at(121))?.machines.count == 32)
    }

    @Test("a message stays within what one can have, however long the names are")
    func long() throws {
        let label = Array(repeating: String(repeating: "a", count: 60), count: 3).joined(separator: ".")
        var bundles = UpdateBundles()
        for number in UInt64(0)..<64 {
            let name = try #require(DNSName("\(label).n\(number).lab.example.org"))
            let mark = RecordData.other(.dhcid, Array(repeating: 1, count: 400))
            bundles.add(
                DNSUpdate(of: zone, Array(repeating: .add(DNSRecord(name, mark, timeToLive: 300)), count: 6)),
                of: try #require(MACAddress(number: number)))
        }

        for bundle in sent(&bundles) {
            let bytes = (bundle.update?.changes ?? []).reduce(0) { $0 + $1.record.encoded.count }
            #expect(bytes <= 32768 && bundle.machines.count > 1)
        }
    }

    @Test(
        "what is not taken together is sent again one by one, and no longer in a message with others",
        arguments: [
            NameExchangeEnd.replied(DNSReply(.nameExists)), .replied(DNSReply(.noSuchRecords)), .failed(.notPermitted),
            .failed(.silence),
        ])
    func apart(end: NameExchangeEnd) throws {
        var bundles = try bundles(3)
        let together = sent(&bundles)
        #expect(together.map(\.machines.count) == [3])

        #expect(!self.end(together[0], end, in: &bundles))

        let alone = sent(&bundles)
        #expect(alone.map(\.machines.count) == [1, 1, 1])
        #expect(Set(alone.compactMap(\.update)) == Set(try (0..<3).map { try update($0) }))
        for bundle in alone { #expect(self.end(bundle, end, in: &bundles)) }
        #expect(sent(&bundles).isEmpty)
    }

    @Test("where no message of several gets through all go one by one, until the zone is given up")
    func datagramsOnly() throws {
        var bundles = try bundles(2)
        let together = try #require(sent(&bundles).first)
        _ = bundles.ended(together, .failed(.unreachable))
        for number in UInt64(2)..<6 { bundles.add(try update(number), of: try #require(MACAddress(number: number))) }
        let alone = sent(&bundles)
        #expect(alone.map(\.machines.count) == Array(repeating: 1, count: 6))

        #expect(bundles.giveBack() == [])
        for bundle in alone { #expect(self.end(bundle, .failed(.unreachable), in: &bundles)) }
        for number in UInt64(6)..<8 { bundles.add(try update(number), of: try #require(MACAddress(number: number))) }
        #expect(sent(&bundles).map(\.machines.count) == [2])
    }

    @Test("what waits when the zone is closed is given back, each machine once")
    func givenBack() throws {
        var bundles = try bundles(200)
        let first = sent(&bundles)
        #expect(!self.end(first[0], .failed(.silence), in: &bundles))

        let back = bundles.giveBack()

        #expect(back.count == 72 + 32 && Set(back).count == back.count)
        #expect(sent(&bundles).isEmpty)
    }
}
