import DHCPWire
import Inventory
import NetTypes

/// A reply and where it goes.
package struct DHCPAnswer: Hashable, Sendable {
    package let message: DHCPMessage
    /// This host's own address that it is sent from: the one that the client or its relay wrote to.
    package let source: IPv4Address
    package let destination: Destination

    /// RFC 2131 §4.1, and RFC 1542 §5.4 for relays.
    package enum Destination: Hashable, Sendable {
        /// To the relay: port 67, or the one that it asked for (RFC 8357).
        case relay(IPv4Address, port: UInt16)
        /// To an address that the client has, port 68.
        case unicast(IPv4Address)
        /// To everyone on the link, port 68.
        case broadcast
        /// To the hardware address of a client that does not have the address yet, port 68.
        case link(MACAddress, IPv4Address)
    }

    /// `nil` where the decision is to say nothing.
    package init?(
        to request: ClientRequest, _ decision: LeaseDecision, from arrival: Arrival, network: ServedNetwork,
        name: HostName, told: [ReplyOption], boot: BootInstructions?, now: Timestamp
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
            replying: type, grant, to: request, network: network, name: name, told: told, boot: boot)
        source = arrival.local
        destination = Destination(
            of: type, to: request, from: arrival, network: network, yourAddress: message.yourAddress)
    }
}
