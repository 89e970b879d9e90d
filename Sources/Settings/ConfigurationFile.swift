import DNSWire
import Inventory
import NetTypes

/// The configuration file as it was written, key by key; `Configuration` is what it means once it is checked.
struct ConfigurationFile: SettingsShape {
    var data: Keyed<String>?
    var control: Keyed<String>?
    var content: Keyed<String>?
    var secrets: Keyed<String>?
    var inventory: Keyed<String>?
    var mode: Keyed<Configuration.Mode>?
    var interfaces: [Keyed<String>] = []
    var authoritative: Keyed<Bool>?
    var leaseTime: Keyed<Interval>?
    var maxLeaseTime: Keyed<Interval>?
    var probeBeforeOffer: Keyed<Bool>?
    var lookForServers: Keyed<Bool>?
    var unknownMachines: Keyed<UnknownMachines>?
    var provisionalName: Keyed<HostNameTemplate>?
    var subnets: [Keyed<SubnetFile>] = []
    var tftpEnabled: Keyed<Bool>?
    var tftpListen: Keyed<Endpoint>?
    var tftpRoot: Keyed<String>?
    var tftpSinglePort: Keyed<Bool>?
    var maxTransfers: Keyed<Int>?
    var maxTransfersPerClient: Keyed<Int>?
    var syslogEnabled: Keyed<Bool>?
    var syslogListen: Keyed<Endpoint>?
    var httpListen: Keyed<Endpoint>?
    var httpURL: Keyed<String>?
    var maxConnections: Keyed<Int>?
    var maxConnectionsPerClient: Keyed<Int>?
    var idleTimeout: Keyed<Interval>?
    var requestTimeout: Keyed<Interval>?
    var maxHeader: Keyed<Int>?
    var maxBody: Keyed<Int>?
    var tlsListen: Keyed<Endpoint>?
    var tlsCertificate: Keyed<String>?
    var tlsKey: Keyed<String>?
    var nameServers: [Keyed<NameServer>] = []
    var keyFile: Keyed<String>?
    var forwardZones: [Keyed<DomainName>] = []
    var reverseZones: [Keyed<DNSName>] = []
    var dnsTimeToLive: Keyed<Interval>?
    var conflicts: Keyed<ConflictMode>?
    var zones: [DNSName: Keyed<ZoneFile>] = [:]
    var defaultProfile: Keyed<ProfileName>?
    var promptTimeout: Keyed<Interval>?
    var assignedTimeout: Keyed<Interval>?
    var armLifetime: Keyed<Interval>?
    var maxAttempts: Keyed<Int>?
    var loaders: [LoaderKey: Keyed<String>] = [:]
    var console: [Keyed<String>] = []
    var variables: [String: Keyed<String>] = [:]
    var profiles: [ProfileName: Keyed<ProfileFile>] = [:]
    var machines: [Keyed<MachineFile>] = []
    var hookFolder: Keyed<String>?
    var hookTimeout: Keyed<Interval>?
    var webhooks: [Keyed<WebhookFile>] = []
}

/// One of `dhcp.subnets`.
struct SubnetFile: SettingsShape {
    var subnet: Keyed<IPv4Prefix>?
    var pools: [Keyed<IPv4Range>] = []
    var routers: [Keyed<IPv4Address>] = []
    var dnsServers: [Keyed<IPv4Address>] = []
    var ntpServers: [Keyed<IPv4Address>] = []
    var domain: Keyed<DomainName>?
    var domainSearch: [Keyed<DomainName>] = []
    var mtu: Keyed<UInt16>?
    var routes: [Keyed<StaticRoute>] = []
    var tftpServers: [Keyed<IPv4Address>] = []
    var v6OnlyWait: Keyed<Interval>?
    var options: [UInt8: Keyed<String>] = [:]
    var variables: [String: Keyed<String>] = [:]
    var identity: Keyed<ClientIdentity>?
    var keptForKnown: Keyed<AddressShare>?
    var nextServer: Keyed<IPv4Address>?
    var leaseTime: Keyed<Interval>?
    var maxLeaseTime: Keyed<Interval>?
}

/// One of `profiles`.
struct ProfileFile: SettingsShape {
    var description: Keyed<String>?
    var extends: Keyed<ProfileName>?
    var release: Keyed<Release>?
    var retries: Keyed<Int>?
    var variables: [String: Keyed<String>] = [:]
    var options: [UInt8: Keyed<String>] = [:]
    var haproxy = HAProxyKeys()
}

/// One of `machines`.
struct MachineFile: SettingsShape {
    var mac: Keyed<MACAddress>?
    var name: Keyed<HostName>?
    var profile: Keyed<ProfileName>?
    var address: Keyed<IPv4Address>?
    var variables: [String: Keyed<String>] = [:]
    var options: [UInt8: Keyed<String>] = [:]
}
