import NetTypes

/// How a client's message came in.
package struct Arrival: Hashable, Sendable {
    /// This host's own address on the interface.
    package let link: IPv4Address
    /// The own address that it was sent to; the interface's where it was sent to everyone.
    package let local: IPv4Address
    /// Whether it was sent to everyone on the link.
    package let isBroadcast: Bool
    /// The port that it was sent from.
    package let peerPort: UInt16

    package init(link: IPv4Address, local: IPv4Address? = nil, isBroadcast: Bool = true, peerPort: UInt16 = 68) {
        self.link = link
        self.local = local ?? link
        self.isBroadcast = isBroadcast
        self.peerPort = peerPort
    }
}
