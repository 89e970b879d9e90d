import Decisions
import Inventory
import NetTypes
import Settings

extension Command {
    /// Follows a machine's timeline until it is as far as was asked for.
    @Sendable static func waitForMachine(_ session: Session) throws(Failure) {
        let invocation = session.invocation
        let identity = try session.identity(invocation[.machine])
        let word = try session.choice(.goal) ?? BootStep.installed.rawValue
        let goal = BootStep(rawValue: word) ?? .installed
        let limit = try session.parsed(
            invocation[.timeout] ?? "1h", as: "a duration, such as 90s, 45m or 2h", { Interval(form: $0) })
        let daemon = try session.daemon()

        let deadline = session.surroundings.now() + limit
        let start: MachineDetail = try daemon.get("machines/" + identity)
        guard try !start.hasReached(goal) else { return }
        var last = start.events.last?.id ?? 0
        var isAway = false
        var trouble: String?
        while true {
            let rest = deadline - session.surroundings.now()
            guard rest > .seconds(0) else { throw try session.lateness(of: identity, daemon, goal, limit) }
            let answer: EventPage? = try session.patiently(&isAway) { () throws(Failure) in
                try daemon.get(
                    "events",
                    query: ["machine": identity, "after": "\(last)", "wait": "\(min(25, rest.seconds + 1))"],
                    timeout: .seconds(40))
            }
            guard let page = answer else { continue }
            last = page.last
            if page.events.isEmpty {
                let standing: MachineDetail? = try session.patiently(&isAway) { () throws(Failure) in
                    try daemon.get("machines/" + identity)
                }
                guard let now = standing else { continue }
                // Once for each step that it stands still at.
                if let verdict = now.verdict, verdict.kind == .stuck, trouble != verdict.step {
                    trouble = verdict.step
                    session.complain(visible("\(now.machine.hostName) is \(verdict.headline)"))
                }
            }
            if !invocation.has(.quiet) { try session.print(page) }
            if page.events.contains(where: { BootStep($0, after: nil)?.reaches(goal) ?? false }) { return }
            if page.events.contains(where: { $0.stage == .failed }) {
                let now: MachineDetail = try daemon.get("machines/" + identity)
                if try now.hasReached(goal) { return }
            }
        }
    }
}

extension MachineDetail {
    /// Whether it is as far as was asked for; one that has failed gets no further.
    fileprivate func hasReached(_ goal: BootStep) throws(Failure) -> Bool {
        guard machine.state != .failed else {
            throw .incomplete("\(machine.hostName) has failed" + (verdict.map { ": " + $0.headline } ?? ""))
        }
        switch goal {
        case .installed: return machine.state == .installed || machine.state == .running
        case .running: return machine.state == .running
        default: return Timeline(of: events).boots.last?.step?.reaches(goal) ?? false
        }
    }
}

extension Session {
    /// What is said when the time is over: with the verdict, if there is one.
    fileprivate func lateness(
        of identity: String, _ daemon: ControlClient, _ goal: BootStep, _ limit: Interval
    ) throws(Failure) -> Failure {
        let detail: MachineDetail = try daemon.get("machines/" + identity)
        return .timedOut(
            "\(detail.machine.hostName) did not get to \(goal.rawValue) within \(limit)"
                + (detail.verdict.map { ": " + $0.headline } ?? ""))
    }
}
