import DNSWire
import Inventory
import NetTypes

extension Configuration {
    /// What stands below `dns:`, each zone with all that it is written by.
    package struct DNS: Hashable, Sendable {
        /// In the file's order, the forward zones first; none where names are not written.
        package let zones: [Zone]
        /// How long others may remember a record.
        package let timeToLive: Interval
        /// Whose records may be changed.
        package let conflicts: ConflictMode
        /// In which domain machines are named.
        package let rule: NameRule

        package var isEnabled: Bool { !zones.isEmpty }
    }

    /// A zone that names are written to.
    package struct Zone: Hashable, Sendable {
        package let name: DNSName
        /// The addresses whose names a reverse zone says; `nil` for a forward zone.
        package let network: IPv4Prefix?
        /// In the order in which they are tried; none has the zone's primary found by its `SOA`.
        package let servers: [NameServer]
        /// Where the key stands as `tsig-keygen` prints it; `nil` where updates are not signed.
        package let keyFile: String?
    }
}

/// What is different for one zone: one of `dns.zones`.
struct ZoneFile: SettingsShape {
    var servers: [Keyed<NameServer>] = []
    var keyFile: Keyed<String>?
    var network: Keyed<IPv4Prefix>?

    static var settings: [Setting<Self>] {
        [
            Setting("servers", listOf: .nameServer, \.servers, "in place of dns.servers"),
            Setting("key-file", .path, \.keyFile, "in place of dns.key-file"),
            Setting("network", .prefix, \.network, "of a reverse zone whose name does not say it (RFC 2317)"),
        ]
    }
}

extension ConfigurationFile {
    /// What is meant; no zones where the file names none.
    func checkedDNS(subnets: [Subnet], _ notebook: inout SettingsNotebook) -> Configuration.DNS {
        checkRepeats(of: forwardZones, cure: "name each zone once", &notebook)
        checkRepeats(of: reverseZones, cure: "name each zone once", &notebook)
        if forwardZones.isEmpty, !notebook.hasMistake(in: "dns.forward-zones"),
            let other = reverseZones.first?.key ?? nameServers.first?.key ?? keyFile?.key ?? zones.values.first?.key
        {
            notebook.note(
                other, fact: "stands without dns.forward-zones", cure: "write forward-zones: [lab.example.org]")
        }
        let names = Set(forwardZones.map { DNSName($0.value) } + reverseZones.map(\.value))
        for (name, zone) in zones.sorted(by: { $0.value.key < $1.value.key }) where !names.contains(name) {
            notebook.note(
                zone.key, fact: "\(name) is no zone of this file",
                cure: "name it in dns.forward-zones or dns.reverse-zones, or take this out")
        }
        let forward = forwardZones.map { checked(DNSName($0.value), network: nil) }
        let reverse = reverseZones.compactMap { zone -> Configuration.Zone? in
            guard let network = zones[zone.value]?.value.network?.value ?? ReverseZone(zone.value)?.network else {
                notebook.note(
                    zone.key, fact: "\(zone.value) does not say which addresses it is for",
                    cure: "write zones: { \"\(zone.value)\": { network: 10.77.0.0/24 } } below dns")
                return nil
            }
            return checked(zone.value, network: network)
        }
        return Configuration.DNS(
            zones: forward + reverse, timeToLive: dnsTimeToLive?.value ?? .minutes(5),
            conflicts: conflicts?.value ?? .checkExistsWithDHCID, rule: rule(of: subnets))
    }

    private func checked(_ name: DNSName, network: IPv4Prefix?) -> Configuration.Zone {
        let own = zones[name]?.value
        let servers = own.flatMap { $0.servers.isEmpty ? nil : $0.servers } ?? nameServers
        return Configuration.Zone(
            name: name, network: network, servers: servers.map(\.value),
            keyFile: own?.keyFile?.value ?? keyFile?.value)
    }

    /// Machines are named in the domain that their subnet tells them, if that is in a zone of ours; in the first zone where
    /// it tells them none.
    private func rule(of subnets: [Subnet]) -> NameRule {
        let template = provisionalName?.value ?? .usual
        guard let first = forwardZones.first?.value else { return NameRule([], template: template) }
        let zones = forwardZones.map { DNSName($0.value) }
        return NameRule(
            subnets.compactMap { subnet in
                let domain = subnet.domain ?? first
                return zones.contains { DNSName(domain).isWithin($0) } ? (subnet.prefix, domain) : nil
            }, template: template)
    }
}
