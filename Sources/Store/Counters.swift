import Inventory
import NetTypes

/// Numbers that grow with what is written.
struct Counters {
    private(set) var lastEvent: Int64
    /// How many leases were ever saved.
    private(set) var savedLeases: Int64
    private var events: [MACAddress: Int]
    private var total: Int
    /// How many events there may be before those of unknown machines are looked through.
    private var bound: Int

    /// How many events of one machine are kept.
    static let eventLimit = 1000

    /// How many events are kept of all machines together, as far as nobody has named them.
    private static let totalLimit = 100_000
    /// How many more of them go at once when there are too many.
    private static let crowd = 10_000

    init(lastEvent: Int64, savedLeases: Int64, events: [MACAddress: Int]) {
        self.lastEvent = lastEvent
        self.savedLeases = savedLeases
        self.events = events
        total = events.values.reduce(0, +)
        bound = Self.totalLimit
    }

    /// How many events of unknown machines are to go, the oldest of them, once a batch is added; `nil` while there is room.
    func excess(with batch: Batch) -> Int? {
        let sum = total + batch.events.count
        return sum > bound ? sum - Self.totalLimit + Self.crowd : nil
    }

    /// Takes over how many events there are after some of unknown machines went. Those of known machines are bounded by
    /// the number of those: where nothing else was there to go, more of them are let in before it is tried again.
    mutating func recount(_ counts: [MACAddress: Int]) {
        let before = total
        events = counts
        total = counts.values.reduce(0, +)
        bound = total < before ? Self.totalLimit : total + Self.crowd
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
        for (mac, added) in batch.addedEvents {
            let (before, after) = (events[mac] ?? 0, min((events[mac] ?? 0) + added, Self.eventLimit))
            events[mac] = after
            total += after - before
        }
    }
}

/// One transaction's part of the counters, until it is committed.
struct Batch {
    private(set) var events: [BootEvent] = []
    /// With their events' ids.
    private(set) var deliveries: [Delivery] = []
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

    /// What is on its way with the id of its event, which is the one before it.
    mutating func number(_ delivery: Delivery) -> Delivery {
        var delivery = delivery
        delivery.event.id = events.last?.id ?? lastEvent
        deliveries.append(delivery)
        return delivery
    }
}
