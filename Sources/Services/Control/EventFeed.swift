import HTTPWire
import Inventory
import LinuxIO
import NetTypes
import Store

/// Events for those who follow: a reader that has them all waits until there is another one.
package final class EventFeed: Sendable {
    private let store: Store
    private let arrived = Signal()

    package init(store: Store) {
        self.store = store
        store.observeCommits { [arrived] events in
            if !events.isEmpty { arrived.broadcast() }
        }
    }

    /// Wakes every reader, so that the daemon can end.
    package func close() { arrived.close() }

    func page(_ query: [String: String], machine: (String) throws -> Machine) throws -> EventPage {
        let mac = try query["machine"].map { try machine($0).mac }
        let limit = 1000
        guard let text = query["after"] else {
            let last = store.lastEvent
            let events = try store.events(after: mac == nil ? max(0, last - 100) : 0, of: mac, limit: limit)
            return EventPage(events: events.suffix(100), last: max(last, events.last?.id ?? 0))
        }
        guard let after = Int64(text) else { throw Problem(.unprocessable, "after: \(text) is not an event's number") }
        let wait = min(max(0, Int(query["wait"] ?? "0") ?? 0), 30)
        let deadline = Clock.monotonic().milliseconds + Int64(wait) * 1000
        while true {
            let seen = arrived.count
            let last = store.lastEvent
            let events = try store.events(after: after, of: mac, limit: limit)
            let rest = deadline - Clock.monotonic().milliseconds
            if !events.isEmpty || rest <= 0 || arrived.isClosed {
                return EventPage(events: events, last: max(events.last?.id ?? last, after))
            }
            arrived.wait(beyond: seen, for: Interval(milliseconds: rest))
        }
    }
}
