import Inventory
import NetTypes
import Store
import Synchronization
import Testing

@Suite("A transaction")
struct TransactionTests {
    private let directory: TemporaryDirectory
    private let path: String

    init() throws {
        directory = try TemporaryDirectory()
        path = directory.file("amorce.db")
    }

    /// Changes of every kind: new rows, changed rows, a removal.
    private func changeEverything(_ transaction: inout StoreTransaction) throws {
        let kept = try mac(1)
        try transaction.save(Machine(mac: kept, name: try name("renamed"), address: .sample(9), state: .failed))
        try transaction.save(Machine(mac: try mac(7), name: try name("api-1"), address: .sample(1)))
        try transaction.save(Build(token: "one", mac: kept, created: .noon, closed: .noon))
        try transaction.save(Build(token: "three", mac: kept, created: .noon))
        try transaction.save(Lease(address: .sample(1), mac: try mac(8), start: .noon, expiry: .noon))
        try transaction.save(Lease(address: .sample(1), mac: try mac(3), start: .noon, expiry: .noon))
        try transaction.save(Lease(address: .sample(4), mac: kept, start: .noon, expiry: .noon))
        try transaction.record(BootEvent(time: .noon, mac: kept, stage: .failed))
        let other = try #require(transaction.image.machines[try mac(2)])
        try transaction.remove(other)
    }

    private func filledStore(maximumPages: Int32? = nil) throws -> Store {
        let store = try Store.open(at: path, maximumPages: maximumPages)
        try store.transaction { transaction in
            for number in UInt32(1)...3 {
                let machine = Machine(
                    mac: try mac(UInt64(number)), name: try name("api-\(number)"), address: .sample(number))
                try transaction.save(machine)
                try transaction.save(try Lease.sample(number))
            }
            try transaction.save(Build(token: "one", mac: try mac(1), created: .noon))
            try transaction.save(Build(token: "two", mac: try mac(2), created: .noon))
            try transaction.record(BootEvent(time: .noon, mac: try mac(1), stage: .discovered))
        }
        return store
    }

    @Test("that throws leaves the image and the disk as they were")
    func rollback() throws {
        let store = try filledStore()
        let before = try Snapshot(of: store)

        #expect(throws: SampleError.self) {
            try store.transaction { transaction in
                try changeEverything(&transaction)
                throw SampleError.onPurpose
            }
        }

        #expect(try Snapshot(of: store) == before)
        #expect(try Snapshot(of: Store.open(at: path)) == before)
        #expect(store.read { image in image.machine(named: HostName(provisionalFor: before.events[0].mac)) } == nil)
        let (owner, kept) = (try mac(1), try name("api-1"))
        #expect(store.read { image in image.machine(named: kept)?.mac } == owner)
    }

    @Test("that does the same and does not throw changes both alike")
    func commit() throws {
        let store = try filledStore()
        let before = try Snapshot(of: store)

        try store.transaction(changeEverything)

        let after = try Snapshot(of: store)
        #expect(after != before)
        #expect(try Snapshot(of: Store.open(at: path)) == after)
    }

    @Test("that finds the disk full leaves the image and the disk as they were, and the store goes on")
    func diskFull() throws {
        let store = try filledStore(maximumPages: 24)
        var before = try Snapshot(of: store)

        var failure: (any Error)?
        for batch in UInt32(1)...1000 where failure == nil {
            before = try Snapshot(of: store)
            do {
                try store.transaction { transaction in
                    try changeEverything(&transaction)
                    for number in batch * 64..<batch * 64 + 64 { try transaction.save(try Lease.sample(number)) }
                    try transaction.save(Machine(mac: try mac(2)))
                }
            } catch {
                failure = error
            }
        }

        let error = try #require(failure as? StoreError)
        #expect(error.description.contains("database or disk is full (SQLite 13); make room on its disk"))
        #expect(try Snapshot(of: store) == before)
        #expect(try Snapshot(of: Store.open(at: path)) == before)
        try store.transaction { transaction in try transaction.save(try Lease.sample(1)) }
        let expected = try Lease.sample(1)
        #expect(store.read { image in image.leases[.sample(1)] } == expected)
    }

    @Test("refuses a name and a reserved address that another machine has")
    func conflicts() throws {
        let store = try filledStore()
        let first = try mac(1)

        let cases: [(Machine, StoreError)] = [
            (Machine(mac: try mac(9), name: try name("API-1")), .nameTaken(try name("api-1"), by: first)),
            (Machine(mac: try mac(9), address: .sample(1)), .addressTaken(.sample(1), by: first)),
            (
                Machine(mac: try mac(9), name: HostName(provisionalFor: try mac(8))),
                .nameTaken(HostName(provisionalFor: try mac(8)), by: try mac(8))
            ),
        ]

        for (machine, expected) in cases {
            let error = #expect(throws: StoreError.self) {
                try store.transaction { transaction in try transaction.save(machine) }
            }
            #expect(error == expected)
        }
        #expect(try store.read { image in image.machines[try mac(9)] } == nil)
    }

    @Test("lets a name go from one machine to another")
    func nameMoves() throws {
        let store = try filledStore()

        try store.transaction { transaction in
            try transaction.save(Machine(mac: try mac(1)))
            try transaction.save(Machine(mac: try mac(9), name: try name("api-1"), address: .sample(1)))
        }

        let after = try Snapshot(of: store)
        #expect(try Snapshot(of: Store.open(at: path)) == after)
        let (former, owner, moved) = (try mac(1), try mac(9), try name("api-1"))
        #expect(store.read { image in image.machine(named: moved)?.mac } == owner)
        #expect(store.read { image in image.machine(reserving: .sample(1))?.mac } == owner)
        #expect(store.read { image in image.machine(named: HostName(provisionalFor: former))?.mac } == former)
    }

    @Test("refuses a build for a machine that is not saved")
    func buildAlone() throws {
        let store = try Store.open(at: path)
        let mac = try mac(1)

        let error = #expect(throws: StoreError.self) {
            try store.transaction { transaction in
                try transaction.save(Build(token: "one", mac: mac, created: .noon))
            }
        }

        #expect(error == .unknownMachine(mac))
    }

    @Test("shows its own changes in its image, and the newest open build")
    func ownImage() throws {
        let store = try filledStore()
        let mac = try mac(1)

        let tokens = try store.transaction { transaction in
            let first = transaction.image.openBuild(of: mac)?.token
            try transaction.save(Build(token: "new", mac: mac, created: .noon + .hours(1)))
            let second = transaction.image.openBuild(of: mac)?.token
            try transaction.save(Build(token: "new", mac: mac, created: .noon + .hours(1), closed: .noon))
            try transaction.save(Build(token: "one", mac: mac, created: .noon, closed: .noon))
            return [first, second, transaction.image.openBuild(of: mac)?.token]
        }

        #expect(tokens == ["one", "new", nil])
        #expect(store.read { image in image.build("one")?.closed } == .noon)
    }

    @Test("tells observers its events with their ids, after the commit and outside of the lock")
    func observers() throws {
        let store = try filledStore()
        let heard = Mutex<[[Int64]]>([])
        store.observeCommits { [weak store] events in
            let stored = try? store?.events(after: 1, limit: 10)
            #expect(stored == events)
            heard.withLock { $0.append(events.map(\.id)) }
        }
        let mac = try mac(1)

        try store.transaction { transaction in
            try transaction.record(BootEvent(time: .noon, mac: mac, stage: .offered))
            try transaction.record(BootEvent(time: .noon, mac: mac, stage: .leased))
        }
        try store.transaction { _ in }
        try? store.transaction { transaction in
            try transaction.record(BootEvent(time: .noon, mac: mac, stage: .named))
            throw SampleError.onPurpose
        }

        #expect(heard.withLock { $0 } == [[2, 3]])
        #expect(store.lastEvent == 3)
    }

    @Test("of a value that is stored already writes nothing")
    func unchanged() throws {
        let store = try filledStore()
        let commits = Mutex(0)
        store.observeCommits { _ in commits.withLock { $0 += 1 } }

        try store.transaction { transaction in
            for machine in transaction.image.machines.values { try transaction.save(machine) }
            try transaction.save(Build(token: "one", mac: try mac(1), created: .noon))
        }

        #expect(commits.withLock { $0 } == 0)
    }

    @Test("waits for the others")
    func concurrent() async throws {
        let store = try Store.open(at: path)

        try await withThrowingTaskGroup { group in
            for task in UInt32(0)..<4 {
                group.addTask {
                    for number in task * 50..<task * 50 + 50 {
                        try store.transaction { transaction in
                            try transaction.save(try Lease.sample(number))
                            try transaction.record(BootEvent(time: .noon, mac: try mac(1), stage: .leased))
                        }
                        _ = try store.events(limit: 10)
                    }
                }
            }
            try await group.waitForAll()
        }

        #expect(store.read { $0.leases.count } == 200)
        #expect(try store.events(limit: .max).map(\.id) == Array(1...200))
    }
}
