import Inventory
import NetTypes

/// A machine's events, told as boots: what happened when, how long it took, and what is awaited.
package struct Timeline: Hashable, Sendable {
    /// In order of time.
    package let boots: [Boot]

    /// One boot of a machine, from its first DISCOVER, or from the arming before it, to the next one's.
    package struct Boot: Hashable, Sendable {
        /// When it was first heard, or armed if it was not heard yet.
        package let start: Timestamp
        package let rows: [Row]
        package let events: [BootEvent]
        /// How far it came; `nil` where no event says.
        package let step: BootStep?
        package let outcome: Outcome
    }

    /// One event, with the time since the boot began and until the next event.
    package struct Row: Hashable, Sendable {
        package let time: Timestamp
        /// How long after the boot's start; `nil` for what came before it.
        package let sinceStart: Interval?
        /// How long until the boot's next event; `nil` for its last one.
        package let untilNext: Interval?
        package let stage: Stage
        package let detail: String
    }

    /// Where a boot stands.
    package enum Outcome: Hashable, Sendable {
        /// Nothing more is to come.
        case ended
        /// Its last word was a failure.
        case failed
        /// What is to come next, since when; the text goes after "waiting for".
        case waiting(for: String, since: Timestamp)
        /// Another boot came before this one got further; the text goes after "stopped before".
        case stopped(before: String)
    }

    /// Events in order of time, all of one machine.
    package init(of events: [BootEvent]) {
        let groups = Self.grouped(events)
        boots = groups.enumerated().map { index, group in
            let isSystemAwaited =
                groups[...index].joined().last { $0.stage == .installed || $0.stage == .running }?.stage == .installed
            return Boot(of: group, isLast: index == groups.count - 1, isSystemAwaited: isSystemAwaited)
        }
    }

    private static func grouped(_ events: [BootEvent]) -> [[BootEvent]] {
        var groups: [[BootEvent]] = []
        var current: [BootEvent] = []
        var armed: [BootEvent] = []
        for event in events {
            switch event.stage {
            case .armed:
                armed.append(event)
            case .balanced where !armed.isEmpty:
                armed.append(event)
            case .discovered where !isChainLoaded(event, in: current):
                if !current.isEmpty { groups.append(current) }
                current = armed + [event]
                armed = []
            case .disarmed, .released, .discovered, .offered, .leased, .named, .nameConflict, .loader, .menu, .chosen,
                .kernel,
                .initrd,
                .installer, .preseed, .progress, .postInstall, .installed, .localBoot, .running, .removed, .balanced,
                .failed:
                current += armed + [event]
                armed = []
            }
        }
        return (groups + [current, armed]).filter { !$0.isEmpty }
    }

    /// Whether this is iPXE, which the firmware has just loaded and which asks for an address of its own.
    private static func isChainLoaded(_ event: BootEvent, in boot: [BootEvent]) -> Bool {
        event.speaksIPXE && boot.contains { $0.stage == .discovered && !$0.speaksIPXE }
            && boot.allSatisfy { $0.stage.order <= Stage.loader.order }
    }
}

extension BootEvent {
    /// Whether iPXE was discovered: `firmware=ipxe-bios`.
    fileprivate var speaksIPXE: Bool { detail.hasPrefix("firmware=ipxe") }
}

extension Timeline.Boot {
    fileprivate init(of events: [BootEvent], isLast: Bool, isSystemAwaited: Bool) {
        let start =
            (events.first { ![.armed, .balanced].contains($0.stage) } ?? events.first)?.time
            ?? Timestamp(milliseconds: 0)
        let next = events.dropFirst().map(\.time) + [nil]
        self.start = start
        rows = zip(events, next).map { event, next in
            Timeline.Row(
                time: event.time, sinceStart: event.time < start ? nil : event.time - start,
                untilNext: next.map { $0 - event.time }, stage: event.stage, detail: event.detail)
        }
        self.events = events
        step = BootStep(furthestOf: events)
        outcome = Self.outcome(of: events, step, isLast: isLast, isSystemAwaited: isSystemAwaited)
    }

    private static func outcome(
        of events: [BootEvent], _ step: BootStep?, isLast: Bool, isSystemAwaited: Bool
    ) -> Timeline.Outcome {
        // What an admin did to the lease, what DNS says of the name and a load balancer has, takes the boot no further.
        let events = events.filter { ![.released, .nameConflict, .removed, .balanced].contains($0.stage) }
        guard let last = events.last else { return .ended }
        guard last.stage != .failed else { return .failed }
        guard last.stage != .disarmed else { return .ended }
        guard let step, let awaited = step.expectation?.awaited, step != .localBoot || isSystemAwaited else {
            return .ended
        }
        if isLast { return .waiting(for: awaited, since: last.time) }
        return step == .installed || step == .localBoot ? .ended : .stopped(before: awaited)
    }
}

extension Timeline.Boot {
    /// From its start to its last event; `nil` where it has only one.
    package var duration: Interval? {
        guard let last = rows.last?.sinceStart, last > .seconds(0) else { return nil }
        return last
    }

    /// The event that the longest time followed, of those since the boot's start.
    package var longest: Timeline.Row? {
        rows.filter { $0.sinceStart != nil }.max {
            ($0.untilNext ?? .seconds(0)) < ($1.untilNext ?? .seconds(0))
        }
    }
}

extension Timeline.Row {
    /// What it is called in a line: its stage, or the step that it tells of.
    package var name: String {
        stage == .progress ? valueOf("step", in: detail) ?? stage.rawValue : stage.rawValue
    }
}

extension Stage {
    /// Its place in a healthy boot.
    fileprivate var order: Int { Self.allCases.firstIndex(of: self) ?? 0 }
}
