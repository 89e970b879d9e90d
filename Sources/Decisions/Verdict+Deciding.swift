import Inventory
import NetTypes

/// What a verdict follows from.
package struct VerdictFacts: Sendable {
    package let machine: Machine
    /// Those of the machine, in order of time.
    package let events: [BootEvent]
    /// What DHCP heard of it since its last lease.
    package let hearing: Hearing?
    /// What its installer said last by syslog.
    package let lastLine: LastLine?
    /// How long a menu waits for a choice before it goes on by itself.
    package let menuTimeout: Interval
    package let now: Timestamp

    package init(
        machine: Machine, events: [BootEvent], hearing: Hearing?, lastLine: LastLine? = nil, menuTimeout: Interval,
        now: Timestamp
    ) {
        self.machine = machine
        self.events = events
        self.hearing = hearing
        self.lastLine = lastLine
        self.menuTimeout = menuTimeout
        self.now = now
    }
}

extension Verdict {
    /// What is to be said of a machine's boot at this moment; `nil` while all is well, or nothing is awaited.
    package init?(_ facts: VerdictFacts) {
        let boots = Timeline(of: facts.eventsThatCount).boots
        if facts.machine.state == .failed, let failed = boots.last(where: { $0.outcome == .failed }) {
            // It boots its disk now, or nothing: what there is to say is why.
            self.init(of: failed, facts)
            return
        }
        let boot = boots.last
        if facts.machine.state.isInstalling, let sent = boot?.events.last(where: { $0.stage == .localBoot }) {
            guard facts.now - sent.time >= Expectation.brokenOff.patience else { return nil }
            self.init(stuckAt: .localBoot, seen: sent, .brokenOff, since: sent.time, facts)
            return
        }
        if let hearing = facts.hearing, facts.events.last.map({ $0.time < hearing.last }) ?? true {
            guard let verdict = Self(of: hearing, boot, facts) else { return nil }
            self = verdict
            return
        }
        guard let boot, let step = boot.step else { return nil }
        switch boot.outcome {
        case .ended, .stopped: return nil
        case .failed: self.init(of: boot, facts)
        case .waiting(_, let since):
            guard let seen = boot.events.last(where: { BootStep($0, after: nil) != nil }) ?? boot.events.last,
                let expectation = step.expectation, facts.hasLasted(expectation, since, at: step)
            else { return nil }
            self.init(stuckAt: step, seen: seen, expectation, since: since, facts)
        }
    }

    /// Of what DHCP heard after everything else: it is tried again and again.
    private init?(of hearing: Hearing, _ boot: Timeline.Boot?, _ facts: VerdictFacts) {
        let step: BootStep
        var causes: [Cause] = []
        let detail: String
        switch hearing.outcome {
        case .offered(let address):
            step = .offered
            detail = "address=\(address) times=\(hearing.count)"
        case .invited:
            step = .offered
            detail = "times=\(hearing.count)"
            causes.append(
                Cause(
                    what: "the other DHCP server lends it no address; this one lends none, dhcp.mode is proxy",
                    cure: "look at that server's log and pool; amorce status lists those that were heard"))
        case .quiet(let reason, let clause):
            // Who names another server has taken its offer.
            step = reason == .otherServer ? .offered : .discovered
            detail = "quiet=\(reason.name) times=\(hearing.count)"
            causes.append(Cause(what: "it was left without an answer: \(clause)", cure: reason.cure(of: facts.machine)))
        }
        guard let expectation = step.expectation, facts.hasLasted(expectation, hearing.first, at: step) else {
            return nil
        }
        let stage: Stage = step == .offered ? .offered : .discovered
        self.init(
            stuckAt: step, seen: BootEvent(time: hearing.last, mac: facts.machine.mac, stage: stage, detail: detail),
            expectation, since: hearing.first, facts, likelier: causes)
    }

    /// - Parameter causes: what is known of this machine, and likelier than what holds for all.
    private init(
        stuckAt step: BootStep, seen: BootEvent, _ expectation: Expectation, since: Timestamp, _ facts: VerdictFacts,
        likelier causes: [Cause] = []
    ) {
        self.init(
            .stuck, step: step.rawValue, seen: seen, awaited: expectation.awaited, since: since, now: facts.now,
            patience: facts.patience(expectation, at: step), typical: expectation.typical,
            causes: causes + facts.told(expectation.causes) + facts.silence(at: step))
    }

    /// Of a boot that has failed.
    private init?(of boot: Timeline.Boot, _ facts: VerdictFacts) {
        guard let failure = boot.events.last(where: { $0.stage == .failed }), let step = boot.step else { return nil }
        self.init(failure, after: step, facts)
    }

    private init(_ failure: BootEvent, after step: BootStep, _ facts: VerdictFacts) {
        let name = facts.machine.hostName
        let profile = facts.machine.profile?.text ?? "PROFILE"
        let expectation = step.expectation
        let isReport = failure.word("step") == "failed"
        // What the daemon found out itself says what to do; then the step's own causes are none.
        let ownCure = isReport ? nil : failure.quoted("cure")
        let first =
            isReport
            ? Cause(
                what: "the post-install script ended with an error, or could not be fetched",
                cure: "amorce machine log \(name) has what it printed; mend postinstall/\(profile).sh, then "
                    + "amorce machine reinstall \(name)")
            : Cause(
                what: failure.quoted("says") ?? (failure.detail.isEmpty ? "something was refused" : failure.detail),
                cure: ownCure ?? "mend that, then restart \(name), or amorce machine reinstall \(name)")
        self.init(
            .failed, step: step.rawValue, seen: failure, awaited: expectation?.awaited ?? "nothing",
            since: failure.time, now: facts.now, patience: expectation?.patience ?? .seconds(0),
            typical: expectation?.typical,
            causes: [first] + (isReport || ownCure != nil ? [] : facts.told(expectation?.causes ?? [])))
    }
}

extension VerdictFacts {
    /// Without what an installer was refused whose machine was armed again meanwhile: it is over.
    fileprivate var eventsThatCount: [BootEvent] {
        guard machine.state == .armed, let arm = machine.arm else { return events }
        return events.filter { $0.stage != .failed || $0.time < arm.since }
    }

    fileprivate func patience(_ expectation: Expectation, at step: BootStep) -> Interval {
        step == .menu
            ? Interval(milliseconds: expectation.patience.milliseconds &+ menuTimeout.milliseconds)
            : expectation.patience
    }

    /// An installer that goes on talking is at work, if slowly: it is given more time, but not for ever.
    fileprivate func hasLasted(_ expectation: Expectation, _ since: Timestamp, at step: BootStep) -> Bool {
        let patience = patience(expectation, at: step)
        guard let line = lastLine, line.time > since, step.ofInstaller != nil else { return now - since >= patience }
        return now - line.time >= patience || now - since >= Interval(milliseconds: patience.milliseconds &* 4)
    }

    /// What may be so at every step in between: nobody hears of a machine that it went off.
    fileprivate func silence(at step: BootStep) -> [Verdict.Cause] {
        guard step.isUnderWay else { return [] }
        let since = lastLine.map { "; its installer was heard \(now - $0.time) ago" } ?? ""
        let cure =
            machine.state.isInstalling
            ? "look at its console; amorce machine reinstall \(machine.hostName), and switch it on"
            : "look at its console, and switch it on again"
        return [Verdict.Cause(what: "it was switched off, or hangs" + since, cure: cure)]
    }

    fileprivate func told(_ causes: [LikelyCause]) -> [Verdict.Cause] {
        causes.filter { $0.mayBeTrue(on: machine.firmware) }.map { $0.told(of: machine) }
    }
}

extension QuietReason {
    /// What an admin can do so that the machine is answered.
    fileprivate func cure(of machine: Machine) -> String {
        switch self {
        case .otherServer: "stop the other server (amorce status lists it), or set dhcp.mode: proxy"
        case .poolExhausted, .keptForKnown:
            "widen pools: of its subnet, or amorce lease release ADDRESS; amorce status says how full they are"
        case .noSubnet, .wrongNetwork: "write the network it is in below dhcp.subnets"
        case .unknownMachine: "amorce machine add \(machine.mac) --name NAME --profile PROFILE"
        case .unknownLease: "restart it, so that it asks anew; or set dhcp.authoritative: true"
        case .storeFailed: "amorce status says what is wrong with the store"
        case .noLoader: "name a loader for it below boot.loaders"
        case .malformed, .notARequest, .noMACAddress, .bootp, .unexpectedType, .noAddressNamed, .notTheHolder, .notPXE:
            "capture it with tcpdump -w CAPTURE port 67, and see amorce explain CAPTURE"
        }
    }
}
