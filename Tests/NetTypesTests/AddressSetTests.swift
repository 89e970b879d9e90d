import NetTypes
import TestSupport
import Testing

@Suite("A set of addresses, and the search in it")
struct AddressSetTests {
    private let first = IPv4Address(10, 77, 0, 0).number

    private func addresses(_ numbers: some Sequence<UInt32>) -> [IPv4Address] {
        numbers.map { IPv4Address(number: first &+ $0) }
    }

    private func found(_ search: AddressSearch, _ range: IPv4Range, atMost limit: Int = .max) -> [IPv4Address] {
        var found: [IPv4Address] = []
        search.visit(range) {
            found.append($0)
            return found.count < limit
        }
        return found
    }

    @Test("what was put in and not taken out is in it, once")
    func members() {
        var set = AddressSet(addresses([0, 63, 64, 4095, 4096, 4096]))
        set.insert(.broadcast)
        set.insert(.any)
        set.remove(IPv4Address(number: first + 64))
        set.remove(IPv4Address(192, 0, 2, 1))

        #expect(set.count == 6)
        #expect(addresses([0, 63, 4095, 4096]).allSatisfy(set.contains))
        #expect(set.contains(.broadcast) && set.contains(.any))
        #expect(!addresses([1, 62, 64, 65, 4094, 4097]).contains(where: set.contains))
    }

    @Test("the search agrees with looking at each address, whatever the range", arguments: 0..<200 as Range<UInt64>)
    func oracle(seed: UInt64) throws {
        var random = Numbers(seed: seed)
        let places = (0..<10_000 as Range<UInt32>).map { $0 }
        // Some blocks are full, some empty, some of anything.
        let density = { (number: UInt32, salt: UInt64) in [0, 1, 2, 8, 8][Int((salt &+ UInt64(number >> 12)) % 5)] }
        let wanted = addresses(places.filter { Int(random.next() % 8) < density($0, seed) })
        let unwanted = (1...2).map { salt in
            addresses(places.filter { Int(random.next() % 8) < density($0, seed &+ UInt64(salt)) })
        }
        let ends = [UInt32(random.next() % 10_000), UInt32(random.next() % 10_000)].sorted()
        let range = try #require(
            IPv4Range(from: IPv4Address(number: first + ends[0]), to: IPv4Address(number: first + ends[1])))
        let sets = (wanted: Set(wanted), unwanted: Set(unwanted.joined()))
        let all = addresses(ends[0]...ends[1]).filter { !sets.unwanted.contains($0) }
        let outside = unwanted.map { AddressSet($0) }

        #expect(found(AddressSearch(outside: outside), range) == all)
        #expect(
            found(AddressSearch(in: AddressSet(wanted), outside: outside), range)
                == all.filter { sets.wanted.contains($0) })
        #expect(found(AddressSearch(outside: outside), range, atMost: 3) == Array(all.prefix(3)))
        let search = AddressSearch(in: AddressSet(wanted), outside: outside)
        let count = all.count { sets.wanted.contains($0) }
        #expect(search.count(in: range, upTo: .max) == count)
        #expect(search.count(in: range, upTo: 10) > 10 || count <= 10)
        #expect(addresses(ends[0]...ends[1]).count(where: search.finds) == count)
    }

    @Test("a range may end with the last address there is")
    func end() throws {
        let range = try #require(IPv4Range(from: IPv4Address(number: .max - 1), to: .broadcast))

        #expect(found(AddressSearch(outside: [AddressSet([range.first])]), range) == [.broadcast])
        #expect(found(AddressSearch(outside: [AddressSet([range.first, range.last])]), range) == [])
    }
}
