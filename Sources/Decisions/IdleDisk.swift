import Inventory
import NetTypes

extension Machine {
    /// What its timeline is told when it has been told to boot its disk time and again, and no system came up; `nil` while
    /// there is nothing to say. It is said each fifth time.
    package var idleDisk: String? {
        guard let count = boots?.fromDisk, count > 0, count % 5 == 0 else { return nil }
        return "its disk does not boot: it was told to boot it \(count) times in a row, and no system was heard since; "
            + "look at its console, its disk and its boot order; \(installCommand(for: hostName, isAssigned: profile != nil)) installs it"
    }
}
