import Inventory

/// What the configuration says about machines that another server lends addresses to.
package struct ProxyPolicy: Sendable {
    package let unknownMachines: UnknownMachines
    /// What it says about arms.
    package let installs: InstallPolicy
    /// The networks whose machines are told what to boot, those behind relays among them.
    package let subnets: [Subnet]

    package init(unknownMachines: UnknownMachines, installs: InstallPolicy = InstallPolicy(), subnets: [Subnet]) {
        self.unknownMachines = unknownMachines
        self.installs = installs
        self.subnets = subnets
    }
}
