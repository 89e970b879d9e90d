import DHCPWire
import Inventory
import NetTypes

/// The network that a client is in, as it is served.
package struct ServedNetwork: Hashable, Sendable {
    package let subnet: Subnet
    /// This host's own address, where clients reach it.
    package let address: IPv4Address
    /// What clients know the server by (option 54): the own address, or a relay's that stands in for it (RFC 5107).
    package let identifier: IPv4Address
    /// Whether an interface of this host is in the network; otherwise it lies behind a relay.
    package let isOnLink: Bool

    package init(
        address: IPv4Address, subnet: Subnet, identifier: IPv4Address? = nil, isOnLink: Bool = true
    ) {
        self.subnet = subnet
        self.address = address
        self.identifier = identifier ?? address
        self.isOnLink = isOnLink
    }

    /// The network of whoever sent a message, by what says where it is; `nil` if it is none of the subnets.
    package init?(of request: ClientRequest, from arrival: Arrival, among subnets: [Subnet]) {
        let message = request.message
        let place = ClientPlace(of: request, from: arrival).address
        let isRelayed = !message.relayAddress.isUnspecified
        guard !isRelayed || message.relayAddress.isHost,
            let subnet = subnets.first(where: { $0.prefix.contains(place) })
        else { return nil }
        self.init(
            address: arrival.local, subnet: subnet, identifier: isRelayed ? request.relay.serverIdentifier : nil,
            isOnLink: subnet.prefix.contains(arrival.link))
    }
}
