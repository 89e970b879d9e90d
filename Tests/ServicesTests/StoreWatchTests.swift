import DHCPWire
import Decisions
import Foundation
import HTTPWire
import Inventory
import LinuxIO
import NetTypes
import Services
import Store
import Synchronization
import TestSupport
import Testing

@Suite("A store that takes nothing more")
struct StoreWatchTests {
    private let folder: Folder
    private let store: Store
    private let problems = Problems()
    private let lines = WebBench.Lines()
    private let watch: StoreWatch
    private var desk: LeaseDesk

    init() throws {
        folder = try Folder()
        store = try Store.open(at: folder.path + "/amorce.db", maximumPages: 16)
        watch = StoreWatch(store, problems: problems, log: Log { [lines] in lines.add($0) })
        let policy = BootPolicy(loaders: [:], url: "http://10.77.0.1")
        desk = LeaseDesk(
            LeasePolicy(
                isAuthoritative: true, unknownMachines: .prompt, subnets: [.sample(pools: [.sample(100, 109)])]),
            ownAddresses: [.server]
        ) { _ in policy }
    }

    /// Records events until no more of them fit.
    private func fill() throws {
        let detail = String(repeating: "x", count: 3000)
        #expect(throws: StoreError.self) {
            while true {
                try store.transaction { transaction in
                    try transaction.record(
                        BootEvent(time: .noon, mac: .sample(9), stage: .progress, detail: detail))
                }
            }
        }
    }

    private mutating func ask(_ message: DHCPMessage, at now: Timestamp = .noon) throws -> LeaseDesk.Outcome {
        try store.transaction { try desk.handle(message.encoded().span, from: Arrival(link: .server), at: now, &$0) }
    }

    private func request(_ address: UInt8, mac: MACAddress) -> DHCPMessage {
        .client(.request, mac: mac) { options in
            SampleClient.pxeUEFI.fill(&options)
            options.append(.requestedAddress, .sample(address))
            options.append(.serverIdentifier, .server)
        }
    }

    @Test("is said once in the log and stands on the board until it takes something again")
    func board() throws {
        try fill()
        for _ in 0..<50 { try? fill() }

        #expect(problems.all.map(\.subject) == ["store"])
        #expect(problems.all.first?.what.contains("database or disk is full") == true)
        #expect(problems.all.first?.cure.contains("make room") == true)
        #expect(lines.text.split(separator: "\n").count == 1)

        let postponed = Mutex(0)
        watch.postpone { postponed.withLock { $0 += 1 } }
        try store.transaction { try $0.save(Lease.sample(100, to: .sample(1))) }

        #expect(problems.all.isEmpty)
        #expect(lines.text.contains("store=recovered"))
        #expect(postponed.withLock { $0 } == 1)
    }

    @Test("is found to take something again by whoever asks how the daemon does")
    func probe() throws {
        try fill()

        watch.lookAgain()

        #expect(problems.all.isEmpty)
    }

    @Test("still offers and says again what was promised, and promises nothing else")
    mutating func promises() throws {
        _ = try ask(.client(.discover, mac: .sample(1), SampleClient.pxeUEFI.fill))
        let held = try #require(try ask(.client(.discover, mac: .sample(2))).answer?.message.yourAddress)
        let first = try #require(desk.offers.offer(to: .sample(1), at: .noon)?.address)
        _ = try ask(request(first.octets[3], mac: .sample(1)))
        let events = store.lastEvent

        desk.canCommit = false
        let later = Timestamp.noon + .minutes(40)
        let renewal = try ask(request(first.octets[3], mac: .sample(1)), at: later)
        let new = try ask(request(held.octets[3], mac: .sample(2)))
        let discover = try ask(.client(.discover, mac: .sample(3)))
        let release = try ask(.client(.release, mac: .sample(1), ciaddr: first))

        #expect(renewal.answer?.message.yourAddress == first)
        #expect(try renewal.answer?.message.options.value(.leaseTime) == .minutes(20))
        #expect(new.decision == .stayQuiet(.storeFailed) && new.answer == nil)
        #expect(discover.answer != nil)
        #expect(release.decision == .stayQuiet(.storeFailed))
        #expect(store.lastEvent == events)
        #expect(store.read { $0.leases.count } == 1)
    }

    @Test("takes a request that comes again when there is room, with all that follows from it")
    mutating func again() throws {
        let discover = DHCPMessage.client(.discover, mac: .sample(2), SampleClient.pxeUEFI.fill)
        let address = try #require(try ask(discover).answer?.message.yourAddress)
        let bytes = request(address.octets[3], mac: .sample(2)).encoded()
        #expect(throws: CancellationError.self) {
            try store.transaction {
                _ = try desk.handle(bytes.span, from: Arrival(link: .server), at: .noon, &$0)
                throw CancellationError()
            }
        }
        desk.canCommit = false
        _ = try ask(request(address.octets[3], mac: .sample(2)))
        desk.canCommit = true

        _ = try ask(request(address.octets[3], mac: .sample(2)))

        #expect(try store.events(limit: 9).map(\.stage) == [.discovered, .offered, .leased])
        #expect(store.read { $0.machines[.sample(2)] } != nil)
    }

    @Test("a machine that asks for a refused file again and again is told of once a minute at the most")
    func failures() throws {
        let bench = try WebBench()
        try bench.add(profile: "ui", state: .running)

        for _ in 0..<30 { _ = bench.get("/boot/install/ui/linux") }

        #expect(try bench.details(.failed).count == 1)
    }
}
