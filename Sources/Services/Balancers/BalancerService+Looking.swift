import Decisions
import Inventory
import LinuxIO
import NetTypes
import Store

/// One look at a backend: read, plan, carry out, read again, until nothing is left to be done or no step helps.
extension BalancerService {
    /// One look at a time; what changes meanwhile is looked at after it.
    func begin(_ place: BalancerPlace) {
        guard records[place]?.exchange == nil else {
            records[place]?.isOutdated = true
            return
        }
        if let timer = records[place]?.timer { loop.cancel(timer) }
        records[place]?.timer = nil
        // What is to go goes from the file first: whatever becomes of HAProxy, it does not come back with a reload.
        let look = BalancerLook(fileTrouble: updateFiles(of: place))
        read(place, look)
    }

    private func ask(
        _ commands: [String], _ place: BalancerPlace,
        _ next: @escaping @Sendable (isolated BalancerService, [String]) -> Void
    ) {
        let exchange = BalancerExchange(commands, to: place.socket, on: loop) { [weak self] result in
            self?.assumeIsolated { service in
                service.records[place]?.exchange = nil
                switch result {
                case .success(let answers): next(service, answers)
                case .failure(let trouble): service.end(place, trouble)
                }
            }
        }
        records[place]?.exchange = exchange
        exchange.begin()
    }

    private func read(_ place: BalancerPlace, _ look: BalancerLook) {
        ask(["show servers state \(place.backend)"], place) { service, answers in
            do throws(BalancerTrouble) {
                service.hear(try SeenServer.all(in: answers.first ?? ""), place, look)
            } catch {
                service.end(place, error)
            }
        }
    }

    private func hear(_ seen: [SeenServer], _ place: BalancerPlace, _ look: BalancerLook) {
        guard var facts = records[place]?.facts else { return }
        facts.seen = seen
        facts.listed = listed(at: place, facts)
        facts.isImpatient = (records[place]?.failures ?? 0) > BalancerTrouble.patience
        records[place]?.facts = facts
        // Outcomes of steps are kept before the next ones.
        guard settle(place, look), let facts = records[place]?.facts else { return end(place, nil, .seconds(1)) }
        let plan = BalancerPlan(facts)
        guard !plan.steps.isEmpty else {
            return end(place, look.fileTrouble ?? (plan.taken.isEmpty ? nil : .taken(plan.taken)))
        }
        // The same steps again, or ever others: the answers say why.
        guard plan.steps != look.steps, look.rounds < 4 else { return end(place, look.refusal(in: place.backend)) }
        carryOut(plan.steps, place, look)
    }

    private func carryOut(_ steps: [BalancerStep], _ place: BalancerPlace, _ look: BalancerLook) {
        for step in steps {
            log(
                .info,
                LogLine("balancer", "step").with("backend", place.backend).with(
                    "command", step.command(in: place.backend)))
            counters.count("balancer.steps")
        }
        ask(steps.map { $0.command(in: place.backend) }, place) { service, answers in
            var look = look
            look.steps = steps
            look.answers = answers
            look.rounds += 1
            service.read(place, look)
        }
    }

    /// - Parameter pause: until the next look, where it is not the usual one.
    private func end(_ place: BalancerPlace, _ trouble: BalancerTrouble?, _ pause: Interval? = nil) {
        guard var record = records[place] else { return }
        let now = Clock.now()
        let subject = Self.subject(of: place)
        if let trouble {
            if record.trouble == nil { record.since = now }
            record.failures += 1
            if record.trouble != trouble {
                log(
                    .warning,
                    LogLine("balancer", "trouble").with("backend", place.backend).with("socket", place.socket).with(
                        "error", trouble))
            }
            counters.count("balancer.failures")
            problems.post(subject, "\(trouble)", cure: trouble.cure, at: now)
        } else if pause == nil {
            if record.trouble != nil {
                log(.notice, LogLine("balancer", "well").with("backend", place.backend).with("socket", place.socket))
            }
            record.failures = 0
            record.reached = now
            problems.clear(subject)
        }
        if trouble != nil || pause == nil { record.trouble = trouble }
        let isOutdated = record.isOutdated
        record.isOutdated = false
        let delay =
            trouble?.delay(afterFailures: record.failures, jitter: Double.random(in: 0...1)) ?? pause
            ?? Self.pause
        record.timer = loop.after(isOutdated ? Interval(milliseconds: 100) : delay) { [weak self] in
            self?.assumeIsolated { $0.lookAgain(place) }
        }
        records[place] = record
    }

    private func lookAgain(_ place: BalancerPlace) {
        records[place]?.timer = nil
        refresh(place)
        begin(place)
    }

    /// Takes what the store says now.
    func refresh(_ place: BalancerPlace) {
        let latest = gather()[place] ?? BalancerFacts(wishes: [], kept: [], seen: [])
        records[place]?.facts.wishes = latest.wishes
        records[place]?.facts.kept = latest.kept
    }
}

/// What one look has come to so far.
struct BalancerLook: Sendable {
    let fileTrouble: BalancerTrouble?
    var rounds = 0
    var steps: [BalancerStep] = []
    var answers: [String] = []

    init(fileTrouble: BalancerTrouble?) { self.fileTrouble = fileTrouble }

    /// What HAProxy said to the step that it did not take: of most steps an empty line is a yes.
    func refusal(in backend: String) -> BalancerTrouble {
        let said = zip(steps, answers).map { step, answer in
            (
                step.command(in: backend),
                answer.split(whereSeparator: \.isNewline).first.map { String($0.prefix(200)) } ?? ""
            )
        }
        let isYes = { (words: String) in
            words.isEmpty || words.hasPrefix("New server registered") || words.hasPrefix("Server deleted")
                || words.contains("changed from") || words.contains("no need to change")
        }
        guard let (command, words) = said.first(where: { !isYes($0.1) }) ?? said.first else {
            return .unreadable("nothing")
        }
        if case .denied = BalancerTrouble(refusal: words) { return .denied }
        return .refused(command: command, words: words.isEmpty ? "has no effect" : words)
    }
}
