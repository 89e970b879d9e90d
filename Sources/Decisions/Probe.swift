import NetTypes

/// One question to the network: does somebody use this address?
package struct Probe: Hashable, Sendable {
    package let address: IPv4Address
    package let way: Way
    /// Tells it from those before and after it: the sequence number of its echo requests.
    package let number: UInt16
    /// Whose offer waits for it: its own answer is no conflict.
    package internal(set) var client: MACAddress
    /// How many requests were sent, the one that is to be sent now included.
    package internal(set) var requests = 1

    package init(_ address: IPv4Address, _ way: Way, number: UInt16, for client: MACAddress) {
        self.address = address
        self.way = way
        self.number = number
        self.client = client
    }

    /// How the network is asked.
    package enum Way: Hashable, Sendable {
        /// On the link itself, by its number: a host that answers no ping answers ARP (RFC 5227).
        case arp(interface: Int32)
        /// Through a relay.
        case echo

        /// How many requests are sent before an address counts as free: the second stands for the first, which may get
        /// lost. Routers drop it while they look for the host.
        package var requests: Int { 2 }

        /// How long a request waits for its answer. A client asks again if it has no offer after a time that is one
        /// second at the least (iPXE; RFC 2131 §4.1 has four), so all requests together take less. On a link a host
        /// answers within milliseconds, asleep on Wi-Fi within a tenth of a second.
        package var patience: Interval {
            switch self {
            case .arp: Interval(milliseconds: 200)
            case .echo: Interval(milliseconds: 400)
            }
        }
    }
}

/// What was heard that may answer a probe.
package enum ProbeAnswer: Hashable, Sendable {
    /// A station spoke on a link under an address, whether it answered or not (RFC 5227 §2.1.1). A station that probes
    /// the address itself has not got it yet, and may be another server that does the same as this one.
    case arp(IPv4Address, from: MACAddress, interface: Int32)
    /// An echo reply with this sequence number.
    case echo(IPv4Address, number: UInt16)

    /// Whose it is.
    package var address: IPv4Address {
        switch self {
        case .arp(let address, _, _), .echo(let address, _): address
        }
    }

    /// Who answered; behind a relay nobody sees that.
    package var mac: MACAddress? {
        switch self {
        case .arp(_, let mac, _): mac
        case .echo: nil
        }
    }
}
