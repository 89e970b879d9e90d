import Inventory
import NetTypes

/// The other DHCP servers that were noticed, by address and interface. Anybody can name servers that do not exist, so
/// their number is bounded, and so is how often a new one is news.
package struct OtherServerBook: Hashable, Sendable {
    private var known: [Place: OtherServer] = [:]
    private let capacity: Int

    private struct Place: Hashable {
        let address: IPv4Address
        let interface: String
    }

    package init(capacity: Int = 64) { self.capacity = max(1, capacity) }

    /// All of them, by interface and address.
    package var servers: [OtherServer] {
        known.values.sorted { ($0.interface, $0.address) < ($1.interface, $1.address) }
    }

    /// Notes a server; whether it is news. A full book takes a new one only in place of one that has gone.
    package mutating func note(_ address: IPv4Address, on interface: String, at now: Timestamp) -> Bool {
        let place = Place(address: address, interface: interface)
        if known[place] != nil {
            known[place]?.lastSeen = now
            return false
        }
        if known.count >= capacity {
            guard let oldest = known.min(by: { $0.value.lastSeen < $1.value.lastSeen }),
                !oldest.value.isPresent(at: now)
            else { return false }
            known[oldest.key] = nil
        }
        known[place] = OtherServer(address: address, interface: interface, firstSeen: now, lastSeen: now)
        return true
    }
}
