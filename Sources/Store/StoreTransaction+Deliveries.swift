import Inventory
import NetTypes

/// The outbox of events: what is recorded is written in the same transaction for everybody who is to hear of it.
extension StoreTransaction {
    /// How many events may wait for one target.
    package static let deliveryLimit = 10_000
    /// How many may wait before those of machines that nobody has named are left out.
    package static let unknownDeliveryLimit = 1000

    /// From now on these hear of events at these stages. What waits for others goes.
    package mutating func subscribe(_ targets: [DeliveryTarget: Set<Stage>]) {
        image.subscribe(targets)
        for delivery in image.deliveries.values where targets[delivery.target] == nil { forget(delivery) }
    }

    /// Keeps how often something was tried.
    package mutating func note(_ delivery: Delivery) {
        guard image.deliveries[delivery.key] != nil else { return }
        keep(delivery, at: delivery.key)
    }

    /// What has arrived, or was given up, waits no more.
    package mutating func forget(_ delivery: Delivery) {
        guard image.deliveries[delivery.key] != nil else { return }
        keep(nil, at: delivery.key)
    }

    /// Who is to hear of an event, with what is known of its machine now.
    func deliveries(of event: BootEvent) -> [Delivery] {
        let targets = image.subscribers.filter { $0.value.contains(event.stage) }.keys
        guard !targets.isEmpty else { return [] }
        let machine = image.machines[event.mac]
        let lease = image.leases[event.mac].flatMap { $0.state == .active ? $0.address : nil }
        let limit = machine?.isKnown == true ? Self.deliveryLimit : Self.unknownDeliveryLimit
        return targets.filter { image.deliveryCount(of: $0) < limit }.sorted().map { target in
            Delivery(event: event, target: target, machine: machine, address: machine?.address ?? lease)
        }
    }
}
