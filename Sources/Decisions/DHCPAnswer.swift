import DHCPWire
import Inventory
import NetTypes

/// A reply and where it goes.
package struct DHCPAnswer: Hashable, Sendable {
    package let message: DHCPMessage
    package let destination: Destination

    /// RFC 2131 §4.1, and RFC 1542 §5.4 for relays.
    package enum Destination: Hashable, Sendable {
        /// To the relay, port 67.
        case relay(IPv4Address)
        /// To an address that the client has, port 68.
        case unicast(IPv4Address)
        /// To everyone on the link, port 68.
        case broadcast
        /// To the hardware address of a client that does not have the address yet, port 68.
        case link(MACAddress, IPv4Address)
    }

    /// `nil` where the decision is to say nothing.
    package init?(
        to request: ClientRequest, _ decision: LeaseDecision, subnet: Subnet, server: IPv4Address, name: HostName,
        boot: BootInstructions?, now: Timestamp
    ) {
        let type: DHCPMessageType
        let grant: DHCPGrant
        switch decision {
        case .offer(let address, let time): (type, grant) = (.offer, .lease(address, time))
        case .acknowledge(let lease, _): (type, grant) = (.ack, .lease(lease.address, lease.expiry - now))
        case .inform: (type, grant) = (.ack, .parameters)
        case .refuse(let refusal): (type, grant) = (.nak, .nothing(refusal))
        case .release, .quarantine, .stayQuiet: return nil
        }
        message = DHCPMessage(
            replying: type, grant, to: request, subnet: subnet, server: server, name: name, boot: boot)
        destination = Destination(of: type, to: request.message, yourAddress: message.yourAddress, mac: request.mac)
    }
}
