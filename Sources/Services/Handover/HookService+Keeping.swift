import Decisions
import Inventory
import LinuxIO
import NetTypes
import Store

/// What becomes of an event after its hooks.
extension HookService {
    func end(_ delivery: Delivery, _ failures: [HookFailure]) {
        guard !failures.isEmpty else {
            delivered += 1
            counters.count("deliveries.hooks.delivered")
            return settle(delivery, isOver: true)
        }
        let what = failures.map { "\($0.name): \($0.what)" }.joined(separator: "; ")
        end(delivery, Set(failures.map(\.name)), what, cure: nil)
    }

    /// - Parameter cure: where no hook could be run at all.
    func end(_ delivery: Delivery, _ failed: Set<String>, _ what: String, cure: String?) {
        var delivery = delivery
        delivery.attempts += 1
        delivery.lastError = what
        if let cure {
            let now = Clock.now()
            trouble = StandingProblem(subject: "hooks", what: what, cure: cure, since: trouble?.since ?? now)
            problems.post("hooks", what, cure: cure, at: now)
        } else {
            self.failed[delivery.event.id] = failed
        }
        // A folder that is away is somebody's matter; what a hook has against an event is the hook's.
        guard cure == nil, delivery.attempts >= Self.attempts else { return settle(delivery, isOver: false) }
        givenUp += 1
        counters.count("deliveries.hooks.given-up")
        log(
            .error,
            LogLine("hook", "given-up", mac: delivery.event.mac).with("stage", delivery.event.stage.rawValue)
                .with("event", delivery.event.id).with("error", what))
        settle(delivery, isOver: true)
    }

    private func settle(_ delivery: Delivery, isOver: Bool) {
        isRunning = false
        let id = delivery.event.id
        do {
            try store.transaction { transaction in
                if isOver { transaction.forget(delivery) } else { transaction.note(delivery) }
            }
            if isOver { failed[id] = nil } else { rest(delivery) }
        } catch {
            // `StoreWatch` says why. The hooks run once more, and not at once.
            rest(delivery)
        }
        // Not from within: a folder of hooks that are passed over would make a deep stack.
        loop.post { [weak self] in self?.assumeIsolated { $0.run() } }
    }

    private func rest(_ delivery: Delivery) {
        let delay = pause(max(1, delivery.attempts))
        let id = delivery.event.id
        let timer = loop.after(delay) { [weak self] in
            self?.assumeIsolated { service in
                service.resting[id] = nil
                service.run()
            }
        }
        resting[id] = HookRest(timer: timer)
    }

    /// How hooks do; `nil` where there are none. Not to be called on the loop.
    package nonisolated func report() -> DeliveriesReport.Target? {
        let latest = Current<DeliveriesReport.Target?>(nil)
        loop.enter { self.assumeIsolated { latest.replace(with: $0.reportNow()) } }
        return latest.value
    }

    private func reportNow() -> DeliveriesReport.Target? {
        guard settings != nil else { return nil }
        let waiting = store.read { $0.deliveries(to: .hooks) }
        let problem = trouble ?? problems.all.first { $0.subject.hasPrefix("hook ") }
        return DeliveriesReport.Target(
            name: DeliveryTarget.hooks.text, pending: waiting.count, delivered: delivered, givenUp: givenUp,
            problem: problem, waiting: waiting.prefix(100).map { .init($0) })
    }
}

extension DeliveriesReport.Waiting {
    init(_ delivery: Delivery) {
        self.init(event: delivery.event, attempts: delivery.attempts, lastError: delivery.lastError)
    }
}
