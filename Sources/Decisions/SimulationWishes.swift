import Inventory
import NetTypes

/// Which machine `amorce simulate` plays, and how far.
package struct SimulationWishes: Hashable, Sendable {
    package let mac: MACAddress
    package let kind: SimulatedClient.Kind
    /// The interface of this host to play it on.
    package let interface: String
    /// The name that is typed at the menu.
    package let profile: ProfileName?
    /// Whether the preseed file is fetched, which uses up the arm.
    package let installs: Bool
    /// Whether it has the address already, and keeps it.
    package let keepsLease: Bool

    package init(
        mac: MACAddress, kind: SimulatedClient.Kind, interface: String, profile: ProfileName? = nil,
        installs: Bool = false, keepsLease: Bool = false
    ) {
        self.mac = mac
        self.kind = kind
        self.interface = interface
        self.profile = profile
        self.installs = installs
        self.keepsLease = keepsLease
    }
}
