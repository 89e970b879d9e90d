import Inventory
import Testing

@Suite("The states of an installation")
struct InstallStateTests {
    /// Written out from the drawing in `InstallState.swift`: a row for each state, a column for each change.
    private static let table: [(InstallState, [InstallState.Change: InstallState])] = [
        (
            .waiting,
            [
                .arm: .armed, .disarm: .waiting, .preseedFetched: .installing, .postInstallStarted: .waiting,
                .reportedInstalled: .waiting, .reportedFailed: .waiting, .bootedFromDisk: .waiting,
            ]
        ),
        (
            .armed,
            [
                .arm: .armed, .disarm: .waiting, .preseedFetched: .installing, .postInstallStarted: .armed,
                .reportedInstalled: .armed, .reportedFailed: .armed, .bootedFromDisk: .armed,
            ]
        ),
        (
            .installing,
            [
                .arm: .armed, .disarm: .waiting, .preseedFetched: .installing, .postInstallStarted: .finishing,
                .reportedInstalled: .installed, .reportedFailed: .failed, .bootedFromDisk: .installing,
            ]
        ),
        (
            .finishing,
            [
                .arm: .armed, .disarm: .waiting, .preseedFetched: .finishing, .postInstallStarted: .finishing,
                .reportedInstalled: .installed, .reportedFailed: .failed, .bootedFromDisk: .finishing,
            ]
        ),
        (
            .installed,
            [
                .arm: .armed, .disarm: .waiting, .preseedFetched: .installed, .postInstallStarted: .installed,
                .reportedInstalled: .installed, .reportedFailed: .installed, .bootedFromDisk: .running,
            ]
        ),
        (
            .running,
            [
                .arm: .armed, .disarm: .waiting, .preseedFetched: .running, .postInstallStarted: .running,
                .reportedInstalled: .running, .reportedFailed: .running, .bootedFromDisk: .running,
            ]
        ),
        (
            .failed,
            [
                .arm: .armed, .disarm: .waiting, .preseedFetched: .failed, .postInstallStarted: .failed,
                .reportedInstalled: .failed, .reportedFailed: .failed, .bootedFromDisk: .failed,
            ]
        ),
    ]

    @Test("each change in each state leads where the drawing has it")
    func everyPair() {
        #expect(Set(Self.table.map(\.0)) == Set(InstallState.allCases))
        for (state, changes) in Self.table {
            #expect(Set(changes.keys) == Set(InstallState.Change.allCases))
            for (change, next) in changes {
                #expect(state.after(change) == next, "\(state.rawValue) after \(change.rawValue)")
            }
        }
    }

    @Test("a machine installs while it waits or is armed, and never by itself afterwards")
    func mayInstall() {
        #expect(InstallState.allCases.filter(\.mayInstall) == [.waiting, .armed])
    }
}
