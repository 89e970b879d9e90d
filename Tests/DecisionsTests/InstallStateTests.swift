import Inventory
import Testing

@Suite("The states of an installation")
struct InstallStateTests {
    private typealias State = InstallState
    private static let columns: [State] = [
        .localBoot, .armed, .booting, .installing, .finishing, .installed, .running, .failed,
    ]

    /// Written out from the drawing in `InstallState.swift`: a row for each change, a column for each state. `nil` is the state
    /// that was.
    private static let table: [(InstallState.Change, [InstallState?])] = [
        (.armed, [.armed, nil, .armed, .armed, .armed, .armed, .armed, .armed]),
        (.disarmed, [nil, .localBoot, .localBoot, nil, nil, nil, nil, nil]),
        (.expired, [nil, .localBoot, .localBoot, nil, nil, nil, nil, nil]),
        (.networkBooted, [nil, .booting, nil, nil, nil, nil, nil, nil]),
        (.looped, [nil, .failed, .failed, nil, nil, nil, nil, nil]),
        (.preseedFetched, [nil, .installing, .installing, nil, nil, nil, nil, nil]),
        (.postInstallStarted, [nil, nil, nil, .finishing, nil, nil, nil, nil]),
        (.reportedInstalled, [nil, nil, nil, .installed, .installed, nil, nil, nil]),
        (.reportedFailed, [nil, nil, nil, .failed, .failed, nil, nil, nil]),
        (.bootedFromDisk, [nil, nil, nil, .failed, .failed, .running, nil, nil]),
    ]

    @Test("each change in each state leads where the drawing has it")
    func everyPair() {
        #expect(Set(Self.columns) == Set(InstallState.allCases))
        #expect(Set(Self.table.map(\.0)) == Set(InstallState.Change.allCases))
        for (change, row) in Self.table {
            #expect(row.count == Self.columns.count)
            for (state, next) in zip(Self.columns, row) {
                #expect(state.after(change) == next ?? state, "\(state.rawValue) after \(change.rawValue)")
            }
        }
    }

    @Test("nothing but an arm leads to an installation: without one, no state is ever armed or installing again")
    func onlyArms() {
        let others = InstallState.Change.allCases.filter { $0 != .armed }
        var reached: Set<InstallState> = [.localBoot, .installed, .running, .failed]
        for _ in InstallState.allCases {
            reached.formUnion(reached.flatMap { state in others.map { state.after($0) } })
        }

        #expect(reached.isDisjoint(with: [.armed, .booting, .installing, .finishing]))
    }
}
