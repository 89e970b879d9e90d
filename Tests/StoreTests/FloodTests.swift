import Inventory
import NetTypes
import SQLite
import Store
import Testing

@Suite("A store under a flood of strangers")
struct FloodTests {
    @Test("forgets the unknown machines that it heard longest ago, and no other")
    func machines() throws {
        let store = try Store.open(at: Store.inMemory)
        let limit = UInt64(StoreTransaction.unknownMachineLimit)
        let known = [
            Machine(mac: try mac(1 << 30), name: try name("api-1"), origin: .admin, lastSeen: .noon),
            Machine(mac: try mac(1 << 31), profile: try profile("api"), origin: .discovered, lastSeen: .noon),
        ]

        try store.transaction { transaction in
            for machine in known { try transaction.save(machine) }
            for number in 0...limit {
                let seen = Timestamp.noon + .seconds(Int(number) + 1)
                try transaction.save(Machine(mac: try mac(number), origin: .discovered, lastSeen: seen))
            }
        }

        let (oldest, kept, newest) = (try mac(0), try mac(limit / 2), try mac(limit))
        #expect(store.read { $0.machines.count } == Int(limit) + 1 - Int(limit) / 16 + known.count)
        #expect(store.read { $0.machines[oldest] } == nil)
        #expect(store.read { $0.machines[kept] != nil && $0.machines[newest] != nil })
        #expect(store.read { image in known.allSatisfy { image.machines[$0.mac] == $0 } })
    }

    @Test("that rolls back has forgotten nobody")
    func rollback() throws {
        let store = try Store.open(at: Store.inMemory)
        let limit = UInt64(StoreTransaction.unknownMachineLimit)
        try store.transaction { transaction in
            for number in 0..<limit { try transaction.save(Machine(mac: try mac(number), origin: .discovered)) }
        }

        #expect(throws: SampleError.self) {
            try store.transaction { transaction in
                try transaction.save(Machine(mac: try mac(limit), origin: .discovered))
                throw SampleError.onPurpose
            }
        }

        #expect(store.read { $0.machines.count } == Int(limit))
    }

    @Test("keeps a hundred thousand events at the most, those of known machines before all others")
    func events() throws {
        let directory = try TemporaryDirectory()
        let store = try Store.open(at: directory.file("amorce.db"))
        let known = Machine(mac: try mac(1 << 30), name: try name("api-1"))
        try store.transaction { transaction in
            try transaction.save(known)
            for _ in 0..<10 { try transaction.record(BootEvent(time: .noon, mac: known.mac, stage: .leased)) }
        }

        for batch in UInt64(0)..<12 {
            try store.transaction { transaction in
                for number in batch * 10_000..<(batch + 1) * 10_000 {
                    try transaction.record(BootEvent(time: .noon, mac: try mac(number), stage: .leased))
                }
            }
        }

        #expect(try store.events(of: known.mac, limit: 100).count == 10)
        #expect((90_000...100_000).contains(try store.events(limit: .max).count))
        #expect(try store.events(limit: .max).last?.id == 120_010)
    }

    @Test("keeps the builds of a machine that are open, and the newest of the rest")
    func builds() throws {
        let store = try Store.open(at: Store.inMemory)
        let machine = Machine(mac: try mac(1))
        try store.transaction { transaction in
            try transaction.save(machine)
            try transaction.save(Build(token: "open", mac: machine.mac, created: .noon))
            for number in 1...50 {
                let created = Timestamp.noon + .seconds(number)
                try transaction.save(Build(token: "\(number)", mac: machine.mac, created: created, closed: created))
            }
        }

        #expect(store.read { $0.builds(of: machine.mac).count } == StoreTransaction.buildLimit)
        #expect(store.read { $0.openBuild(of: machine.mac)?.token } == "open")
        #expect(store.read { $0.build("31") == nil && $0.build("32") != nil })
    }
}
