import DNSWire
import Decisions
import Inventory
import LDNS
import LinuxIO
import NetTypes
import Store
import Synchronization

/// Writes machines' names to the zones, on a thread of its own: takes what the store's outbox holds, has so many changes
/// under way at once, and keeps what has become of them.
package actor NameService {
    nonisolated let loop: EventLoop
    package nonisolated var unownedExecutor: UnownedSerialExecutor { loop.asUnownedSerialExecutor() }

    let store: Store
    let log: Log
    let counters: Counters
    let problems: Problems
    var plan: NamePlan
    var gates = NameGates()
    var queue = NameQueue(limit: 256)
    let courier: NameCourier
    /// What is known of machines whose names are not yet as they shall be.
    var records: [MACAddress: NameRecord] = [:]
    /// Changes that wait for an answer.
    var runs: [MACAddress: NameRun] = [:]
    /// Updates on their way, and those that wait for their turn, by zone.
    var bundles: [DNSName: UpdateBundles] = [:]
    /// Zones whose updates wait for company.
    var gathering: Set<DNSName> = []
    /// What has become of changes, and is not yet in the store.
    var settled: [Settlement] = []
    /// The machines that are meant: whatever is to be done next for them waits until it is.
    var settling: Set<MACAddress> = []
    var isSettling = false
    /// Machines whose names have met something that is not yet in the store.
    var tried: Set<MACAddress> = []
    var isKeeping = false
    private var isStarting = false
    /// Zones that are closed, and will be tried.
    var probes: Set<DNSName> = []
    var expiries = LeaseExpiries()
    /// Comparisons that are under way, by number.
    var comparisons: [Int: NameComparison] = [:]
    var nextComparison = 0
    private let inbox = Inbox()

    package init(_ plan: NamePlan, store: Store, loop: EventLoop, log: Log, counters: Counters, problems: Problems) {
        self.plan = plan
        self.store = store
        self.loop = loop
        self.log = log
        self.counters = counters
        self.problems = problems
        courier = NameCourier(loop: loop)
    }

    /// Takes up what was left in the outbox, and listens to what comes into it. To be called on the loop.
    package func start() {
        store.observeNames { [unowned self] machines in
            guard inbox.put(machines) else { return }
            loop.post { self.assumeIsolated { $0.open() } }
        }
        takeAll()
        watchExpiries()
        watchZones()
    }

    /// From now on names are written by another plan. To be called on the loop.
    package func adopt(_ plan: NamePlan) {
        self.plan = plan
        courier.forgetPrimaries()
        gates.openAll()
        problems.clear(startingWith: Self.zoneSubject)
        for record in records.values { if let timer = record.timer { loop.cancel(timer) } }
        records = [:]
        takeAll()
    }

    /// What a problem of a zone is filed under.
    static let zoneSubject = "dns zone "

    private func takeAll() {
        let now = Clock.now()
        do {
            try store.transaction { $0.follow(plan.rule, at: now) }
        } catch {
            // `StoreWatch` says why.
            loop.after(.seconds(5)) { [weak self] in self?.assumeIsolated { $0.takeAll() } }
        }
        let (pending, held) = store.read { image in
            (
                image.names.filter { $0.value.contains(where: \.isPending) }.map(\.key),
                image.names.keys.compactMap { image.leases[$0] }
            )
        }
        expiries = LeaseExpiries(held)
        for mac in pending { want(mac, at: now) }
        run()
    }

    private func open() {
        let machines = inbox.take()
        let now = Clock.now()
        let (leases, pending) = store.read { image in
            (
                machines.compactMap { image.leases[$0] },
                machines.filter { image.names[$0]?.contains(where: \.isPending) == true }
            )
        }
        for lease in leases { expiries.add(lease) }
        for mac in pending { want(mac, at: now) }
        for mac in machines.subtracting(pending) { forget(mac) }
        run()
    }

    private func forget(_ mac: MACAddress) {
        if let timer = records.removeValue(forKey: mac)?.timer { loop.cancel(timer) }
    }

    /// Something is to be done for a machine, whatever stood in the way before.
    func want(_ mac: MACAddress, at now: Timestamp) {
        if let timer = records[mac]?.timer { loop.cancel(timer) }
        var record = records[mac] ?? NameRecord(keptTrial(of: mac), at: now)
        record.timer = nil
        record.waitsFor = nil
        record.failures = 0
        records[mac] = record
        queue.add(mac)
    }

    /// Starts as many changes as may be under way.
    func run() {
        // A change that ends at once comes here again.
        guard !isStarting else { return }
        isStarting = true
        defer { isStarting = false }
        let pending = { [settling, store] (mac: MACAddress) -> [NameEntry]? in
            settling.contains(mac) ? nil : store.read { $0.names[mac] ?? [] }
        }
        while let (mac, entries) = queue.next(pending) {
            guard let change = NameChange(entries) else {
                queue.ended(mac)
                continue
            }
            let update = NameUpdate(change, mode: plan.mode, zones: plan.zones, timeToLive: plan.timeToLive)
            let errand = NameRun(mac: mac, entries: entries, change: change, update: update)
            act(errand.update.opening, errand)
        }
    }
}

/// What is known of a machine whose name is not yet as it shall be.
struct NameRecord {
    let since: Timestamp
    var attempts: Int
    /// How often in a row it failed by itself.
    var failures = 0
    var lastError: String?
    var cure: String?
    /// The zone that has to answer first.
    var waitsFor: DNSName?
    /// Runs while it rests.
    var timer: TimerID?

    /// - Parameter kept: what it met before this run of the daemon.
    init(_ kept: NameTrial?, at now: Timestamp) {
        since = kept?.since ?? now
        attempts = kept?.attempts ?? 0
        lastError = kept?.lastError
    }

    var trial: NameTrial { NameTrial(since: since, attempts: attempts, lastError: lastError) }
}

/// Machines that the outbox has something new for, from whichever thread.
private final class Inbox: Sendable {
    private let machines = Mutex<Set<MACAddress>>([])

    /// Whether it was empty, and somebody has to open it.
    func put(_ more: Set<MACAddress>) -> Bool {
        machines.withLock { machines in
            defer { machines.formUnion(more) }
            return machines.isEmpty
        }
    }

    func take() -> Set<MACAddress> {
        machines.withLock { machines in
            defer { machines = [] }
            return machines
        }
    }
}
