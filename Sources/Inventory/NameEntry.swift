import NetTypes

/// A name of a machine in DNS, as it shall be there or no longer shall: one row of the outbox.
package struct NameEntry: Hashable, Sendable, Codable {
    package let mac: MACAddress
    /// The whole name: `api-1.lab.example.org`.
    package let name: DomainName
    package let address: IPv4Address
    package var state: State
    /// Whose the name is in the zones, if it is someone else's.
    package var conflict: String?
    /// What it has met on its way, as far as it was kept; `nil` where it has met nothing.
    package var trial: NameTrial?

    /// What is to be done about it.
    package enum State: String, Hashable, Sendable, Codable {
        /// To be written to the zones.
        case wanted
        /// There.
        case written
        /// To be taken out of the zones, if it ever got there.
        case unwanted
    }

    package init(
        mac: MACAddress, name: DomainName, address: IPv4Address, state: State = .wanted, conflict: String? = nil,
        trial: NameTrial? = nil
    ) {
        self.mac = mac
        self.name = name
        self.address = address
        self.state = state
        self.conflict = conflict
        self.trial = trial
    }

    /// Reports tell what it has met by what is known now, not by what was kept.
    private enum CodingKeys: CodingKey { case mac, name, address, state, conflict }

    /// Whether the zones have still to hear of it.
    package var isPending: Bool { state != .written }

    /// What tells it from others.
    package struct Key: Hashable, Sendable {
        package let mac: MACAddress
        package let name: DomainName
        package let address: IPv4Address

        package init(mac: MACAddress, name: DomainName, address: IPv4Address) {
            self.mac = mac
            self.name = name
            self.address = address
        }
    }

    /// Whose name it is, and where it leads: there is one such row.
    package var key: Key { Key(mac: mac, name: name, address: address) }
}
