import Inventory
import NetTypes

/// What it means for a machine that its firmware, or iPXE, took an address to boot from here.
package struct NetworkBoot: Hashable, Sendable {
    package let machine: Machine
    /// What comes before the boot's own events on the timeline.
    package private(set) var before: [BootEvent] = []
    /// What comes after them.
    package private(set) var after: [BootEvent] = []
    /// Whether what an earlier installation was given opens nothing any more.
    package private(set) var endsBuilds = false

    /// - Parameter began: when it was first heard of in this boot, if that was before.
    package init(
        of known: Machine, by speaker: Speaker, began: Timestamp? = nil, at now: Timestamp, _ policy: InstallPolicy
    ) {
        let program: NetworkBoots.Program = if case .ipxe = speaker { .ipxe } else { .firmware }
        var machine = known
        if var boots = known.boots, boots.go(on: program, at: now) {
            (boots.latest, boots.program) = (now, program)
            machine.boots = boots
            self.machine = machine
            return
        }
        switch known.state {
        case .armed, .booting:
            if let end = machine.beginBoot(at: now, policy) {
                after = [BootEvent(time: now, mac: known.mac, stage: end.stage, detail: end.detail)]
                endsBuilds = true
            }
        case .installing, .finishing:
            // Whoever holds its token from now on is not the installer that it was given to.
            endsBuilds = true
            if let detail = machine.retry(at: now, policy) {
                before = [BootEvent(time: began ?? now, mac: known.mac, stage: .armed, detail: detail)]
            }
        case .localBoot, .installed, .running, .failed: break
        }
        let count = known.bootsInARow(at: now, policy)
        if let end = machine.endPrompt(after: count, at: now, policy) {
            after.append(BootEvent(time: now, mac: known.mac, stage: end.stage, detail: end.detail))
            endsBuilds = true
        }
        machine.boots = NetworkBoots(
            latest: now, program: program, fromDisk: machine.state.isArmed ? 0 : count + 1)
        self.machine = machine
    }
}

extension Machine {
    /// How soon a network boot follows another that has come to nothing. Servers take minutes to get through their firmware.
    fileprivate static let rowTime = Interval.minutes(10)
    /// How many network boots in a row have come to nothing, of which the last was a moment ago.
    fileprivate func bootsInARow(at now: Timestamp, _ policy: InstallPolicy) -> Int {
        guard let boots else { return 0 }
        let prompt = isUnderRule ? policy.promptTime ?? .seconds(0) : .seconds(0)
        let patience = Interval(milliseconds: Self.rowTime.milliseconds + prompt.milliseconds)
        return now - boots.latest < patience ? boots.fromDisk : 0
    }

    /// Asks a machine no more that was asked time and again and never got as far as the installer; answers what its timeline
    /// is told then.
    fileprivate mutating func endPrompt(
        after count: Int, at now: Timestamp, _ policy: InstallPolicy
    ) -> (stage: Stage, detail: String)? {
        guard policy.promptTime != nil, isUnderRule, count >= policy.maxAttempts else { return nil }
        arm = Arm(by: .rule, since: now, until: now, boots: count)
        state = state.after(.armed).after(.looped)
        return (.failed, loopText)
    }

    /// How a machine goes round in circles, and what is to be tried.
    private var loopText: String {
        "booted \(arm?.boots ?? 0) times and never reached the preseed file; its console says how far it got: look at "
            + "its memory, its network card's driver and http.url; \(installCommand(for: hostName, isAssigned: profile != nil)) tries again"
    }

    /// How long a boot that began in time may take to the preseed file, with a prompt or a person in between.
    private static let bootTime = Interval.hours(1)

    /// Counts a network boot of an armed machine; answers what ends the arm instead, if anything does.
    fileprivate mutating func beginBoot(at now: Timestamp, _ policy: InstallPolicy) -> (stage: Stage, detail: String)? {
        guard var arm, arm.isGood(at: now) else { return (.disarmed, expire()) }
        guard arm.boots < policy.maxAttempts else {
            state = state.after(.looped)
            return (.failed, loopText)
        }
        arm.boots += 1
        arm.until = max(arm.until, now + Self.bootTime)
        self.arm = arm
        state = state.after(.networkBooted)
        return nil
    }

    /// Arms it again after an installation that was broken off, if its profile has that; answers what its timeline is told.
    fileprivate mutating func retry(at now: Timestamp, _ policy: InstallPolicy) -> String? {
        let most = policy.retries(of: profile)
        guard let arm, let profile, arm.retries < most else { return nil }
        let renewed = Arm(
            by: .retry, since: arm.since, until: now + policy.armLifetime, boots: 1, retries: arm.retries + 1)
        self.arm = renewed
        let text = "profile=\(profile) by=retry retry=\(renewed.retries) of=\(most) after=\(state.rawValue)"
        state = state.after(.armed).after(.networkBooted)
        return text
    }

    /// Takes back an arm that has expired, and says so.
    package mutating func expire() -> String {
        state = stateWithoutArm(after: .expired)
        let life = arm.map { " after \($0.until - $0.since)" } ?? ""
        return "by=expiry says=\"its arm expired\(life) without an installation\" "
            + "cure=\"amorce machine reinstall \(hostName)\""
    }
}
