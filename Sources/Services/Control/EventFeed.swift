import HTTPWire
import Inventory
import LinuxIO
import NetTypes
import Store

/// Events for those who follow: a reader that has them all waits until there is another one.
package final class EventFeed: Sendable {
    private let store: Store
    private let arrived = Signal()
    /// How many events a page has at the most.
    private let pageSize = 1000

    package init(store: Store) {
        self.store = store
        store.observeCommits { [arrived] events in
            if !events.isEmpty { arrived.broadcast() }
        }
    }

    /// Wakes every reader, so that the daemon can end.
    package func close() { arrived.close() }

    /// The newest events, or, with `after`, those that came after one; with `wait`, as soon as there is any.
    func page(_ query: [String: String], machine: (String) throws -> Machine) throws -> EventPage {
        let mac = try query["machine"].map { try machine($0).mac }
        let wait = try number("wait", in: query) ?? 0
        guard let after = try number("after", in: query) else { return try newest(100, of: mac) }
        let deadline = Clock.monotonic().milliseconds + min(wait, 30) * 1000
        while true {
            let seen = arrived.count
            let last = store.lastEvent
            let events = try store.events(after: after, of: mac, limit: pageSize)
            let rest = deadline - Clock.monotonic().milliseconds
            if !events.isEmpty || rest <= 0 || arrived.isClosed {
                return page(of: events, last: max(events.last?.id ?? last, after))
            }
            arrived.wait(beyond: seen, for: Interval(milliseconds: rest))
        }
    }

    private func newest(_ count: Int, of mac: MACAddress?) throws -> EventPage {
        let last = store.lastEvent
        var after = mac == nil ? max(0, last - Int64(count)) : 0
        var newest: [BootEvent] = []
        while true {
            let events = try store.events(after: after, of: mac, limit: pageSize)
            newest = (newest + events).suffix(count)
            guard events.count == pageSize, let end = events.last else { break }
            after = end.id
        }
        return page(of: newest, last: max(last, newest.last?.id ?? 0))
    }

    private func page(of events: [BootEvent], last: Int64) -> EventPage {
        let macs = Set(events.map(\.mac))
        let names = store.read { image in
            macs.compactMap { mac in image.machines[mac]?.name.map { (mac.description, $0) } }
        }
        return EventPage(
            events: events, last: last, names: names.isEmpty ? nil : Dictionary(names) { first, _ in first })
    }

    private func number(_ name: String, in query: [String: String]) throws -> Int64? {
        guard let text = query[name] else { return nil }
        guard let number = Int64(text), number >= 0 else {
            throw Problem(.unprocessable, "\(name): \(text) is not a number from 0 on")
        }
        return number
    }
}
