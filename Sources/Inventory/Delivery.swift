import NetTypes

/// An event on its way to whoever is to hear of it: one row of the outbox, written in the event's own transaction.
package struct Delivery: Hashable, Sendable {
    /// With its id, which tells it from others: what comes twice has the same one.
    package var event: BootEvent
    /// Who is to hear of it: `hooks`, or `webhook NAME`.
    package let target: DeliveryTarget
    /// The machine as it was then; `nil` where nothing was known of it.
    package let machine: Machine?
    /// Where it was then.
    package let address: IPv4Address?
    /// How often it was tried.
    package var attempts: Int
    /// What stood in the way last.
    package var lastError: String?

    package init(
        event: BootEvent, target: DeliveryTarget, machine: Machine?, address: IPv4Address?, attempts: Int = 0,
        lastError: String? = nil
    ) {
        self.event = event
        self.target = target
        self.machine = machine
        self.address = address
        self.attempts = attempts
        self.lastError = lastError
    }

    /// What tells it from others.
    package struct Key: Hashable, Sendable {
        package let target: DeliveryTarget
        package let event: Int64

        package init(target: DeliveryTarget, event: Int64) {
            self.target = target
            self.event = event
        }
    }

    /// Of which event, to whom: there is one such row.
    package var key: Key { Key(target: target, event: event.id) }
    /// What the other side is told.
    package var notice: EventNotice { EventNotice(event: event, machine: machine, address: address) }
}

/// Who is to hear of events.
package struct DeliveryTarget: Hashable, Sendable, Comparable {
    package let text: String

    /// The programs of the folder of hooks.
    package static let hooks = Self(text: "hooks")
    /// A webhook by its name.
    package static func webhook(_ name: String) -> Self { Self(text: "webhook \(name)") }

    /// - Parameter text: as it was stored.
    package init(text: String) { self.text = text }

    package static func < (left: Self, right: Self) -> Bool { left.text < right.text }
}

/// What hooks and webhooks are told: the event and the machine in the words of the control API, the machine as it was then.
package struct EventNotice: Hashable, Sendable, Codable {
    package let event: BootEvent
    package let machine: Machine?
    package let address: IPv4Address?

    package init(event: BootEvent, machine: Machine?, address: IPv4Address?) {
        self.event = event
        self.machine = machine
        self.address = address
    }
}

extension Stage {
    /// The stages that others are told of: those at which something has changed for good.
    package static let handedOver: Set<Stage> = [
        .armed, .released, .discovered, .named, .nameConflict, .chosen, .preseed, .installed, .running, .balanced,
        .removed, .failed,
    ]
}
