import Inventory
import Synchronization

/// Lines of timelines that wait for the next transaction.
struct WaitingNotes {
    private var events: [BootEvent] = []
    private var isAnnounced = false
    var announce: (@Sendable () -> Void)?
    var isEmpty: Bool { events.isEmpty }

    /// Whether it is the first one since they were taken, which is to be announced.
    mutating func add(_ event: BootEvent) -> Bool {
        events.append(event)
        defer { isAnnounced = true }
        return !isAnnounced
    }

    mutating func take() -> [BootEvent] {
        defer { events.removeAll() }
        isAnnounced = false
        return events
    }
}

extension Store {
    /// Adds a line to a machine's timeline with the next transaction, which may be another's: of a line that nobody waits for.
    /// So many of them share a sync. The lines stand before what that transaction itself tells.
    package func note(_ event: BootEvent) {
        let announce = notes.withLock { notes in
            notes.add(event) ? notes.announce ?? { [self] in try? writeNotes() } : nil
        }
        announce?()
    }

    /// Has `announce` called when there are lines that wait, after which `writeNotes` is to follow soon. Without it each is
    /// written at once.
    package func announceNotes(_ announce: @escaping @Sendable () -> Void) {
        notes.withLock { $0.announce = announce }
    }

    /// Commits the lines that wait. Where that fails they are lost.
    package func writeNotes() throws {
        guard notes.withLock({ !$0.isEmpty }) else { return }
        try transaction { _ in }
    }
}
