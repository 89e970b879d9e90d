import Inventory
import NetTypes
import Store
import Synchronization
import Testing

@Suite("Lines of timelines that wait for a transaction")
struct NoteTests {
    private let directory: TemporaryDirectory

    init() throws { directory = try TemporaryDirectory() }

    private func event(_ detail: String) throws -> BootEvent {
        BootEvent(time: .noon, mac: try mac(1), stage: .progress, detail: detail)
    }

    private func details(_ store: Store) throws -> [String] { try store.events(limit: .max).map(\.detail) }

    @Test("are written at once where nobody takes care of them")
    func alone() throws {
        let store = try Store.open(at: Store.inMemory)

        store.note(try event("1"))

        #expect(store.lastEvent == 1)
        #expect(try details(store) == ["1"])
    }

    @Test("are announced once, until they are written")
    func announced() throws {
        let store = try Store.open(at: Store.inMemory)
        let announced = Mutex(0)
        store.announceNotes { announced.withLock { $0 += 1 } }

        store.note(try event("1"))
        store.note(try event("2"))
        let written = store.lastEvent
        try store.writeNotes()
        store.note(try event("3"))

        #expect(written == 0)
        #expect(store.lastEvent == 2)
        #expect(announced.withLock { $0 } == 2)
    }

    @Test("go with the next transaction, before what it tells itself, and are told to those who observe")
    func together() throws {
        let store = try Store.open(at: directory.file("amorce.db"))
        let seen = Mutex<[String]>([])
        let own = try event("own")
        store.observeCommits { events in seen.withLock { $0 += events.map(\.detail) } }
        store.announceNotes {}

        store.note(try event("1"))
        try store.transaction { try $0.record(own) }

        #expect(seen.withLock { $0 } == ["1", "own"])
        #expect(try details(try Store.open(at: directory.file("amorce.db"))) == ["1", "own"])
    }

    @Test("stay where a transaction comes to nothing, and are there for whoever reads a timeline")
    func kept() throws {
        let store = try Store.open(at: Store.inMemory)
        store.announceNotes {}

        store.note(try event("1"))
        try? store.transaction { _ in throw SampleError.onPurpose }

        #expect(store.lastEvent == 0)
        #expect(try details(store) == ["1"])
    }
}
