import Inventory
import NetTypes

/// The network of the benchmark: 10.64.0.0/14, which lends some 261,000 addresses.
enum BenchmarkNetwork {
    static let server = IPv4Address(10, 64, 0, 1)
    static let start = Timestamp(seconds: 1_700_000_000)

    static func mac(_ number: Int) -> MACAddress {
        guard let mac = MACAddress(number: 0x5254_0000_0000 + UInt64(number)) else { preconditionFailure("48 bits") }
        return mac
    }

    static func address(_ number: Int) -> IPv4Address {
        IPv4Address(number: IPv4Address(10, 64, 1, 0).number + UInt32(number))
    }

    /// - Parameter size: how many addresses it lends; all that there are by default.
    static func subnet(lending size: Int? = nil) -> Subnet {
        let last = size.map { address(max(0, $0 - 1)) } ?? IPv4Address(10, 67, 255, 254)
        guard let prefix = IPv4Prefix("10.64.0.0/14"), let pool = IPv4Range(from: address(0), to: last) else {
            preconditionFailure("the benchmark's own network")
        }
        return Subnet(prefix: prefix, pools: [pool], routers: [server], dnsServers: [server])
    }
}
