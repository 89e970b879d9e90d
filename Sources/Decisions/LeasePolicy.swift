import Inventory
import NetTypes

/// What the configuration says about leases.
package struct LeasePolicy: Sendable {
    /// Whether a client that asks for an address of another network is refused, and not left alone.
    package let isAuthoritative: Bool
    package let unknownMachines: UnknownMachines
    /// The networks that are served, those behind relays among them.
    package let subnets: [Subnet]

    package init(isAuthoritative: Bool, unknownMachines: UnknownMachines, subnets: [Subnet]) {
        self.isAuthoritative = isAuthoritative
        self.unknownMachines = unknownMachines
        self.subnets = subnets
    }
}
