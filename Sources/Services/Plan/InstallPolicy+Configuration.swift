import Decisions
import Inventory
import Settings

extension InstallPolicy {
    init(_ configuration: Configuration) {
        self.init(
            armLifetime: configuration.boot.armLifetime, maxAttempts: configuration.boot.maxAttempts,
            promptTime: configuration.dhcp.unknownMachines == .prompt ? configuration.boot.promptTimeout : nil,
            retries: configuration.profiles.compactMapValues(\.retries))
    }
}
