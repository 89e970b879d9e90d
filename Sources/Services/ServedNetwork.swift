import Inventory
import NetTypes

/// A network that DHCP is served on, with this host's own address there: its server identifier (RFC 2131 §4.1).
package struct ServedNetwork: Hashable, Sendable {
    package let address: IPv4Address
    package let subnet: Subnet

    package init(address: IPv4Address, subnet: Subnet) {
        self.address = address
        self.subnet = subnet
    }
}
