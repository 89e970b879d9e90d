import NetTypes

/// An address lent to a machine for a time.
package struct Lease: Hashable, Sendable, Codable {
    package let address: IPv4Address
    package let mac: MACAddress
    /// What the client calls itself, where its network knows clients by that.
    package let client: ClientIdentifier?
    /// The name that went out with it.
    package var name: HostName?
    package var state: State
    /// When this machine first got the address, without a break since.
    package var start: Timestamp
    package var expiry: Timestamp

    /// Who may have the address.
    package enum State: String, Hashable, Sendable, Codable {
        /// Lent, until it expires.
        case active
        /// Given back by the machine, or run out; remembered, so that the same machine gets it again.
        case free
        /// Declined by a machine that found it in use, or found in use before it was offered; nobody gets it before
        /// `expiry`. In the first case `mac` is who declined it, in the second who uses it, or six zeros.
        case quarantined
    }

    package init(
        address: IPv4Address, mac: MACAddress, client: ClientIdentifier? = nil, name: HostName? = nil,
        state: State = .active, start: Timestamp, expiry: Timestamp
    ) {
        self.address = address
        self.mac = mac
        self.client = client
        self.name = name
        self.state = state
        self.start = start
        self.expiry = expiry
    }

    /// Whether it is the client's that has a hardware address and, where its network goes by that, calls itself so.
    package func belongs(to mac: MACAddress, _ identifier: ClientIdentifier?) -> Bool {
        guard let identifier else { return self.mac == mac }
        // It may have had no name for itself when it got the lease.
        return client.map { $0 == identifier } ?? (self.mac == mac)
    }

    /// Whether nobody else may have the address now.
    package func isHeld(at now: Timestamp) -> Bool { state != .free && now < expiry }
}
