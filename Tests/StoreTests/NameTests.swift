import Inventory
import NetTypes
import Store
import Testing

@Suite("The names that DNS shall have")
struct NameTests {
    private let store: Store
    private let domain: DomainName

    init() throws {
        store = try Store.open(at: Store.inMemory)
        domain = try #require(DomainName("lab.example.org"))
        let network = try #require(IPv4Prefix("10.77.0.0/16"))
        let rule = NameRule([(network, domain)])
        try store.transaction { $0.follow(rule, at: .noon) }
    }

    private func names(_ number: UInt64) throws -> [String] {
        let mac = try mac(number)
        return store.read { image in (image.names[mac] ?? []).map { "\($0.name) \($0.address) \($0.state.rawValue)" } }
            .sorted()
    }

    private func settle(_ number: UInt64, _ outcome: NameOutcome) throws {
        let mac = try mac(number)
        let entries = store.read { $0.names[mac] ?? [] }
        try store.transaction { transaction in for entry in entries { transaction.settle(entry, outcome) } }
    }

    @Test("come with a lease, in its transaction, and not with one that is rolled back")
    func lease() throws {
        let lease = try Lease.sample(1)
        #expect(throws: SampleError.self) {
            try store.transaction { transaction in
                try transaction.save(lease)
                throw SampleError.onPurpose
            }
        }
        #expect(try names(1) == [])

        try store.transaction { try $0.save(lease) }

        #expect(try names(1) == ["vm-525400000001.lab.example.org 10.77.0.1 wanted"])
    }

    @Test("of machines that nobody named follow another template, those that were named keep theirs")
    func template() throws {
        try store.transaction { transaction in
            try transaction.save(Machine(mac: try mac(1), origin: .discovered))
            try transaction.save(Machine(mac: try mac(2), name: try name("api-1")))
            for number in UInt32(1)...3 { try transaction.save(try Lease.sample(number)) }
        }
        for number in UInt64(1)...3 { try settle(number, .written) }
        let network = try #require(IPv4Prefix("10.77.0.0/16"))
        let template = try #require(HostNameTemplate("node-{{mac}}"))
        let rule = NameRule([(network, domain)], template: template)

        try store.transaction { $0.follow(rule, at: .noon) }

        for number: UInt64 in [1, 3] {
            #expect(
                try names(number) == [
                    "node-52540000000\(number).lab.example.org 10.77.0.\(number) wanted",
                    "vm-52540000000\(number).lab.example.org 10.77.0.\(number) unwanted",
                ])
        }
        #expect(try names(2) == ["api-1.lab.example.org 10.77.0.2 written"])
        let first = try mac(1)
        #expect(store.read { $0.machine(named: template.name(of: first))?.mac } == first)
        #expect(store.read { $0.machine(named: HostName(provisionalFor: first)) } == nil)
        #expect(throws: StoreError.nameTaken(template.name(of: try mac(9)), by: try mac(9))) {
            try store.transaction { try $0.save(Machine(mac: try mac(2), name: template.name(of: try mac(9)))) }
        }
    }

    @Test("change with the machine's, and the old one goes")
    func rename() throws {
        try store.transaction { try $0.save(try Lease.sample(1)) }
        try settle(1, .written)

        try store.transaction { try $0.save(Machine(mac: try mac(1), name: try name("api-1"))) }

        #expect(
            try names(1) == [
                "api-1.lab.example.org 10.77.0.1 wanted", "vm-525400000001.lab.example.org 10.77.0.1 unwanted",
            ])
        try settle(1, .gone)
        try settle(1, .written)
        #expect(try names(1) == ["api-1.lab.example.org 10.77.0.1 written"])
    }

    @Test("go when the lease is given back, put away, run out, or another's, and when the machine is removed")
    func end() throws {
        let gone = ["vm-525400000001.lab.example.org 10.77.0.1 unwanted"]
        let lease = try Lease.sample(1)
        let machine = Machine(mac: try mac(1))
        let other = Lease(address: lease.address, mac: try mac(2), start: .noon, expiry: .noon + .hours(1))
        var free = lease
        free.state = .free
        var quarantined = lease
        quarantined.state = .quarantined
        let ends: [(inout StoreTransaction) throws -> Void] = [
            { try $0.save(free) }, { try $0.save(quarantined) }, { try $0.save(other) }, { try $0.remove(machine) },
            { $0.follow(lease.mac, at: .noon + .hours(2)) },
        ]
        for end in ends {
            try store.transaction { transaction in
                try transaction.save(machine)
                try transaction.save(lease)
            }
            try settle(1, .written)
            try store.transaction(end)
            #expect(try names(1) == gone)
            try settle(1, .gone)
            #expect(try names(1) == [])
        }
    }

    @Test("that were wanted, unwanted and wanted again are written once")
    func coalesced() throws {
        let lease = try Lease.sample(1)
        var free = lease
        free.state = .free
        for lease in [lease, free, lease] { try store.transaction { try $0.save(lease) } }

        #expect(try names(1) == ["vm-525400000001.lab.example.org 10.77.0.1 wanted"])
    }

    @Test("that became something else meanwhile are not settled by what was done before")
    func late() throws {
        let lease = try Lease.sample(1)
        var free = lease
        free.state = .free
        try store.transaction { try $0.save(lease) }
        try store.transaction { try $0.save(free) }

        try settle(1, .written)

        #expect(try names(1) == ["vm-525400000001.lab.example.org 10.77.0.1 unwanted"])
    }

    @Test("are told to who listens, a conflict not: there is nothing to do for it")
    func told() throws {
        let heard = Heard()
        store.observeNames { heard.add($0) }
        let first = try mac(1)
        try store.transaction { try $0.save(try Lease.sample(1)) }
        #expect(heard.all == [[first]])

        try settle(1, .conflict("someone else's"))

        #expect(heard.all == [[first]])
        #expect(store.read { $0.names[first]?.first?.conflict } == "someone else's")
    }

    @Test("keep what they have met over a restart, until they are written or something else is wanted of them")
    func trial() throws {
        let (first, folder) = (try mac(1), try TemporaryDirectory())
        let trial = NameTrial(since: .noon, attempts: 4, lastError: "no answer")
        let network = try #require(IPv4Prefix("10.77.0.0/16"))
        let rule = NameRule([(network, domain)])
        func kept(_ store: Store) -> [NameTrial?]? { store.read { $0.names[first]?.map(\.trial) } }
        do {
            let store = try Store.open(at: folder.file(Store.fileName))
            try store.transaction { $0.follow(rule, at: .noon) }
            try store.transaction { try $0.save(try Lease.sample(1)) }
            #expect(kept(store) == [nil])
            let heard = Heard()
            store.observeNames { heard.add($0) }
            try store.transaction { $0.note(trial, of: first) }
            #expect(heard.all == [])
        }

        let store = try Store.open(at: folder.file(Store.fileName))
        try store.transaction { $0.follow(rule, at: .noon) }
        #expect(kept(store) == [trial])

        let entries = store.read { $0.names[first] ?? [] }
        try store.transaction { transaction in for entry in entries { transaction.settle(entry, .written) } }
        #expect(kept(store) == [nil])
        try store.transaction { $0.note(trial, of: first) }
        #expect(kept(store) == [nil])
    }

    @Test(
        "are worth keeping what they met when it is another trouble, or twice as many attempts",
        arguments: [
            (2, "no answer", false), (3, "no answer", false), (4, "no answer", true), (3, "REFUSED", true),
        ])
    func news(attempts: Int, error: String, isNews: Bool) {
        let kept = NameTrial(since: .noon, attempts: 2, lastError: "no answer")
        let trial = NameTrial(since: .noon, attempts: attempts, lastError: error)
        #expect(trial.isNews(beside: kept) == isNews && trial.isNews(beside: nil))
    }
}

/// What was heard.
private final class Heard: @unchecked Sendable {
    private(set) var all: [Set<MACAddress>] = []
    func add(_ machines: Set<MACAddress>) { all.append(machines) }
}
