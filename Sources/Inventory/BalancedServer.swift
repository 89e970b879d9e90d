import NetTypes

/// A server that amorce has put into a backend, or is about to: one row of the store. What has none is someone else's.
package struct BalancedServer: Hashable, Sendable, Codable {
    package let place: BalancerPlace
    /// What HAProxy calls it: the machine's host name.
    package let name: HostName
    package var mac: MACAddress
    /// What it was added with.
    package var words: String
    /// The file that names it, too.
    package var file: String?
    /// What it was last known to be.
    package var state: State

    /// How far it is in the backend.
    package enum State: String, Hashable, Sendable, Codable {
        /// To be added.
        case wanted
        /// It was there, and took connections.
        case ready
        /// It was, and HAProxy has it no longer, or with other words: to be added again.
        case lost
        /// It was taken out of service.
        case drained
    }

    package init(
        place: BalancerPlace, name: HostName, mac: MACAddress, words: String, file: String? = nil,
        state: State = .wanted
    ) {
        self.place = place
        self.name = name
        self.mac = mac
        self.words = words
        self.file = file
        self.state = state
    }

    /// What tells it from others.
    package struct Key: Hashable, Sendable {
        package let place: BalancerPlace
        package let name: HostName

        package init(place: BalancerPlace, name: HostName) {
            self.place = place
            self.name = name
        }
    }

    /// Where it is, and what it is called: there is one such row.
    package var key: Key { Key(place: place, name: name) }
}
