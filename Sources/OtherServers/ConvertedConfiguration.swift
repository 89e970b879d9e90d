import NetTypes

/// The configuration of another server as one of ours, and what could not be carried over.
package struct ConvertedConfiguration: Sendable {
    var interfaces: [String] = []
    var isAuthoritative = false
    var leaseTimes = LeaseTimes(usual: 43_200, most: 86_400)
    var ignoresUnknown = false
    var subnets: [ConvertedSubnet] = []
    var machines: [ConvertedMachine] = []
    /// In the order of the files and their lines.
    package internal(set) var remarks: [Remark] = []
}

/// One of `dhcp.subnets`.
struct ConvertedSubnet: Sendable {
    let prefix: IPv4Prefix
    var pools: [IPv4Range] = []
    var routers: [IPv4Address] = []
    /// The other keys with their values in YAML, in the order in which they are written.
    var keys: [(key: String, value: String)] = []
    var options: [ConvertedOption] = []
    /// Where they are not those of `dhcp`.
    var leaseTimes: LeaseTimes?
}

/// How long addresses are lent, in seconds: to those who do not say, and at the most.
struct LeaseTimes: Hashable, Sendable {
    let usual: Int64
    let most: Int64

    var yaml: [(key: String, value: String)] {
        [("lease-time", duration(usual)), ("max-lease-time", duration(most))]
    }

    private func duration(_ seconds: Int64) -> String {
        for (unit, size) in [("d", 86_400), ("h", 3600), ("m", 60)] as [(String, Int64)]
        where seconds % size == 0 && seconds > size {
            return "\(seconds / size)\(unit)"
        }
        return "\(seconds)s"
    }
}

/// One of `options`.
struct ConvertedOption: Hashable, Sendable {
    let code: UInt8
    /// What the file calls it.
    let name: String
    let bytes: [UInt8]
}

/// One of `machines`.
struct ConvertedMachine: Hashable, Sendable {
    let mac: MACAddress
    var name: HostName?
    var address: IPv4Address?
    var options: [ConvertedOption] = []
}
