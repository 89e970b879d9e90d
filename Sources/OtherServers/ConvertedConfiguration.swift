import NetTypes

/// The configuration of another server as one of ours, and what could not be carried over.
package struct ConvertedConfiguration: Hashable, Sendable {
    var interfaces: [String] = []
    var isAuthoritative = false
    var leaseTime = "12h"
    var maxLeaseTime = "24h"
    var ignoresUnknown = false
    var subnets: [ConvertedSubnet] = []
    var machines: [ConvertedMachine] = []
    /// In the order of the files and their lines.
    package internal(set) var remarks: [Remark] = []
}

/// One of `dhcp.subnets`.
struct ConvertedSubnet: Hashable, Sendable {
    let prefix: IPv4Prefix
    var pools: [IPv4Range] = []
    var routers: [IPv4Address] = []
    /// The other keys with their values in YAML, in the order in which they are written.
    var keys: [(key: String, value: String)] = []

    static func == (left: Self, right: Self) -> Bool { left.hashed == right.hashed }
    func hash(into hasher: inout Hasher) { hasher.combine(hashed) }
    private var hashed: [String] {
        ["\(prefix)"] + pools.map(\.description) + routers.map(\.description) + keys.flatMap { [$0.key, $0.value] }
    }
}

/// One of `machines`.
struct ConvertedMachine: Hashable, Sendable {
    let mac: MACAddress
    var name: HostName?
    var address: IPv4Address?
}
