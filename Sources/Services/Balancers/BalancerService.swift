import Decisions
import Inventory
import LinuxIO
import NetTypes
import Store
import Synchronization

/// Sees to it that load balancers have the machines that they shall have: computes that from the store, compares it with
/// what an HAProxy says, takes the steps between, and reads the state back. It forgets nothing over a restart, since it
/// begins anew each time; what is its own the store knows.
package actor BalancerService {
    nonisolated let loop: EventLoop
    package nonisolated var unownedExecutor: UnownedSerialExecutor { loop.asUnownedSerialExecutor() }

    let store: Store
    let log: Log
    let counters: Counters
    let problems: Problems
    var balancers: [ProfileName: Balancer]
    var records: [BalancerPlace: BalancerRecord] = [:]
    private let isAwaited = Mutex(false)

    /// How long after a look there is another one, if nothing happens before: an HAProxy that was reloaded is caught up with.
    package static let pause = Interval.seconds(10)

    package init(
        _ balancers: [ProfileName: Balancer], store: Store, loop: EventLoop, log: Log, counters: Counters,
        problems: Problems
    ) {
        self.balancers = balancers
        self.store = store
        self.loop = loop
        self.log = log
        self.counters = counters
        self.problems = problems
    }

    /// Looks at every backend, and listens to what the store is told. To be called on the loop.
    package func start() {
        store.observeCommits { [unowned self] _ in
            let isFirst = isAwaited.withLock { isAwaited in
                defer { isAwaited = true }
                return !isAwaited
            }
            guard isFirst else { return }
            loop.post { self.assumeIsolated { $0.lookSoon() } }
        }
        look(isForced: true)
    }

    /// From now on machines take part by other rules. To be called on the loop.
    package func adopt(_ balancers: [ProfileName: Balancer]) {
        self.balancers = balancers
        look(isForced: true)
    }

    /// Many commits are one look.
    private func lookSoon() {
        loop.after(Interval(milliseconds: 100)) { [weak self] in
            self?.assumeIsolated { service in
                service.isAwaited.withLock { $0 = false }
                service.look(isForced: false)
            }
        }
    }

    /// - Parameter isForced: whether backends are looked at of which nothing is known to have changed.
    private func look(isForced: Bool) {
        let wanted = gather()
        for place in Set(records.keys).union(wanted.keys) {
            let facts = wanted[place] ?? BalancerFacts(wishes: [], kept: [], seen: [])
            let former = records[place]
            records[place, default: BalancerRecord(at: Clock.now())].facts.wishes = facts.wishes
            records[place]?.facts.kept = facts.kept
            guard isForced || former?.facts.wishes != facts.wishes else { continue }
            if facts.wishes.isEmpty, facts.kept.isEmpty, !isConfigured(place) {
                forget(place)
            } else {
                begin(place)
            }
        }
    }

    private func isConfigured(_ place: BalancerPlace) -> Bool { balancers.values.contains { $0.place == place } }

    private func forget(_ place: BalancerPlace) {
        if let timer = records[place]?.timer { loop.cancel(timer) }
        records[place]?.exchange?.abandon()
        records[place] = nil
        problems.clear(Self.subject(of: place))
    }

    /// What a problem of a backend is filed under.
    static func subject(of place: BalancerPlace) -> String { "load balancer \(place.backend) at \(place.socket)" }

    /// What each backend shall have, and has been given.
    func gather() -> [BalancerPlace: BalancerFacts] {
        let balancers = balancers
        return store.read { image in
            var facts: [BalancerPlace: BalancerFacts] = [:]
            for balancer in balancers.values { facts[balancer.place] = BalancerFacts(wishes: [], kept: [], seen: []) }
            for row in image.balanced.values {
                facts[row.place, default: BalancerFacts(wishes: [], kept: [], seen: [])].kept.append(row)
            }
            guard !balancers.isEmpty else { return facts }
            for machine in image.machines.values {
                guard let balancer = machine.profile.flatMap({ balancers[$0] }) else { continue }
                let lease = image.leases[machine.mac].flatMap { $0.state == .quarantined ? nil : $0.address }
                guard let address = machine.address ?? lease else { continue }
                facts[balancer.place]?.wishes.append(BalancerWish(machine, at: address, balancer))
            }
            for place in facts.keys { facts[place]?.sort() }
            return facts
        }
    }
}

extension BalancerFacts {
    /// So that the same facts are equal.
    fileprivate mutating func sort() {
        wishes.sort { ($0.name, $0.mac) < ($1.name, $1.mac) }
        kept.sort { $0.name < $1.name }
    }
}

/// What is known of a backend.
struct BalancerRecord {
    var facts = BalancerFacts(wishes: [], kept: [], seen: [])
    /// What is under way, if something is.
    var exchange: BalancerExchange?
    /// Something changed while something was under way.
    var isOutdated = false
    var timer: TimerID?
    var failures = 0
    var trouble: BalancerTrouble?
    /// Since when it has been in trouble.
    var since: Timestamp
    /// When it was last as it shall be.
    var reached: Timestamp?

    init(at now: Timestamp) { since = now }
}
