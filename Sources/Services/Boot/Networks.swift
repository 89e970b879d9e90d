import Decisions
import Inventory
import LinuxIO
import NetTypes
import Settings

/// The networks that are served, and what machines in each are told to fetch from.
package struct Networks: Sendable {
    private let all: [Network]
    private let fallback: Network

    /// One network with this host's own address in it.
    package struct Network: Sendable {
        package let address: IPv4Address
        package let subnet: Subnet?
        /// What machines fetch from over HTTP, without a slash at the end.
        package let url: String
        package let policy: BootPolicy

        fileprivate init(
            _ address: IPv4Address, _ subnet: Subnet?, _ http: Configuration.HTTP, _ boot: Configuration.Boot
        ) {
            self.address = address
            self.subnet = subnet
            url = http.url ?? "http://\(address)" + (http.port == 80 ? "" : ":\(http.port)")
            let loaders = boot.loaders.map { ($0.kind, $1) }
            policy = BootPolicy(loaders: Dictionary(loaders) { $1 }, url: url)
        }
    }

    /// The networks of the links, then those behind relays, which know this host by the address on the way to them.
    init(links: [ServedNetwork], _ configuration: Configuration) {
        let distant = configuration.dhcp.subnets(beyond: links)
        let fallback = links.first?.address ?? configuration.http.address
        self.init(
            links
                + distant.map { subnet in
                    ServedNetwork(
                        address: Route.source(to: subnet.prefix.hosts.first) ?? fallback, subnet: subnet,
                        isOnLink: false)
                }, http: configuration.http, boot: configuration.boot)
    }

    package init(_ served: [ServedNetwork], http: Configuration.HTTP, boot: Configuration.Boot) {
        all = served.map { Network($0.address, $0.subnet, http, boot) }
        fallback = all.first ?? Network(http.address, nil, http, boot)
    }

    /// The subnets that are served.
    package var subnets: [Subnet] { all.compactMap(\.subnet) }

    /// A network by its subnet; for one that is not served, the first.
    package func network(of subnet: Subnet) -> Network { network(of: subnet.prefix.address) }

    /// The network that an address is in; for one in none of them, the first.
    package func network(of address: IPv4Address?) -> Network {
        all.first { network in address.map { network.subnet?.prefix.contains($0) == true } ?? false } ?? fallback
    }
}

extension Configuration.DHCP {
    /// The subnets that are on none of the links, which lie behind relays.
    func subnets(beyond links: [ServedNetwork]) -> [Subnet] {
        subnets.filter { subnet in !links.contains { $0.subnet.prefix == subnet.prefix } }
    }
}
