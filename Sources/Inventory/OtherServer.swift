import NetTypes

/// A DHCP server on the wire that is not this one.
package struct OtherServer: Hashable, Sendable, Codable {
    /// What its clients know it by (option 54).
    package let address: IPv4Address
    /// Where word of it came in.
    package let interface: String
    package let firstSeen: Timestamp
    package var lastSeen: Timestamp

    package init(address: IPv4Address, interface: String, firstSeen: Timestamp, lastSeen: Timestamp) {
        self.address = address
        self.interface = interface
        self.firstSeen = firstSeen
        self.lastSeen = lastSeen
    }

    /// Whether it was heard of recently enough to be there still: a probe goes out every ten minutes, and three may be
    /// lost.
    package func isPresent(at now: Timestamp) -> Bool { now - lastSeen < .minutes(35) }
}
