import Inventory
import NetTypes
import Store
import Testing

@Suite("Timelines in the store")
struct EventTests {
    private let directory: TemporaryDirectory

    init() throws { directory = try TemporaryDirectory() }

    private func record(_ count: Int, of mac: MACAddress, in store: Store) throws {
        try store.transaction { transaction in
            for number in 0..<count {
                try transaction.record(BootEvent(time: .noon, mac: mac, stage: .progress, detail: "\(number)"))
            }
        }
    }

    @Test("are read after an event, of one machine, and no more than asked for", arguments: ["amorce.db", ":memory:"])
    func paging(name: String) throws {
        let store = try Store.open(at: name == Store.inMemory ? name : directory.file(name))
        let (first, second) = (try mac(1), try mac(2))
        for mac in [first, second, first, second] { try record(1, of: mac, in: store) }

        let ids = { (events: [BootEvent]) in events.map(\.id) }

        #expect(ids(try store.events(limit: 10)) == [1, 2, 3, 4])
        #expect(ids(try store.events(after: 2, limit: 10)) == [3, 4])
        #expect(ids(try store.events(after: 1, limit: 2)) == [2, 3])
        #expect(ids(try store.events(of: second, limit: 10)) == [2, 4])
        #expect(ids(try store.events(after: 2, of: first, limit: 10)) == [3])
        #expect(ids(try store.events(after: 4, limit: 10)) == [])
        #expect(ids(try store.events(limit: -1)) == [])
        #expect(store.lastEvent == 4)
    }

    @Test("keep the newest thousand of each machine, over starts too")
    func retention() throws {
        let path = directory.file("amorce.db")
        let (busy, quiet) = (try mac(1), try mac(2))
        let store = try Store.open(at: path)
        try record(3, of: quiet, in: store)
        try record(1100, of: busy, in: store)
        try record(1, of: busy, in: store)

        let again = try Store.open(at: path)
        try record(10, of: busy, in: again)

        let kept = try again.events(of: busy, limit: .max)
        #expect(kept.map(\.id) == Array(115...1114))
        #expect(try again.events(of: quiet, limit: .max).count == 3)
        #expect(again.lastEvent == 1114)
    }
}
