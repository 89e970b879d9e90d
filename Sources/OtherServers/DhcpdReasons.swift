/// Why a statement of `dhcpd.conf` is not carried over, and what to do instead, by its first word.
enum DhcpdReasons {
    /// What amorce does anyway, so that nothing is lost.
    static let fulfilled: Set = [
        "use-host-decl-names", "ddns-update-style none", "ddns-updates off", "ddns-updates false", "allow booting",
        "allow unknown-clients", "deny bootp", "ignore bootp", "deny dynamic", "ignore dynamic", "deny duplicates",
        "deny leasequery",
        "one-lease-per-client", "boot-unknown-clients on", "boot-unknown-clients true", "deny client-updates",
        "ignore client-updates", "ping-check on", "ping-check true", "get-lease-hostnames off",
        "get-lease-hostnames false", "always-broadcast off",
        "stash-agent-options on", "stash-agent-options true",
    ]

    /// By the statement's first word, or the first two.
    static let byName: [String: String] = [
        "filename": loader,
        "next-server":
            "amorce serves the boot files itself; write next-server: ADDRESS in the subnet only if they stay there",
        "server-name": "amorce fills this field by itself",
        "class": classes, "subclass": classes, "match": classes, "spawn": classes,
        "if": conditions, "elsif": conditions, "elseif": conditions, "else": conditions, "switch": conditions,
        "case": conditions, "default": conditions,
        "on": scripts, "execute": scripts, "log": scripts, "set": scripts, "unset": scripts, "eval": scripts,
        "define": scripts,
        "failover": "amorce has no failover pair; run one daemon, and keep its data folder on a disk that survives",
        "zone": names, "key": names, "do-forward-updates": names, "update-optimization": names,
        "update-static-leases": names, "update-conflict-detection": names, "do-reverse-updates": names,
        "omapi-port": remote, "omapi-key": remote, "control": remote,
        "min-lease-time": "amorce lends for a minute at least",
        "dynamic-bootp-lease-cutoff": bootp, "dynamic-bootp-lease-length": bootp, "bootp-lease-cutoff": bootp,
        "bootp-lease-length": bootp, "always-reply-rfc1048": bootp, "allow bootp": bootp, "allow dynamic": bootp,
        "server-identifier": "amorce takes its own address on the client's network",
        "ping-check": probes, "ping-timeout": probes, "ping-cltt-secs": probes, "abandon-lease-time": probes,
        "log-facility": "amorce logs to the journal: journalctl -u amorce",
        "lease-file-name": "amorce keeps its leases in its data folder; amorce lease import takes over those of dhcpd",
        "pid-file-name": "systemd knows the daemon's process", "dhcpv6-lease-file-name": ipv6,
        "dhcpv6-pid-file-name": ipv6, "subnet6": ipv6, "pool6": ipv6, "range6": ipv6, "prefix6": ipv6,
        "fixed-address6": ipv6, "fixed-prefix6": ipv6,
        "host-identifier": "amorce knows machines by their MAC addresses",
        "local-port": "amorce serves port 67", "remote-port": "amorce answers to port 68, and to relays on port 67",
        "local-address": "amorce serves the interfaces that dhcp.interfaces names",
        "allow members": classes, "deny members": classes, "ignore members": classes,
        "deny unknown-clients": unknown, "ignore unknown-clients": unknown, "deny booting": refusals,
        "ignore booting": refusals, "boot-unknown-clients": unknown, "deny known-clients": refusals,
        "allow known-clients": unknown, "deny declines": "amorce sets aside what a machine declines",
        "ignore declines": "amorce sets aside what a machine declines",
        "allow duplicates": "to amorce a machine is its MAC address, and has one lease",
        "allow client-updates": names, "allow leasequery": "amorce does not answer lease queries",
        "dhcp-cache-threshold": "amorce writes each lease to disk before it acknowledges it",
        "vendor-option-space": spaces, "site-option-space": spaces,
        "adaptive-lease-time-threshold": "amorce's lease times do not change with how full a pool is",
        "always-broadcast": "amorce broadcasts to those who ask for it",
        "get-lease-hostnames": "amorce names machines by its own list, not by the DNS",
        "infinite-is-reserved": "amorce machine add … --address reserves an address",
        "max-ack-delay": acks, "delayed-ack": acks, "min-secs": "amorce answers at once",
        "db-time-format": "amorce's times are UTC in JSON, and local in tables",
        "stash-agent-options": "amorce does so anyway",
        "limited-broadcast-address": "amorce broadcasts to 255.255.255.255",
        "send": client, "supersede": client, "prepend": client, "append": client, "request": client, "require": client,
    ]

    /// For families of statements, by how their first word starts.
    static let byPrefix: [(String, String)] = [("ddns-", names), ("ldap-", "amorce reads one file, and no directory")]

    /// For what nobody has heard of.
    static let unknownStatement = "amorce does not know this statement; see dhcpd.conf(5) for what it did"

    static let loader =
        "amorce chooses the loader by firmware, and writes the menu for each machine; boot.loaders names other files"
    private static let classes =
        "amorce has no classes: firmware is told apart by itself, and pools are open to all machines of their subnet"
    private static let conditions = "amorce has no conditions; what they say of boot files it decides by firmware"
    private static let scripts = "amorce runs no expressions; amorce events --follow tells each lease as it is given"
    private static let names = "amorce does not update the DNS yet; leave these names to another program for now"
    private static let remote = "amorce is steered by its command line and its control socket"
    private static let bootp = "amorce does not serve BOOTP"
    private static let probes =
        "amorce asks for an address before it offers it to a new machine, for as long as it sees fit, and sets one in use "
        + "aside for a day; dhcp.probe-before-offer: false turns that off"
    private static let ipv6 = "amorce lends IPv4 addresses only"
    private static let unknown = "amorce decides this for all networks at once: dhcp.unknown-machines"
    private static let refusals = "amorce serves every machine, but for dhcp.unknown-machines: ignore"
    private static let spaces = "amorce writes option 43 for PXE by itself"
    private static let acks = "amorce commits all requests that are waiting at once, and waits for no more"
    private static let client = "this is a client's statement"

    /// Why this statement is not carried over; `nil` where nothing is lost.
    static func reason(for statement: Statement) -> String? {
        let pair = "\(statement.name) \(statement.keyword(at: 1) ?? "")"
        if fulfilled.contains(pair) || fulfilled.contains(statement.name) { return nil }
        return byName[pair] ?? byName[statement.name]
            ?? byPrefix.first { statement.name.hasPrefix($0.0) }?.1 ?? unknownStatement
    }
}
