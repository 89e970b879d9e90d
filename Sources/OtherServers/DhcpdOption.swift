/// An option of `dhcpd.conf` (dhcp-options(5)): ISC's name, its code, and what amorce makes of it.
struct DhcpdOption {
    let name: String
    let code: UInt8
    let destination: Destination

    /// Where an option goes.
    enum Destination {
        /// A key of a subnet, and how its value is read.
        case subnet(key: String, OptionForm)
        /// A machine's name.
        case machineName
        /// amorce works it out by itself; the value is only compared.
        case derived(OptionForm)
        /// It has no key.
        case none
    }

    init(_ name: String, _ code: UInt8, _ destination: Destination) {
        self.name = name
        self.code = code
        self.destination = destination
    }

    /// The options that are carried over: to carry one more, add its row, or change that of `others`.
    static let carried: [Self] = [
        Self("subnet-mask", 1, .derived(.address)),
        Self("routers", 3, .subnet(key: "routers", .addresses)),
        Self("domain-name-servers", 6, .subnet(key: "dns-servers", .addresses)),
        Self("host-name", 12, .machineName),
        Self("domain-name", 15, .subnet(key: "domain", .domain)),
        Self("broadcast-address", 28, .derived(.address)),
        Self("ntp-servers", 42, .subnet(key: "ntp-servers", .addresses)),
        Self("domain-search", 119, .subnet(key: "domain-search", .domains)),
    ]

    /// The other names that ISC has for options of RFC 2132 and its like; amorce has no keys for them.
    static let others: [Self] = [
        ("time-offset", 2), ("time-servers", 4), ("ien116-name-servers", 5), ("log-servers", 7), ("cookie-servers", 8),
        ("lpr-servers", 9), ("impress-servers", 10), ("resource-location-servers", 11), ("boot-size", 13),
        ("merit-dump", 14), ("swap-server", 16), ("root-path", 17), ("extensions-path", 18), ("ip-forwarding", 19),
        ("non-local-source-routing", 20), ("policy-filter", 21), ("max-dgram-reassembly", 22), ("default-ip-ttl", 23),
        ("path-mtu-aging-timeout", 24), ("path-mtu-plateau-table", 25), ("interface-mtu", 26),
        ("all-subnets-local", 27), ("perform-mask-discovery", 29), ("mask-supplier", 30), ("router-discovery", 31),
        ("router-solicitation-address", 32), ("static-routes", 33), ("trailer-encapsulation", 34),
        ("arp-cache-timeout", 35), ("ieee802-3-encapsulation", 36), ("default-tcp-ttl", 37),
        ("tcp-keepalive-interval", 38), ("tcp-keepalive-garbage", 39), ("nis-domain", 40), ("nis-servers", 41),
        ("vendor-encapsulated-options", 43), ("netbios-name-servers", 44), ("netbios-dd-server", 45),
        ("netbios-node-type", 46), ("netbios-scope", 47), ("font-servers", 48), ("x-display-manager", 49),
        ("dhcp-renewal-time", 58), ("dhcp-rebinding-time", 59), ("vendor-class-identifier", 60),
        ("dhcp-client-identifier", 61), ("nwip-domain", 62), ("nisplus-domain", 64), ("nisplus-servers", 65),
        ("tftp-server-name", 66), ("bootfile-name", 67), ("mobile-ip-home-agent", 68), ("smtp-server", 69),
        ("pop-server", 70), ("nntp-server", 71), ("www-server", 72), ("finger-server", 73), ("irc-server", 74),
        ("streettalk-server", 75), ("streettalk-directory-assistance-server", 76), ("user-class", 77),
        ("slp-directory-agent", 78), ("slp-service-scope", 79), ("nds-servers", 85), ("nds-tree-name", 86),
        ("nds-context", 87), ("bcms-controller-names", 88), ("bcms-controller-address", 89), ("pxe-system-type", 93),
        ("uap-servers", 98), ("netinfo-server-address", 112), ("netinfo-server-tag", 113), ("default-url", 114),
        ("subnet-selection", 118), ("vivco", 124), ("vivso", 125), ("loader-configfile", 209),
        ("loader-pathprefix", 210), ("loader-reboottime", 211),
    ].map { Self($0.0, $0.1, .none) }

    /// What teams declare by themselves, by code (`option routes code 121 = …`): the same destinations.
    private static let byCode: [UInt8: Destination] = Dictionary(
        carried.map { ($0.code, $0.destination) }, uniquingKeysWith: { first, _ in first })

    /// An option that the file declares.
    init(declared name: String, code: UInt8) { self.init(name, code, Self.byCode[code] ?? .none) }
}
