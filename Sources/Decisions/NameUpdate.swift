import DNSWire
import Inventory
import NetTypes

/// One machine's change of name on its way through the zones (RFC 4703 §5.3 to §5.5).
///
/// ```
///  a name is written                                            a name is taken away
///
///  ┌────────┐ YXDOMAIN ┌──────┐ NXRRSET ┌─────────┐             ┌────────┐ more is there ┌────────────────┐
///  │ create ├─────────▶│ take ├────────▶│ confirm ├──┐ NXRRSET  │ remove ├──────────────▶│ remove address │
///  └─┬────▲─┘          └─┬──┬─┘         └─┬─────┬─┘  │          └─┬──────┘               └─┬──────────────┘
///    │    └─ NXDOMAIN ───┼──┴─────────────┼─────┘    ▼            │                      ┌─▼───────────┐
///    │  ┌───────────┐ YXRRSET: an alias   │       conflict        │                      │ remove mark │
///    │  │ overwrite ├────┼────────────────┼──────────▲            │                      └─┬───────────┘
///    ▼  └─────▼─────┘    ▼                ▼                       ▼                        ▼
///  the next stage, or done                                      the next stage, or done
/// ```
///
/// Names are created where nothing is, taken from another DHCP client as the mode allows, and otherwise only confirmed:
/// where people wrote the very same, all is well, and it stays theirs. Modes that do not check overwrite instead. Each
/// step may come twice: what was done already is met as such, so that after any failure the change begins anew. What goes
/// wrong in the reverse zone holds up nothing else; what goes wrong with a name ends the change, since an address must
/// not lead to it.
package struct NameUpdate: Hashable, Sendable {
    package let change: NameChange
    /// What an admin may want to know of what was met.
    package private(set) var notes: [NameNote]
    package private(set) var state: State
    /// What went wrong in the reverse zone: names go on without it, and the change ends with it.
    private var setback: NameUpdateEnd?
    private let stages: [PlacedStage]
    private let mode: ConflictMode
    private let timeToLive: UInt32

    /// Where it stands: see the drawing above.
    package enum State: Hashable, Sendable {
        /// `rounds` counts how often a name was gone when it should have been there.
        case waiting(stage: Int, NameStep, rounds: Int)
        case ended(NameUpdateEnd)
    }

    /// - Parameter timeToLive: seconds that others may remember a record.
    package init(_ change: NameChange, mode: ConflictMode, zones: NameZones, timeToLive: UInt32) {
        self.change = change
        self.mode = mode
        self.timeToLive = timeToLive
        let placed = change.stages.map { ($0, PlacedStage($0, in: zones)) }
        stages = placed.compactMap(\.1)
        notes = placed.compactMap { stage, place in place == nil ? NameNote(noZoneFor: stage) : nil }
        state = stages.first.map { .waiting(stage: 0, $0.stage.firstStep(in: mode), rounds: 0) } ?? .ended(.done)
    }

    /// The first update; `finish` where there is nothing to do.
    package var opening: NameUpdateAction { action }

    /// What is to be done now that this has come of the last update.
    package mutating func on(_ event: NameUpdateEvent) -> NameUpdateAction {
        state = next(after: event)
        return action
    }

    private var action: NameUpdateAction {
        switch state {
        case .waiting(let stage, let step, _):
            .send(stages[stage].update(for: step, mode: mode, timeToLive: timeToLive))
        case .ended(let end): .finish(end)
        }
    }

    private mutating func next(after event: NameUpdateEvent) -> State {
        switch (state, event) {
        case (.waiting(let stage, _, _), .failed(let trouble)): return stop(stage, .later(trouble))
        case (.waiting(let stage, let step, let rounds), .replied(let code)):
            return next(after: code, stage, step, rounds)
        case (.ended, .failed), (.ended, .replied): return state
        }
    }

    private mutating func next(after code: ResponseCode, _ stage: Int, _ step: NameStep, _ rounds: Int) -> State {
        switch (step, code) {
        case (.create, .success), (.take, .success), (.overwrite, .success): return begin(stage + 1)
        case (.create, .nameExists): return .waiting(stage: stage, .take, rounds: rounds)
        case (.take, .noSuchRecords): return .waiting(stage: stage, .confirm, rounds: rounds)
        case (.take, .noSuchName), (.confirm, .noSuchName):
            guard rounds < Self.mostRounds else { return stop(stage, .later(.unsettled)) }
            return .waiting(stage: stage, .create, rounds: rounds + 1)
        case (.confirm, .success):
            notes.append(.madeByOthers(stages[stage].owner))
            return begin(stage + 1)
        case (.confirm, .noSuchRecords): return stop(stage, .conflict(NameConflict(stages[stage])))
        case (.overwrite, .recordsExist): return stop(stage, .conflict(.alias(stages[stage].owner)))

        case (.remove, .success), (.removeMark, .success), (.removeMark, .noSuchRecords), (.removeMark, .noSuchName),
            (.removeMark, .recordsExist):
            return begin(stage + 1)
        case (.remove, .noSuchRecords), (.remove, .noSuchName), (.remove, .recordsExist):
            // The reverse of an address has one name, and that is another's now.
            guard stages[stage].stage.direction == .forward, mode.isMarking else { return begin(stage + 1) }
            return .waiting(stage: stage, .removeAddress, rounds: rounds)
        case (.removeAddress, .success): return .waiting(stage: stage, .removeMark, rounds: rounds)
        case (.removeAddress, .noSuchRecords), (.removeAddress, .noSuchName): return begin(stage + 1)

        case (.create, _), (.take, _), (.confirm, _), (.overwrite, _), (.remove, _), (.removeAddress, _),
            (.removeMark, _):
            return stop(stage, .later(NameTrouble(code)))
        }
    }

    /// Two servers of DHCP that fight for a name are not fought with.
    private static var mostRounds: Int { 3 }

    private mutating func stop(_ stage: Int, _ end: NameUpdateEnd) -> State {
        switch stages[stage].stage.direction {
        case .forward: return .ended(end)
        case .reverse:
            setback = setback ?? end
            return begin(stage + 1)
        }
    }

    private func begin(_ stage: Int) -> State {
        guard stages.indices.contains(stage) else { return .ended(setback ?? .done) }
        return .waiting(stage: stage, stages[stage].stage.firstStep(in: mode), rounds: 0)
    }
}

/// What has come of an update that was sent.
package enum NameUpdateEvent: Hashable, Sendable {
    /// The server's own answer.
    case replied(ResponseCode)
    /// There is none that can be relied on.
    case failed(NameTrouble)
}

/// What is done next for a name.
package enum NameUpdateAction: Hashable, Sendable {
    case send(DNSUpdate)
    case finish(NameUpdateEnd)
}

/// How a change of name ended.
package enum NameUpdateEnd: Hashable, Sendable {
    case done
    /// The name or the address's name is someone else's. It is looked at again from time to time.
    case conflict(NameConflict)
    /// The change is begun anew after a while, the shorter the more the trouble may pass by itself.
    case later(NameTrouble)
}
