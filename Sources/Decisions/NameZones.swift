import DNSWire
import NetTypes

/// The zones that names are written to.
package struct NameZones: Hashable, Sendable {
    package let forward: [DNSName]
    package let reverse: [ReverseZone]

    package init(forward: [DNSName], reverse: [ReverseZone]) {
        self.forward = forward
        self.reverse = reverse
    }

    /// The zone that a name is in: of several, the one with the longest name. `nil` for a name that is in none.
    package func forwardZone(of name: DNSName) -> DNSName? {
        forward.filter { name.isWithin($0) }.max { $0.labels.count < $1.labels.count }
    }

    /// The zone that an address's name is in: of several, the one with the smallest network.
    package func reverseZone(of address: IPv4Address) -> ReverseZone? {
        reverse.filter { $0.network.contains(address) }.max { $0.network.length < $1.network.length }
    }
}
