extension ConfigurationFile {
    /// Every key of the file.
    static var settings: [Setting<Self>] {
        [
            Setting("data", .path, \.data, default: "/var/lib/amorce", "folder of the store"),
            Setting("control", .socket, \.control, default: "/run/amorce/control.sock", "socket of the control API"),
            Setting("content", .path, \.content, default: "/usr/share/amorce", "holds pxe/, preseed/ and postinstall/"),
            Setting(
                "secrets", .path, \.secrets,
                "NAME: TEXT in a file that only its owner may read (0600), or a folder with a file for each"),
            Setting(
                "inventory", .path, \.inventory, "folder of domain XML, CSV and YAML whose machines are taken in"),
            Setting("dhcp.mode", .choice, \.mode, default: "server", "proxy: another server lends addresses"),
            Setting("dhcp.interfaces", listOf: .interface, \.interfaces, "where DHCP is served"),
            Setting("dhcp.authoritative", .truth, \.authoritative, default: "true", "refuse other networks' addresses"),
            Setting("dhcp.lease-time", .duration, \.leaseTime, default: "1h", "how long an address is lent"),
            Setting("dhcp.max-lease-time", .duration, \.maxLeaseTime, default: "24h", "the most a client may ask for"),
            Setting(
                "dhcp.probe-before-offer", .truth, \.probeBeforeOffer, default: "true",
                "ask the network whether an address is in use"),
            Setting(
                "dhcp.look-for-servers", .truth, \.lookForServers, default: "true", "ask for other DHCP servers"),
            Setting("dhcp.unknown-machines", .choice, \.unknownMachines, default: "prompt", "for the unnamed"),
            Setting(
                "dhcp.provisional-name", .hostNameTemplate, \.provisionalName, default: "vm-{{mac}}",
                "what the unnamed are called, in DHCP, menus and DNS"),
            Setting("dhcp.subnets", listOf: SubnetFile.self, \.subnets, "the networks that are served"),
            Setting("tftp.enabled", .truth, \.tftpEnabled, default: "true", "whether TFTP is served"),
            Setting("tftp.listen", .endpoint, \.tftpListen, default: "0.0.0.0:69", "where TFTP is served"),
            Setting(
                "tftp.root", .path, \.tftpRoot, default: "/srv/tftp", "folder of boot files of your own, for HTTP too"),
            Setting(
                "tftp.single-port", .truth, \.tftpSinglePort, default: "false", "answer from the port that is asked"),
            Setting("tftp.max-transfers", .count, \.maxTransfers, default: "4096", "how many there may be at once"),
            Setting(
                "tftp.max-transfers-per-client", .count, \.maxTransfersPerClient, default: "64",
                "how many one address may have at once"),
            Setting(
                "syslog.enabled", .truth, \.syslogEnabled, default: "true", "whether installers' logs are received"),
            Setting("syslog.listen", .endpoint, \.syslogListen, default: "0.0.0.0:514", "where they are received"),
            Setting("http.listen", .endpoint, \.httpListen, default: "0.0.0.0:80", "where HTTP is served"),
            Setting("http.url", .url, \.httpURL, "what machines are told; else the address on their network"),
            Setting(
                "http.max-connections", .count, \.maxConnections, default: "4096",
                "how many there may be at once, HTTPS's apart"),
            Setting(
                "http.max-connections-per-client", .count, \.maxConnectionsPerClient, default: "256",
                "how many one address may have at once"),
            Setting(
                "http.idle-timeout", .timeout, \.idleTimeout, default: "1m", "how long a connection may stay silent"),
            Setting(
                "http.request-timeout", .timeout, \.requestTimeout, default: "2m",
                "how long a request may take to arrive"
            ),
            Setting(
                "http.max-header", .headerSize, \.maxHeader, default: "16K", "of a request, with its first line"),
            Setting("http.max-body", .bodySize, \.maxBody, default: "8M", "of a request, such as an installer's log"),
            Setting(
                "http.tls.listen", .endpoint, \.tlsListen, default: "0.0.0.0:443",
                "where HTTPS is served, if there is a certificate"),
            Setting("http.tls.certificate", .path, \.tlsCertificate, "PEM, with its chain"),
            Setting("http.tls.key", .path, \.tlsKey, "PEM, which not everybody may read (0640)"),
            Setting(
                "dns.servers", listOf: .nameServer, \.nameServers,
                "who takes updates, tried in this order; else each zone's primary"
            ),
            Setting("dns.key-file", .path, \.keyFile, "the key that signs updates, as tsig-keygen prints it"),
            Setting("dns.forward-zones", listOf: .domain, \.forwardZones, "zones of names; none writes no names"),
            Setting("dns.reverse-zones", listOf: .zone, \.reverseZones, "zones of addresses"),
            Setting("dns.ttl", .duration, \.dnsTimeToLive, default: "5m", "how long others may remember a name"),
            Setting(
                "dns.conflicts", .choice, \.conflicts, default: "check-exists-with-dhcid",
                "whose records may be changed, in Kea's words"),
            Setting("dns.zones", mapFrom: .zone, to: ZoneFile.self, \.zones, "what is different for single zones"),
            Setting("boot.default-profile", .profile, \.defaultProfile, default: "api", "installs when nobody chooses"),
            Setting("boot.prompt-timeout", .duration, \.promptTimeout, default: "10m", "how long the prompt waits"),
            Setting("boot.assigned-timeout", .duration, \.assignedTimeout, default: "5s", "how long other menus wait"),
            Setting(
                "boot.arm-lifetime", .duration, \.armLifetime, default: "7d",
                "how long a machine stays armed that does not boot"),
            Setting(
                "boot.max-attempts", .count, \.maxAttempts, default: "5",
                "how many network boots one arm is good for"),
            Setting("boot.loaders", mapFrom: .choice, to: .bootFile, \.loaders, "boot files in place of the image's"),
            Setting(
                "boot.console", listOf: .console, \.console, default: "[tty0, 'ttyS0,115200n8']",
                "kernel consoles; the installer asks on the last"),
            Setting("variables", mapFrom: .variable, to: .text, \.variables, "template variables of every profile"),
            Setting("profiles", mapFrom: .profile, to: ProfileFile.self, \.profiles, "what is to be said of profiles"),
            Setting("machines", listOf: MachineFile.self, \.machines, "machines that this file declares"),
            Setting("hooks.folder", .path, \.hookFolder, "of programs that are run when something has happened"),
            Setting("hooks.timeout", .timeout, \.hookTimeout, default: "1m", "how long each may take"),
            Setting("webhooks", listOf: WebhookFile.self, \.webhooks, "where events are posted"),
        ]
    }
}

extension SubnetFile {
    static var settings: [Setting<Self>] {
        [
            Setting("subnet", .prefix, \.subnet, "the network; must be said"),
            Setting("pools", listOf: .range, \.pools, "where addresses are lent from"),
            Setting("routers", listOf: .address, \.routers, "option 3"),
            Setting("dns-servers", listOf: .address, \.dnsServers, "option 6"),
            Setting("ntp-servers", listOf: .address, \.ntpServers, "option 42"),
            Setting("domain", .domain, \.domain, "option 15"),
            Setting("domain-search", listOf: .domain, \.domainSearch, "option 119"),
            Setting("mtu", .mtu, \.mtu, "option 26, for those who ask"),
            Setting("routes", listOf: .route, \.routes, "option 121, in place of 3 for those who ask"),
            Setting("tftp-servers", listOf: .address, \.tftpServers, "option 150, for those who ask"),
            Setting("v6-only-wait", .duration, \.v6OnlyWait, "option 108, for those who ask"),
            Setting("options", mapFrom: .option, to: .text, \.options, "other options, by code or Kea's name"),
            Setting("variables", mapFrom: .variable, to: .text, \.variables, "template variables of its machines"),
            Setting("identity", .choice, \.identity, "what clients are known by; else mac"),
            Setting("kept-for-known", .share, \.keptForKnown, "addresses for known machines only; else 0"),
            Setting("next-server", .address, \.nextServer, "where boot files are; else this host"),
            Setting("lease-time", .duration, \.leaseTime, "in place of dhcp.lease-time"),
            Setting("max-lease-time", .duration, \.maxLeaseTime, "in place of dhcp.max-lease-time"),
        ]
    }
}

extension ProfileFile {
    static var settings: [Setting<Self>] {
        [
            Setting("description", .text, \.description, "one line for the menu"),
            Setting("extends", .profile, \.extends, "the profile that it is like, but for what stands here"),
            Setting("release", .release, \.release, "which installer its machines boot; else the default image's"),
            Setting(
                "retries", .retries, \.retries, "how often a broken-off installation begins anew by itself; else 0"),
            Setting("variables", mapFrom: .variable, to: .text, \.variables, "template variables of this profile"),
            Setting("options", mapFrom: .option, to: .text, \.options, "DHCP options of its machines"),
        ] + HAProxyKeys.settings
    }
}

extension MachineFile {
    static var settings: [Setting<Self>] {
        [
            Setting("mac", .mac, \.mac, "which machine; must be said"),
            Setting("name", .hostName, \.name, "its host name"),
            Setting("profile", .profile, \.profile, "what it is installed as"),
            Setting("address", .address, \.address, "kept for it"),
            Setting("variables", mapFrom: .variable, to: .text, \.variables, "template variables of this machine"),
            Setting("options", mapFrom: .option, to: .text, \.options, "DHCP options of this machine"),
        ]
    }
}
