import Decisions
import Inventory
import LinuxIO
import NetTypes
import Store
import Synchronization

/// Follows whether the store takes what is written: a store that fails is a problem on the board, and a line in the log
/// at once and then once a minute, however many clients ask.
package final class StoreWatch: Sendable {
    /// What the problem is filed under.
    package static let subject = "store"

    private let store: Store
    private let problems: Problems
    private let log: Log
    private let alarm = Mutex(Alarm())
    private let lastProbe = Mutex<Timestamp?>(nil)
    /// What waits until something can be written again.
    private let postponed = Mutex<[@Sendable () -> Void]>([])

    package init(_ store: Store, problems: Problems, log: Log) {
        self.store = store
        self.problems = problems
        self.log = log
        store.observeCommits { [weak self] _ in self?.succeeded(at: Clock.now()) }
        store.observeFailures { [weak self] error in self?.failed(error, at: Clock.now()) }
    }

    /// Looks whether a store that failed can be written again, at most once a second: on a quiet network nobody else
    /// would find out.
    package func lookAgain() {
        guard alarm.withLock({ $0.since != nil }) else { return }
        let now = Clock.now()
        let isDue = lastProbe.withLock { last in
            if let last, now >= last, now - last < .seconds(1) { return false }
            last = now
            return true
        }
        guard isDue else { return }
        // What stands on the board says better why than a probe that fails.
        if (try? store.probe()) != nil { succeeded(at: now) }
    }

    /// Does something once the store can be written again.
    package func postpone(_ body: @escaping @Sendable () -> Void) { postponed.withLock { $0.append(body) } }

    private func failed(_ error: StoreError, at now: Timestamp) {
        problems.post(
            Self.subject, "nothing can be written: \(error.fact)",
            cure: error.cure ?? "see the log; leases that are written already are still honoured", at: now)
        guard let count = alarm.withLock({ $0.failed(at: now) }) else { return }
        log(.error, LogLine("store", "failed").with("error", "\(error)").with("failures", count))
    }

    private func succeeded(at now: Timestamp) {
        let (wasFailing, time) = alarm.withLock { alarm in (alarm.since != nil, alarm.succeeded(at: now)) }
        guard wasFailing else { return }
        problems.clear(Self.subject)
        if let time { log(.notice, LogLine("store", "recovered").with("after", time)) }
        let due = postponed.withLock { postponed in
            defer { postponed = [] }
            return postponed
        }
        for body in due { body() }
    }
}
