import Inventory
import NetTypes

/// What becomes of a machine and its build when the installer fetches or reports something with the build's token. Who may
/// ask at all is `BuildAccess`'s affair.
package struct InstallStep: Hashable, Sendable {
    package private(set) var build: Build
    package private(set) var machine: Machine

    /// The installer fetches the preseed file: the arm is used up. It may fetch it again in the same installation.
    /// - Parameter menu: what the machine's menu offers now.
    package init(
        preseed profile: ProfileName, _ build: Build, _ known: Machine, menu: MenuDecision, at now: Timestamp,
        _ policy: InstallPolicy
    ) throws(BuildDenial) {
        self.build = build
        machine = known
        if known.state == .installing && build.profile == profile { return }
        switch menu {
        case .localBoot(let reason): throw .notOffered(reason)
        case .install: break
        case .prompt:
            // The rule arms it when it has chosen: until then it may be told to boot its disk as often as one likes.
            machine.arm = Arm(by: .rule, since: now, until: now + policy.armLifetime, boots: 1)
            machine.state = machine.state.after(.armed)
        }
        machine.state = machine.state.after(.preseedFetched)
        machine.arm?.used = now
        machine.profile = profile
        // What was on the disk is gone soon.
        machine.systemHeard = nil
        self.build.profile = profile
    }

    /// The installer fetches the script that ends the installation.
    package init(postInstallOf build: Build, _ known: Machine) throws(BuildDenial) {
        self.build = build
        machine = known
        machine.state = known.state.after(.postInstallStarted)
        guard machine.state == .finishing else { throw .wrongState(known.state) }
    }

    /// The installer or the script says something of itself.
    package init(_ report: InstallReport, _ build: Build, _ known: Machine, at now: Timestamp) {
        self.build = build
        machine = known
        guard let change = report.change else { return }
        machine.state = known.state.after(change)
        if report.closesBuild { self.build.closed = now }
    }
}
