import Curl
import Decisions
import HTTPWire
import Inventory
import LinuxIO
import NetTypes
import Settings
import Store
import Synchronization

/// Posts what the outbox holds to webhooks, on a thread of its own, since libcurl waits: for each webhook one event after the
/// other, in their order. One that does not take an event rests, and the others go on.
package actor WebhookService {
    nonisolated let loop: EventLoop
    package nonisolated var unownedExecutor: UnownedSerialExecutor { loop.asUnownedSerialExecutor() }

    private let store: Store
    private let log: Log
    private let counters: Counters
    private let problems: Problems
    private let version: String
    /// How long a webhook rests after so many failures.
    private let pause: @Sendable (Int) -> Interval
    private var webhooks: [Webhook]
    private var resting: [DeliveryTarget: TimerID] = [:]
    /// Where the next turn begins, so that all get theirs.
    private var turn = 0
    private let standings: Mutex<[String: WebhookStanding]>
    private let isAwaited = Mutex(false)

    /// How long one exchange may take.
    private static let timeout = Interval.seconds(10)

    package init(
        _ webhooks: [Webhook], version: String, store: Store, loop: EventLoop, log: Log, counters: Counters,
        problems: Problems,
        pause: @escaping @Sendable (Int) -> Interval = {
            RetrySchedule.delivery.delay(afterFailures: $0, jitter: Double.random(in: 0...1))
        }
    ) {
        self.webhooks = webhooks
        self.version = version
        self.store = store
        self.loop = loop
        self.log = log
        self.counters = counters
        self.problems = problems
        self.pause = pause
        standings = Mutex(Dictionary(webhooks.map { ($0.name, WebhookStanding()) }) { first, _ in first })
    }

    /// Takes up what was left in the outbox, and listens to what comes into it. To be called on the loop.
    package func start() {
        store.observeCommits { [unowned self] events in
            if !events.isEmpty { runSoon() }
        }
        runSoon()
    }

    /// From now on events go to others. Does not wait for what is under way.
    package nonisolated func adopt(_ webhooks: [Webhook]) {
        loop.post { self.assumeIsolated { $0.replace(with: webhooks) } }
    }

    private func replace(with latest: [Webhook]) {
        webhooks = latest
        for timer in resting.values { loop.cancel(timer) }
        resting = [:]
        problems.clear(startingWith: "webhook ")
        standings.withLock { standings in
            standings = Dictionary(latest.map { ($0.name, standings[$0.name]?.anew ?? WebhookStanding()) }) {
                first, _ in
                first
            }
        }
        runSoon()
    }

    private nonisolated func runSoon() {
        let isFirst = isAwaited.withLock { isAwaited in
            defer { isAwaited = true }
            return !isAwaited
        }
        guard isFirst else { return }
        loop.post {
            self.isAwaited.withLock { $0 = false }
            self.assumeIsolated { $0.run() }
        }
    }

    /// One event of one webhook; then whatever came to the loop meanwhile has its turn.
    private func run() {
        for offset in webhooks.indices {
            let webhook = webhooks[(turn + offset) % webhooks.count]
            guard resting[webhook.target] == nil,
                let delivery = store.read({ $0.deliveries(to: webhook.target).first })
            else { continue }
            turn = (turn + offset + 1) % webhooks.count
            send(delivery, to: webhook)
            return runSoon()
        }
    }

    private func send(_ delivery: Delivery, to webhook: Webhook) {
        let now = Clock.now()
        var delivery = delivery
        delivery.attempts += 1
        let answer = post(delivery, to: webhook, at: now)
        switch answer.step(attempts: delivery.attempts, age: now - delivery.event.time) {
        case .done: hearSuccess(delivery, webhook)
        case .tryAgain: hearFailure(delivery, webhook, answer, at: now, isOver: false)
        case .giveUp: hearFailure(delivery, webhook, answer, at: now, isOver: true)
        }
    }

    private func post(_ delivery: Delivery, to webhook: Webhook, at now: Timestamp) -> WebhookAnswer {
        let body = delivery.notice.document()
        let headers: HTTPHeaders = [
            "Content-Type": "application/json", "User-Agent": "amorce/\(version)",
            "Amorce-Stage": delivery.event.stage.rawValue,
            "Idempotency-Key": "\(delivery.event.id)-\(delivery.event.time.milliseconds)",
            "Amorce-Signature": WebhookSignature.header(of: body, key: webhook.key.bytes, at: now),
        ]
        do throws(CurlError) {
            return .status(try WebClient.post(body, to: webhook.url, headers: headers, timeout: Self.timeout).rawValue)
        } catch {
            guard case .failed(let words) = error else { return .none("no answer") }
            return .none(words)
        }
    }

    private func hearSuccess(_ delivery: Delivery, _ webhook: Webhook) {
        counters.count("deliveries.\(webhook.target.text).delivered")
        problems.clear("webhook \(webhook.name)")
        standings.withLock { standings in
            standings[webhook.name]?.delivered += 1
            standings[webhook.name]?.failures = 0
            standings[webhook.name]?.problem = nil
        }
        log(
            .info,
            LogLine("webhook", "delivered", mac: delivery.event.mac).with("name", webhook.name)
                .with("stage", delivery.event.stage.rawValue).with("event", delivery.event.id)
                .with("attempts", delivery.attempts))
        keep(delivery, isOver: true, webhook)
    }

    private func hearFailure(
        _ delivery: Delivery, _ webhook: Webhook, _ answer: WebhookAnswer, at now: Timestamp, isOver: Bool
    ) {
        var delivery = delivery
        delivery.lastError = "\(answer)"
        let subject = "webhook \(webhook.name)"
        problems.post(subject, "it does not take events: \(answer)", cure: answer.cure, at: now)
        standings.withLock { standings in
            let since = standings[webhook.name]?.problem?.since ?? now
            standings[webhook.name]?.failures += 1
            standings[webhook.name]?.givenUp += isOver ? 1 : 0
            standings[webhook.name]?.problem = StandingProblem(
                subject: subject, what: "it does not take events: \(answer)", cure: answer.cure, since: since)
        }
        if isOver { counters.count("deliveries.\(webhook.target.text).given-up") }
        log(
            isOver ? .error : .warning,
            LogLine("webhook", isOver ? "given-up" : "later", mac: delivery.event.mac).with("name", webhook.name)
                .with("stage", delivery.event.stage.rawValue).with("event", delivery.event.id)
                .with("attempts", delivery.attempts).with("error", answer))
        rest(webhook)
        keep(delivery, isOver: isOver, webhook)
    }

    private func keep(_ delivery: Delivery, isOver: Bool, _ webhook: Webhook) {
        do {
            try store.transaction { transaction in
                if isOver { transaction.forget(delivery) } else { transaction.note(delivery) }
            }
        } catch {
            // `StoreWatch` says why. It is sent once more, with the same key, and not at once.
            rest(webhook)
        }
    }

    private func rest(_ webhook: Webhook) {
        if let timer = resting[webhook.target] { loop.cancel(timer) }
        let failures = standings.withLock { $0[webhook.name]?.failures ?? 1 }
        resting[webhook.target] = loop.after(pause(max(1, failures))) { [weak self] in
            self?.assumeIsolated { service in
                service.resting[webhook.target] = nil
                service.run()
            }
        }
    }

    /// How webhooks do. Waits for nobody.
    package nonisolated func report() -> [DeliveriesReport.Target] {
        standings.withLock { $0 }.sorted { $0.key < $1.key }.map { name, standing in
            let target = DeliveryTarget.webhook(name)
            let waiting = store.read { $0.deliveries(to: target) }
            return DeliveriesReport.Target(
                name: target.text, pending: waiting.count, delivered: standing.delivered, givenUp: standing.givenUp,
                problem: standing.problem, waiting: waiting.prefix(100).map { .init($0) })
        }
    }
}

/// What is known of a webhook since the start.
private struct WebhookStanding: Sendable {
    var delivered = 0
    var givenUp = 0
    var failures = 0
    var problem: StandingProblem?

    /// The same where it may be another address.
    var anew: Self {
        var standing = self
        standing.failures = 0
        standing.problem = nil
        return standing
    }
}
