import Decisions
import Inventory
import LinuxIO
import Store

/// The machines that the configuration file declares, on their way into the store.
package final class MachineDeclarations: Sendable {
    private let latest: Current<Declared>
    private let store: Store
    private let watch: StoreWatch
    private let problems: Problems
    private let log: Log

    /// The machines of one reading of the file, and how they are armed.
    private struct Declared: Sendable {
        let machines: [Machine]
        let policy: InstallPolicy
    }

    package init(
        _ machines: [Machine], policy: InstallPolicy = InstallPolicy(), store: Store, watch: StoreWatch,
        problems: Problems, log: Log
    ) {
        latest = Current(Declared(machines: machines, policy: policy))
        self.store = store
        self.watch = watch
        self.problems = problems
        self.log = log
    }

    /// A store that cannot be written now is no reason not to serve: what the file says of machines is taken over later,
    /// as it says it then.
    package func takeWhenPossible() {
        do {
            let declared = latest.value
            _ = try store.take(
                declared: declared.machines, policy: declared.policy, problems: problems, log: log, at: Clock.now())
        } catch {
            watch.postpone { [weak self] in self?.takeWhenPossible() }
        }
    }

    /// Takes over what another reading of the file says, or nothing of it where the store cannot be written.
    func take(_ machines: [Machine], policy: InstallPolicy) throws -> [NotTaken] {
        let former = latest.value
        // Whatever was postponed is done, with these, as soon as something is committed.
        latest.replace(with: Declared(machines: machines, policy: policy))
        do {
            return try store.take(declared: machines, policy: policy, problems: problems, log: log, at: Clock.now())
        } catch {
            latest.replace(with: former)
            throw error
        }
    }
}
