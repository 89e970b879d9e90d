import Inventory
import NetTypes

/// Numbers that grow with what is written.
struct Counters {
    private(set) var lastEvent: Int64
    /// How many leases were ever saved.
    private(set) var savedLeases: Int64
    private var events: [MACAddress: Int]

    /// How many events of one machine are kept.
    static let eventLimit = 1000

    init(lastEvent: Int64, savedLeases: Int64, events: [MACAddress: Int]) {
        self.lastEvent = lastEvent
        self.savedLeases = savedLeases
        self.events = events
    }

    /// How many events each machine has too many, once a batch is added.
    func overflow(with batch: Batch) -> [(mac: MACAddress, count: Int)] {
        batch.addedEvents.compactMap { mac, added in
            let count = (events[mac] ?? 0) + added - Self.eventLimit
            return count > 0 ? (mac, count) : nil
        }
    }

    /// Takes over what a batch has counted, after its commit.
    mutating func keep(_ batch: Batch) {
        lastEvent = batch.events.last?.id ?? lastEvent
        savedLeases = batch.savedLeases
        for (mac, added) in batch.addedEvents { events[mac] = min((events[mac] ?? 0) + added, Self.eventLimit) }
    }
}

/// One transaction's part of the counters, until it is committed.
struct Batch {
    private(set) var events: [BootEvent] = []
    private(set) var savedLeases: Int64
    private(set) var addedEvents: [MACAddress: Int] = [:]
    private let lastEvent: Int64

    init(after counters: Counters) {
        savedLeases = counters.savedLeases
        lastEvent = counters.lastEvent
    }

    mutating func numberLease() -> Int64 {
        savedLeases &+= 1
        return savedLeases
    }

    /// The event with its id.
    mutating func number(_ event: BootEvent) -> BootEvent {
        var event = event
        event.id = lastEvent &+ Int64(events.count) &+ 1
        events.append(event)
        addedEvents[event.mac, default: 0] += 1
        return event
    }
}
