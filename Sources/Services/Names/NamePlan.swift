import DNSWire
import Decisions
import Inventory
import NetTypes
import Settings

/// All that names are written by: the zones of the configuration, and their keys.
package struct NamePlan: Sendable {
    package let zones: NameZones
    package let mode: ConflictMode
    package let timeToLive: UInt32
    package let rule: NameRule
    private let ways: [DNSName: Way]

    /// How a zone is reached.
    package struct Way: Sendable {
        package let servers: [NameServer]
        package let key: TSIGKey?
    }

    /// Reads the keys, too: throws what says which file to mend.
    package init(_ dns: Configuration.DNS) throws(SettingsErrors) {
        zones = NameZones(
            forward: dns.zones.filter { $0.network == nil }.map(\.name),
            reverse: dns.zones.compactMap { zone in zone.network.map { ReverseZone(zone.name, network: $0) } })
        mode = dns.conflicts
        timeToLive = UInt32(clamping: dns.timeToLive.seconds)
        rule = dns.rule
        var keys: [String: TSIGKey] = [:]
        var ways: [DNSName: Way] = [:]
        for zone in dns.zones {
            if let file = zone.keyFile, keys[file] == nil { keys[file] = try TSIGKey.load(file: file) }
            ways[zone.name] = Way(servers: zone.servers, key: zone.keyFile.flatMap { keys[$0] })
        }
        self.ways = ways
    }

    /// How a zone is reached; `nil` for one that is not ours.
    package func way(to zone: DNSName) -> Way? { ways[zone] }

    /// Every zone, the forward ones first.
    package var allZones: [DNSName] { zones.forward + zones.reverse.map(\.name) }
}
