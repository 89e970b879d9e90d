import Inventory
import NetTypes
import Store
import Testing

@Suite("Events on their way to hooks and webhooks")
struct DeliveryTests {
    private let directory: TemporaryDirectory

    init() throws { directory = try TemporaryDirectory() }

    private func open() throws -> Store {
        let store = try Store.open(at: directory.file("amorce.db"))
        try store.transaction { $0.subscribe([.hooks: [.installed, .failed], .webhook("chat"): [.failed]]) }
        return store
    }

    private func record(_ stage: Stage, _ number: UInt64 = 1, in store: Store) throws {
        try store.transaction { try $0.record(BootEvent(time: .noon, mac: mac(number), stage: stage, detail: "a=b")) }
    }

    private func waiting(_ store: Store, _ target: DeliveryTarget = .hooks) -> [String] {
        store.read { $0.deliveries(to: target) }.map {
            "\($0.event.id) \($0.event.stage.rawValue) \($0.machine?.name?.text ?? "-") \($0.address?.description ?? "-") \($0.attempts)"
        }
    }

    @Test("are written with their event, with the machine as it was, for those who are to hear of it")
    func written() throws {
        let store = try open()
        try store.transaction { transaction in
            try transaction.save(
                Machine(
                    mac: mac(1), name: name("api-1"), profile: profile("api"), address: .sample(50), state: .installed))
            try transaction.record(BootEvent(time: .noon, mac: mac(1), stage: .kernel))
            try transaction.record(BootEvent(time: .noon, mac: mac(1), stage: .installed))
            try transaction.record(BootEvent(time: .noon, mac: mac(2), stage: .failed))
        }
        let machine = try #require(store.read { $0.machines.values.first })
        try store.transaction { try $0.remove(machine) }

        let again = try open()

        #expect(waiting(again) == ["2 installed api-1 10.77.0.50 0", "3 failed - - 0"])
        #expect(waiting(again, .webhook("chat")) == ["3 failed - - 0"])
        #expect(again.read { $0.deliveries(to: .hooks).first?.machine?.state } == .installed)
        #expect(try again.events(limit: 10).map(\.id) == [1, 2, 3])
    }

    @Test("are not there if their transaction is not")
    func rolledBack() throws {
        let store = try open()

        #expect(throws: SampleError.self) {
            try store.transaction { transaction in
                try transaction.record(BootEvent(time: .noon, mac: mac(1), stage: .installed))
                throw SampleError.onPurpose
            }
        }
        try record(.failed, in: store)

        #expect(waiting(store) == ["1 failed - - 0"])
    }

    @Test("come with lines that wait for a transaction, too")
    func notes() throws {
        let store = try open()

        store.note(BootEvent(time: .noon, mac: try mac(1), stage: .failed))

        #expect(waiting(store) == ["1 failed - - 0"])
    }

    @Test("keep over a restart how often they were tried, and go when they have arrived")
    func tried() throws {
        let store = try open()
        try record(.failed, in: store)
        var delivery = try #require(store.read { $0.deliveries(to: .hooks).first })
        delivery.attempts = 3
        delivery.lastError = "exit status 1"
        try store.transaction { $0.note(delivery) }

        let again = try open()
        #expect(again.read { $0.deliveries(to: .hooks) } == [delivery])
        try again.transaction { $0.forget(delivery) }

        #expect(waiting(try open()) == [])
        #expect(waiting(try open(), .webhook("chat")) == ["1 failed - - 0"])
    }

    @Test("to those who are not named any more go")
    func unsubscribed() throws {
        let store = try open()
        try record(.failed, in: store)

        try store.transaction { $0.subscribe([.webhook("chat"): [.failed]]) }
        try record(.failed, in: store)

        #expect(waiting(store) == [])
        #expect(waiting(store, .webhook("chat")) == ["1 failed - - 0", "2 failed - - 0"])
    }

    @Test("are bounded, those of machines that nobody named before the others")
    func bounded() throws {
        let store = try open()
        try store.transaction { transaction in
            try transaction.save(Machine(mac: mac(1), name: name("api-1")))
        }
        for _ in 0..<20 {
            try store.transaction { transaction in
                for _ in 0..<100 { try transaction.record(BootEvent(time: .noon, mac: mac(2), stage: .installed)) }
            }
        }
        #expect(store.read { $0.deliveryCount(of: .hooks) } == StoreTransaction.unknownDeliveryLimit)

        try record(.installed, 1, in: store)

        #expect(store.read { $0.deliveryCount(of: .hooks) } == StoreTransaction.unknownDeliveryLimit + 1)
    }
}
