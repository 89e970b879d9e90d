import DHCPWire
import NetTypes

/// What says in which network a client is.
package enum ClientPlace: Hashable, Sendable {
    /// What its relay selects, in place of the relay's own address (RFC 3527).
    case selected(IPv4Address)
    /// The relay's own address, `giaddr` (RFC 2131 §4.3.1).
    case relay(IPv4Address)
    /// `ciaddr` of a client of a distant network that writes to the server itself, to renew or to release.
    case client(IPv4Address)
    /// This host's own address on the link where it was heard.
    case link(IPv4Address)

    package init(of request: ClientRequest, from arrival: Arrival) {
        let message = request.message
        if !message.relayAddress.isUnspecified {
            self = request.relay.linkSelection.map(Self.selected) ?? .relay(message.relayAddress)
        } else if !message.clientAddress.isUnspecified && !arrival.isBroadcast {
            self = .client(message.clientAddress)
        } else {
            self = .link(arrival.link)
        }
    }

    /// It is in the network that this address is in.
    package var address: IPv4Address {
        switch self {
        case .selected(let address), .relay(let address), .client(let address), .link(let address): address
        }
    }

    /// In plain words: `its relay is 10.77.3.1 (giaddr)`.
    var clause: String {
        switch self {
        case .selected(let address): "its relay selects \(address) (option 82, link-selection)"
        case .relay(let address): "its relay is \(address) (giaddr)"
        case .client(let address): "it writes to the server alone, from \(address) (ciaddr)"
        case .link(let address): "it is heard on the link of \(address)"
        }
    }
}
