import Decisions
import Inventory
import LinuxIO
import NetTypes
import Settings
import Store

/// Runs the hooks for what the outbox holds: one event after the other, in their order, and for each one the hooks in the order
/// of their names. An event whose hooks fail rests and lets the others go before it. A hook sees an event at least once: one
/// that ran when the daemon was killed runs again.
package actor HookService {
    nonisolated let loop: EventLoop
    package nonisolated var unownedExecutor: UnownedSerialExecutor { loop.asUnownedSerialExecutor() }

    let store: Store
    let log: Log
    let counters: Counters
    let problems: Problems
    var settings: Configuration.Hooks?
    /// What must not stand in the log.
    var secrets: [String]
    /// Events that rest, each with the hooks that it still needs.
    var resting: [Int64: HookRest] = [:]
    /// The hooks that failed of an event that has rested.
    var failed: [Int64: Set<String>] = [:]
    /// How long an event rests after so many failures.
    let pause: @Sendable (Int) -> Interval
    var isRunning = false
    var delivered = 0
    var givenUp = 0
    var trouble: StandingProblem?

    /// How often an event's hooks are tried.
    package static let attempts = 6

    package init(
        _ settings: Configuration.Hooks?, secrets: [String], store: Store, loop: EventLoop, log: Log,
        counters: Counters, problems: Problems,
        pause: @escaping @Sendable (Int) -> Interval = {
            RetrySchedule.delivery.delay(afterFailures: $0, jitter: Double.random(in: 0...1))
        }
    ) {
        self.settings = settings
        self.secrets = secrets
        self.store = store
        self.loop = loop
        self.log = log
        self.counters = counters
        self.problems = problems
        self.pause = pause
    }

    /// Takes up what was left in the outbox, and listens to what comes into it. To be called on the loop.
    package func start() {
        store.observeCommits { [unowned self] events in
            guard events.contains(where: { Stage.handedOver.contains($0.stage) }) else { return }
            loop.post { self.assumeIsolated { $0.run() } }
        }
        run()
    }

    /// From now on hooks are run by other settings. To be called on the loop.
    package func adopt(_ settings: Configuration.Hooks?, secrets: [String]) {
        self.settings = settings
        self.secrets = secrets
        for rest in resting.values { loop.cancel(rest.timer) }
        resting = [:]
        problems.clear(startingWith: "hook")
        trouble = nil
        run()
    }

    /// Takes the oldest event that does not rest, if nothing is at work.
    func run() {
        guard !isRunning, let settings else { return }
        let resting = Set(resting.keys)
        let next = store.read { image in image.deliveries(to: .hooks).first { !resting.contains($0.event.id) } }
        guard let next else { return }
        isRunning = true
        let names: [String]
        do throws(SystemError) {
            names = try hooks(in: settings.folder)
        } catch {
            return end(next, ["folder"], "\(error)", cure: "make the folder, or take hooks.folder out")
        }
        trouble = nil
        problems.clear("hooks")
        let wanted = failed[next.event.id]
        run(names.filter { wanted?.contains($0) ?? true }[...], next, settings, [])
    }

    /// The hooks that may be run, in order; what is refused is told of.
    private func hooks(in folder: String) throws(SystemError) -> [String] {
        var names: [String] = []
        for name in try Directory.names(in: folder) {
            guard let file = try? ProgramFile("\(folder)/\(name)") else { continue }
            let hook = HookFile(name: name, mode: file.mode, isRegular: file.isRegular, owner: file.owner)
            switch hook.verdict(for: ProgramFile.user) {
            case .run: names.append(name)
            case .passedOver: continue
            case .refused(let why, let cure):
                let subject = "hook \(name)"
                if !problems.all.contains(where: { $0.subject == subject }) {
                    log(.error, LogLine("hook", "refused").with("name", name).with("error", why).with("cure", cure))
                }
                problems.post(subject, "it is not run: \(why)", cure: cure, at: Clock.now())
            }
        }
        return names
    }

    private func run(
        _ names: ArraySlice<String>, _ delivery: Delivery, _ settings: Configuration.Hooks, _ failures: [HookFailure]
    ) {
        guard let name = names.first else { return end(delivery, failures) }
        let rest = names.dropFirst()
        do throws(SystemError) {
            let process = try HookProcess(
                "\(settings.folder)/\(name)", [delivery.event.stage.rawValue], environment: delivery.environment,
                folder: "/", input: delivery.notice.document())
            _ = try HookRun(process, timeout: settings.timeout, on: loop) { [weak self] end in
                self?.assumeIsolated { service in
                    let failure = service.hear(end, of: name, delivery, settings)
                    service.run(rest, delivery, settings, failures + (failure.map { [$0] } ?? []))
                }
            }
        } catch {
            let failure = HookFailure(name: name, what: "\(error)")
            tell(failure, delivery)
            run(rest, delivery, settings, failures + [failure])
        }
    }

    private func hear(
        _ end: HookRun.End, of name: String, _ delivery: Delivery, _ settings: Configuration.Hooks
    ) -> HookFailure? {
        let isDone = end.status == 0 && !end.isTimedOut
        for line in HookOutput.lines(end.output, without: secrets) {
            log(
                isDone ? .info : .warning,
                LogLine("hook", "says", mac: delivery.event.mac).with("name", name).with("line", line))
        }
        counters.count(isDone ? "hooks.run.done" : end.isTimedOut ? "hooks.run.timed-out" : "hooks.run.failed")
        guard !isDone else {
            log(
                .info,
                LogLine("hook", "done", mac: delivery.event.mac).with("name", name)
                    .with("stage", delivery.event.stage.rawValue).with("event", delivery.event.id))
            problems.clear("hook \(name)")
            return nil
        }
        let failure = HookFailure(
            name: name,
            what: end.isTimedOut ? "it took longer than \(settings.timeout)" : "exit status \(end.status)")
        tell(failure, delivery)
        return failure
    }

    private func tell(_ failure: HookFailure, _ delivery: Delivery) {
        log(
            .warning,
            LogLine("hook", "failed", mac: delivery.event.mac).with("name", failure.name)
                .with("stage", delivery.event.stage.rawValue).with("event", delivery.event.id)
                .with("error", failure.what))
        problems.post(
            "hook \(failure.name)", "it fails at \(delivery.event.stage.rawValue): \(failure.what)",
            cure: "the log has what it wrote (hook=says); it is tried again a few times", at: Clock.now())
    }
}

/// A hook that did not do it, and why.
struct HookFailure: Sendable {
    let name: String
    let what: String
}

/// An event that rests.
struct HookRest {
    let timer: TimerID
}

extension Delivery {
    /// What a hook finds around it: nothing of the daemon's.
    var environment: [String] {
        [
            "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", "LC_ALL=C.UTF-8", "HOME=/",
            "AMORCE_STAGE=\(event.stage.rawValue)", "AMORCE_EVENT=\(event.id)", "AMORCE_MAC=\(event.mac)",
            "AMORCE_MACHINE=\(machine?.hostName.text ?? "")",
            "AMORCE_PROFILE=\(machine?.profile?.text ?? "")",
            "AMORCE_ADDRESS=\(address?.description ?? "")",
        ]
    }
}
