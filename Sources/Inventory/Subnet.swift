import NetTypes

/// One network that the daemon serves, and what its clients are told.
package struct Subnet: Hashable, Sendable {
    package let prefix: IPv4Prefix
    /// Where addresses are lent from, in order, without overlap.
    package var pools: [IPv4Range]
    package var routers: [IPv4Address]
    package var dnsServers: [IPv4Address]
    package var ntpServers: [IPv4Address]
    package var domain: DomainName?
    package var domainSearch: [DomainName]
    /// The longest packet that the network carries; `nil` where clients need not be told.
    package var mtu: UInt16?
    /// Ways to other networks, beside the routers.
    package var routes: [StaticRoute]
    /// For telephones and the like, which do not go by `nextServer`.
    package var tftpServers: [IPv4Address]
    /// How long clients that can do with IPv6 alone shall not ask again; `nil` where they need IPv4.
    package var v6OnlyWait: Interval?
    /// Whatever else clients are told.
    package var options: [ConfiguredOption]
    /// What its clients are known by.
    package var identity: ClientIdentity
    /// Where boot files come from; `nil` is this host's own address on the interface.
    package var nextServer: IPv4Address?
    /// How many addresses of the pools only known machines get.
    package var keptForKnown: AddressShare
    /// How long an address is lent for when the client does not ask for less.
    package var leaseTime: Interval
    /// The longest time a client may ask for.
    package var maxLeaseTime: Interval

    package init(
        prefix: IPv4Prefix, pools: [IPv4Range] = [], routers: [IPv4Address] = [], dnsServers: [IPv4Address] = [],
        ntpServers: [IPv4Address] = [], domain: DomainName? = nil, domainSearch: [DomainName] = [],
        mtu: UInt16? = nil, routes: [StaticRoute] = [], tftpServers: [IPv4Address] = [], v6OnlyWait: Interval? = nil,
        options: [ConfiguredOption] = [], identity: ClientIdentity = .mac, nextServer: IPv4Address? = nil,
        keptForKnown: AddressShare = .addresses(0), leaseTime: Interval = .hours(1),
        maxLeaseTime: Interval = .hours(24)
    ) {
        self.prefix = prefix
        self.pools = pools
        self.routers = routers
        self.dnsServers = dnsServers
        self.ntpServers = ntpServers
        self.domain = domain
        self.domainSearch = domainSearch
        self.mtu = mtu
        self.routes = routes
        self.tftpServers = tftpServers
        self.v6OnlyWait = v6OnlyWait
        self.options = options
        self.identity = identity
        self.nextServer = nextServer
        self.keptForKnown = keptForKnown
        self.leaseTime = leaseTime
        self.maxLeaseTime = maxLeaseTime
    }

    /// How many addresses its pools hold.
    package var poolSize: Int { pools.reduce(0) { $0 + $1.count } }
}
