/// What another reading of the configuration file changed.
package struct ConfigurationChanges: Hashable, Sendable {
    /// The keys that take effect at once, in the order of `parts`.
    package let keys: [String]
    /// The keys that the daemon cannot change while it runs.
    package let needingRestart: [String]

    package init(from former: Configuration, to latest: Configuration) {
        let changed = ConfigurationPart.all.filter { $0.differs(former, latest) }
        keys = changed.filter { !$0.needsRestart }.map(\.key)
        needingRestart = changed.filter(\.needsRestart).map(\.key)
    }
}

/// A key of the configuration file, or a group of keys that are told by one name, and whether it may change at a reload.
package struct ConfigurationPart: Sendable {
    package let key: String
    package let needsRestart: Bool
    let differs: @Sendable (Configuration, Configuration) -> Bool

    /// Every part: what stands in the file stands in one of them.
    package static let all: [ConfigurationPart] = [
        ConfigurationPart("data", needsRestart: true) { $0.data },
        ConfigurationPart("control", needsRestart: true) { $0.control },
        ConfigurationPart("content") { $0.content },
        ConfigurationPart("secrets") { $0.secrets },
        ConfigurationPart("inventory") { $0.inventory },
        ConfigurationPart("dhcp.mode") { $0.dhcp.mode },
        ConfigurationPart("dhcp.interfaces") { $0.dhcp.interfaces },
        ConfigurationPart("dhcp.authoritative") { $0.dhcp.authoritative },
        ConfigurationPart("dhcp.probe-before-offer") { $0.dhcp.probesBeforeOffer },
        ConfigurationPart("dhcp.look-for-servers") { $0.dhcp.looksForServers },
        ConfigurationPart("dhcp.unknown-machines") { $0.dhcp.unknownMachines },
        ConfigurationPart("dhcp.provisional-name") { $0.dhcp.provisionalName },
        // dhcp.lease-time and dhcp.max-lease-time are told by the subnets that they stand for.
        ConfigurationPart("dhcp.subnets", { $0.dhcp.subnets }, { $0.subnetVariables }),
        ConfigurationPart("tftp.enabled", needsRestart: true) { $0.tftp.isEnabled },
        ConfigurationPart("tftp.listen", needsRestart: true, { $0.tftp.address }, { $0.tftp.port }),
        ConfigurationPart("tftp.root") { $0.tftp.root },
        ConfigurationPart("tftp.single-port", needsRestart: true) { $0.tftp.isSinglePort },
        ConfigurationPart("tftp.max-transfers", needsRestart: true) { $0.tftp.maxTransfers },
        ConfigurationPart("tftp.max-transfers-per-client", needsRestart: true) { $0.tftp.maxTransfersPerClient },
        ConfigurationPart("syslog.enabled", needsRestart: true) { $0.syslog.isEnabled },
        ConfigurationPart("syslog.listen", needsRestart: true, { $0.syslog.address }, { $0.syslog.port }),
        ConfigurationPart("http.listen", needsRestart: true, { $0.http.address }, { $0.http.port }),
        ConfigurationPart("http.url") { $0.http.url },
        ConfigurationPart("http.max-connections", needsRestart: true) { $0.http.limits.connections },
        ConfigurationPart("http.max-connections-per-client", needsRestart: true) {
            $0.http.limits.connectionsPerClient
        },
        ConfigurationPart("http.idle-timeout", needsRestart: true) { $0.http.limits.idleTimeout },
        ConfigurationPart("http.request-timeout", needsRestart: true) { $0.http.limits.requestTimeout },
        ConfigurationPart("http.max-header", needsRestart: true) { $0.http.limits.headerBytes },
        ConfigurationPart("http.max-body", needsRestart: true) { $0.http.limits.bodyBytes },
        // What the files hold may change: they are read anew.
        ConfigurationPart("http.tls", needsRestart: true) { $0.http.tls },
        ConfigurationPart("dns") { $0.dns },
        ConfigurationPart("boot") { $0.boot },
        ConfigurationPart("variables") { $0.variables },
        ConfigurationPart("profiles", { $0.profiles }, { $0.dhcp.profileOptions }, { $0.balancers }),
        ConfigurationPart("hooks") { $0.hooks },
        ConfigurationPart("webhooks") { $0.webhooks },
        ConfigurationPart("machines", { $0.machines }, { $0.dhcp.machineOptions }, { $0.machineVariables }),
    ]

    private init<Value: Equatable & Sendable>(
        _ key: String, needsRestart: Bool = false, _ value: @escaping @Sendable (Configuration) -> Value
    ) {
        self.key = key
        self.needsRestart = needsRestart
        differs = { value($0) != value($1) }
    }

    /// What stands in two places of a checked configuration.
    private init<First: Equatable & Sendable, Second: Equatable & Sendable>(
        _ key: String, needsRestart: Bool = false, _ first: @escaping @Sendable (Configuration) -> First,
        _ second: @escaping @Sendable (Configuration) -> Second
    ) {
        self.key = key
        self.needsRestart = needsRestart
        differs = { first($0) != first($1) || second($0) != second($1) }
    }

    /// What stands in three places of a checked configuration.
    private init<First: Equatable & Sendable, Second: Equatable & Sendable, Third: Equatable & Sendable>(
        _ key: String, _ first: @escaping @Sendable (Configuration) -> First,
        _ second: @escaping @Sendable (Configuration) -> Second, _ third: @escaping @Sendable (Configuration) -> Third
    ) {
        self.key = key
        needsRestart = false
        differs = { first($0) != first($1) || second($0) != second($1) || third($0) != third($1) }
    }
}
