/// An option of `dhcpd.conf` (dhcp-options(5)): ISC's name, its code, and what amorce makes of it.
struct DhcpdOption {
    let name: String
    let code: UInt8
    let destination: Destination

    /// Where an option goes.
    enum Destination {
        /// A key of a subnet, and how its value is read. For a machine it stands below `options:`.
        case subnet(key: String, OptionForm)
        /// Below `options:`, as bytes.
        case options(OptionForm)
        /// A machine's name.
        case machineName
        /// amorce works it out by itself; the value is only compared.
        case derived(OptionForm)
        /// amorce says this by itself, or not at all.
        case unsaid(String)
    }

    init(_ name: String, _ code: UInt8, _ destination: Destination) {
        self.name = name
        self.code = code
        self.destination = destination
    }

    /// The options with keys of their own, in the order in which they are written.
    static let keyed: [Self] = [
        Self("routers", 3, .subnet(key: "routers", .addresses)),
        Self("domain-name-servers", 6, .subnet(key: "dns-servers", .addresses)),
        Self("ntp-servers", 42, .subnet(key: "ntp-servers", .addresses)),
        Self("domain-name", 15, .subnet(key: "domain", .domain)),
        Self("domain-search", 119, .subnet(key: "domain-search", .domains)),
        Self("interface-mtu", 26, .subnet(key: "mtu", .mtu)),
        Self("rfc3442-classless-static-routes", 121, .subnet(key: "routes", .routes)),
        Self("tftp-server-address", 150, .subnet(key: "tftp-servers", .addresses)),
    ]

    /// What amorce says of its own accord, or does not let anybody say.
    private static let own: [Self] = [
        Self("subnet-mask", 1, .derived(.address)),
        Self("broadcast-address", 28, .derived(.address)),
        Self("host-name", 12, .machineName),
        Self("dhcp-renewal-time", 58, .unsaid(times)), Self("dhcp-rebinding-time", 59, .unsaid(times)),
        Self("dhcp-lease-time", 51, .unsaid(times)),
        Self("vendor-class-identifier", 60, .unsaid(boot)), Self("tftp-server-name", 66, .unsaid(boot)),
        Self("bootfile-name", 67, .unsaid(boot)), Self("pxe-system-type", 93, .unsaid(boot)),
        Self("loader-configfile", 209, .unsaid(boot)), Self("loader-pathprefix", 210, .unsaid(boot)),
        Self("loader-reboottime", 211, .unsaid(boot)),
        Self("dhcp-client-identifier", 61, .unsaid("amorce sends each client its own")),
        Self("dhcp-server-identifier", 54, .unsaid("amorce takes its own address on the client's network")),
        Self("slp-directory-agent", 78, .unsaid(parts)), Self("slp-service-scope", 79, .unsaid(parts)),
        Self("subnet-selection", 118, .unsaid("clients and relays say this, and no server")),
    ]

    private static let boot = DhcpdReasons.loader
    private static let times = "amorce works it out of the lease time: a half, and seven eighths"
    private static let parts = "it is put together of several parts; write its bytes: options: { CODE: \"hex:…\" }"

    /// All that ISC has names for.
    static let all: [Self] =
        keyed + own
        + of(
            .rawAddresses,
            [
                ("time-servers", 4), ("ien116-name-servers", 5), ("log-servers", 7), ("cookie-servers", 8),
                ("lpr-servers", 9), ("impress-servers", 10), ("resource-location-servers", 11), ("swap-server", 16),
                ("policy-filter", 21), ("router-solicitation-address", 32), ("static-routes", 33), ("nis-servers", 41),
                ("netbios-name-servers", 44), ("netbios-dd-server", 45), ("font-servers", 48),
                ("x-display-manager", 49), ("nisplus-servers", 65), ("mobile-ip-home-agent", 68), ("smtp-server", 69),
                ("pop-server", 70), ("nntp-server", 71), ("www-server", 72), ("finger-server", 73),
                ("irc-server", 74), ("streettalk-server", 75), ("streettalk-directory-assistance-server", 76),
                ("nds-servers", 85), ("bcms-controller-address", 89), ("netinfo-server-address", 112),
            ])
        + of(
            .text,
            [
                ("merit-dump", 14), ("root-path", 17), ("extensions-path", 18), ("nis-domain", 40),
                ("netbios-scope", 47), ("nisplus-domain", 64), ("nds-tree-name", 86), ("nds-context", 87),
                ("uap-servers", 98), ("netinfo-server-tag", 113), ("default-url", 114),
            ])
        + of(
            .flag,
            [
                ("ip-forwarding", 19), ("non-local-source-routing", 20), ("all-subnets-local", 27),
                ("perform-mask-discovery", 29), ("mask-supplier", 30), ("router-discovery", 31),
                ("trailer-encapsulation", 34), ("ieee802-3-encapsulation", 36), ("tcp-keepalive-garbage", 39),
            ])
        + of(.numbers(1), [("default-ip-ttl", 23), ("default-tcp-ttl", 37), ("netbios-node-type", 46)])
        + of(.numbers(2), [("boot-size", 13), ("max-dgram-reassembly", 22), ("path-mtu-plateau-table", 25)])
        + of(
            .numbers(4),
            [
                ("time-offset", 2), ("path-mtu-aging-timeout", 24), ("arp-cache-timeout", 35),
                ("tcp-keepalive-interval", 38),
            ])
        + of(.domains, [("bcms-controller-names", 88)])
        + of(
            .bytes,
            [
                ("vendor-encapsulated-options", 43), ("nwip-domain", 62), ("user-class", 77), ("vivco", 124),
                ("vivso", 125),
            ])

    private static func of(_ form: OptionForm, _ names: [(String, UInt8)]) -> [Self] {
        names.map { Self($0.0, $0.1, .options(form)) }
    }

    /// An option that the file declares by itself: by its code one that is known, else of a type.
    init(declared name: String, code: UInt8, type: [Token]) {
        let known = Self.all.first { $0.code == code }
        let isOurs = (50...59).contains(code) || [61, 81, 82, 97].contains(code)
        switch known?.destination {
        case .subnet(let key, let form): self.init(name, code, .subnet(key: key, form))
        case .machineName: self.init(name, code, .machineName)
        case .derived(let form): self.init(name, code, .derived(form))
        case .unsaid(let reason): self.init(name, code, .unsaid(reason))
        case .options, nil:
            let form = OptionForm(declared: type)
            self.init(
                name, code,
                isOurs
                    ? .unsaid("amorce says this in every reply by itself")
                    : form.map { .options($0) } ?? .unsaid(Self.parts))
        }
    }
}
