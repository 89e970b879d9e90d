import Inventory
import NetTypes

extension SubnetFile {
    /// The subnet that is meant; `nil` without its network.
    func checked(
        _ key: String, leaseTime others: Interval, max othersMax: Interval, _ notebook: inout SettingsNotebook
    ) -> Subnet? {
        guard let prefix = subnet?.value else {
            if !notebook.hasMistake(in: "\(key).subnet") {
                notebook.note("\(key).subnet", fact: "is missing", cure: "write subnet: 10.77.0.0/24")
            }
            return nil
        }
        for router in routers where !prefix.hosts.contains(router.value) {
            notebook.note(
                router.key, fact: "\(router.value) is no host of \(prefix)", cure: "write an address of \(prefix.hosts)"
            )
        }
        for route in routes where !prefix.hosts.contains(route.value.router) {
            notebook.note(
                route.key, fact: "the router \(route.value.router) is no host of \(prefix)",
                cure: "write an address of \(prefix.hosts)")
        }
        if let wait = v6OnlyWait, wait.value < .minutes(5) {
            notebook.note(wait.key, fact: "is shorter than clients heed (RFC 8925)", cure: "write at least 5m")
        }
        // A longer time than all may ask for raises what those of this network may.
        let lent = leaseTime?.value ?? min(others, maxLeaseTime?.value ?? others)
        let most = maxLeaseTime?.value ?? max(othersMax, lent)
        if lent > most {
            notebook.note(
                "\(key).max-lease-time", fact: "lease-time is longer than max-lease-time",
                cure: "make max-lease-time at least as long as lease-time")
        }
        let poolSize = pools.reduce(0) { $0 + $1.value.count }
        if let kept = keptForKnown, kept.value.count(of: poolSize) > poolSize {
            notebook.note(
                kept.key, fact: "\(kept.value) is more than the \(poolSize) addresses of the pools",
                cure: "keep fewer, or a share such as 10%")
        }
        for (index, pool) in pools.enumerated() { check(pool, after: pools.prefix(index), in: prefix, &notebook) }
        return Subnet(
            prefix: prefix, pools: pools.map(\.value).sorted { $0.first < $1.first }, routers: routers.map(\.value),
            dnsServers: dnsServers.map(\.value), ntpServers: ntpServers.map(\.value), domain: domain?.value,
            domainSearch: domainSearch.map(\.value), mtu: mtu?.value, routes: routes.map(\.value),
            tftpServers: tftpServers.map(\.value), v6OnlyWait: v6OnlyWait?.value,
            options: Settings.checked(options, &notebook), identity: identity?.value ?? .mac,
            nextServer: nextServer?.value, keptForKnown: keptForKnown?.value ?? .addresses(0), leaseTime: lent,
            maxLeaseTime: most)
    }

    private func check(
        _ pool: Keyed<IPv4Range>, after others: ArraySlice<Keyed<IPv4Range>>, in prefix: IPv4Prefix,
        _ notebook: inout SettingsNotebook
    ) {
        let inside = "stay within \(prefix.hosts)"
        let range = pool.value
        if !prefix.contains(range.first) || !prefix.contains(range.last) {
            notebook.note(pool.key, fact: "\(range) reaches out of \(prefix)", cure: inside)
        } else if range.contains(prefix.address) {
            notebook.note(pool.key, fact: "\(range) holds the network's own address \(prefix.address)", cure: inside)
        } else if range.contains(prefix.broadcast) {
            notebook.note(pool.key, fact: "\(range) holds the broadcast address \(prefix.broadcast)", cure: inside)
        }
        for other in others where other.value.overlaps(range) {
            notebook.note(
                pool.key, fact: "\(range) overlaps \(other.key) (\(other.value))", cure: "keep each address in one pool"
            )
        }
        for router in routers where range.contains(router.value) {
            notebook.note(
                pool.key, fact: "\(range) holds the router \(router.value), which would be lent",
                cure: "leave the router out of the pools")
        }
    }
}

/// Notes each subnet that shares addresses with one before it.
func checkOverlaps(of subnets: [Keyed<SubnetFile>], _ notebook: inout SettingsNotebook) {
    let prefixes = subnets.compactMap(\.value.subnet)
    for (index, prefix) in prefixes.enumerated() {
        for other in prefixes.prefix(index)
        where other.value.contains(prefix.value.address) || prefix.value.contains(other.value.address) {
            notebook.note(
                prefix.key, fact: "\(prefix.value) overlaps \(other.key) (\(other.value))",
                cure: "give each subnet addresses of its own")
        }
    }
}
