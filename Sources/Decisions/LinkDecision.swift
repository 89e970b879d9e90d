import Inventory
import NetTypes

/// What is known of an interface on which DHCP shall be served.
package struct LinkFacts: Hashable, Sendable {
    /// What has its name now; `nil` if nothing has.
    package let interface: Interface?
    /// The networks that are served.
    package let subnets: [Subnet]
    /// The kernel's number of the interface on which it is served now; `nil` if on none.
    package let servedIndex: Int32?

    /// An interface that is there.
    package struct Interface: Hashable, Sendable {
        /// The kernel's number of it: one that was taken away and made again has another.
        package let index: Int32
        package let isUp: Bool
        /// `nil` while it has none.
        package let address: IPv4Address?

        package init(index: Int32, isUp: Bool = true, address: IPv4Address?) {
            self.index = index
            self.isUp = isUp
            self.address = address
        }
    }

    package init(interface: Interface?, subnets: [Subnet], servedIndex: Int32?) {
        self.interface = interface
        self.subnets = subnets
        self.servedIndex = servedIndex
    }
}

/// What is done about an interface on which DHCP shall be served.
package enum LinkDecision: Hashable, Sendable {
    /// A socket is opened on it; one on an earlier interface of this name is closed.
    case open(ServedNetwork)
    /// Its socket stays open, and nothing that waits there is lost.
    case keep(ServedNetwork)
    /// It is not served before something changes.
    case wait(LinkObstacle)

    package init(for facts: LinkFacts) {
        guard let interface = facts.interface else {
            self = .wait(.noInterface)
            return
        }
        guard interface.isUp else {
            self = .wait(.isDown)
            return
        }
        guard let address = interface.address else {
            self = .wait(.noAddress)
            return
        }
        guard let subnet = facts.subnets.first(where: { $0.prefix.contains(address) }) else {
            self = .wait(.noSubnet(address))
            return
        }
        let network = ServedNetwork(address: address, subnet: subnet)
        self = facts.servedIndex == interface.index ? .keep(network) : .open(network)
    }
}

/// What an interface lacks for DHCP to be served on it.
package enum LinkObstacle: Hashable, Sendable {
    case noInterface
    case isDown
    case noAddress
    case noSubnet(IPv4Address)
}
