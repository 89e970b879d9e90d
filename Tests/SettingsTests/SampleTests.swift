import Inventory
import NetTypes
import Settings
import Testing
import YAML

@Suite("The sample configuration, packaging/amorce.yaml")
struct SampleTests {
    /// The repository's copy, found from this file.
    private static let path =
        #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(3).joined(separator: "/")
        + "/packaging/amorce.yaml"

    @Test("is valid, and means what it says")
    func valid() throws {
        let sample = try Configuration.load(file: Self.path)

        #expect(sample.dhcp.interfaces == ["br0"])
        #expect(sample.dhcp.subnets.map(\.prefix) == [IPv4Prefix("10.77.0.0/24")])
        #expect(sample.dhcp.subnets.first?.maxLeaseTime == .hours(24))
        #expect(sample.http.url == "http://10.77.0.1")
        #expect(sample.secrets == "/etc/amorce/secrets.yaml")
        #expect(sample.inventory == "/srv/inventory/libvirt/qemu")
        #expect(sample.boot.loaders.count == LoaderKey.allCases.count)
        #expect(sample.variables == ["mirror-host": "mirror.example.org"])
        let api = try #require(ProfileName("api"))
        #expect(
            sample.balancers == [
                api: Balancer(
                    place: BalancerPlace(socket: .path("/run/haproxy/admin.sock"), backend: "api"), port: 2000,
                    words: "check inter 2s weight 10", file: "/etc/haproxy/amorce.d/api.cfg")
            ])
        #expect(sample.hooks == Configuration.Hooks(folder: "/etc/amorce/hooks.d", timeout: .minutes(1)))
        #expect(sample.webhooks.map(\.name) == ["chat", "tickets.example.org"])
        #expect(sample.webhooks.map(\.secret) == [.file("/etc/amorce/chat.key"), .named("tickets-key")])
        #expect(sample.webhooks.allSatisfy { $0.events == [.installed, .failed] })
        #expect(sample.machines.map { "\($0.mac)" } == ["52:54:00:77:00:11", "52:54:00:77:00:12"])
        #expect(sample.machines.map { $0.profile?.text } == ["api", nil])
    }

    @Test("shows every key that there is")
    func complete() throws {
        let root = try #require(try YAMLNode.parse(try TextFile(reading: Self.path)))

        let shown = keys(of: root, after: "")

        for key in Configuration.keys where key.key.last != "]" {
            #expect(
                shown.contains(key.key) || shown.contains { $0.hasPrefix(key.key + ".") }, "\(key.key) is not shown")
        }
    }

    @Test("shows the defaults as they are")
    func defaults() throws {
        let root = try #require(try YAMLNode.parse(try TextFile(reading: Self.path)))

        for key in Configuration.keys where key.key != "dhcp.interfaces" {
            guard let fallback = key.fallback else { continue }
            let expected = try YAMLNode.parse(TextFile(name: "default", bytes: Array(fallback.utf8)))
            #expect(plain(value(of: key.key, in: root)) == plain(expected), "\(key.key)")
        }
    }

    /// The keys of a file as the list writes them: `dhcp.subnets[].pools`, `profiles.NAME.description`.
    private func keys(of node: YAMLNode, after way: String) -> Set<String> {
        switch node.content {
        case .scalar: return [way]
        case .list(let items): return items.reduce([way]) { $0.union(keys(of: $1, after: way + "[]")) }
        case .map(let entries):
            return entries.reduce([way]) { known, entry in
                let name = way == "profiles" || way == "dns.zones" ? "NAME" : entry.key
                return known.union(keys(of: entry.value, after: way.isEmpty ? name : "\(way).\(name)"))
            }
        }
    }

    private func value(of key: String, in root: YAMLNode) -> YAMLNode? {
        key.split(separator: ".").reduce(root) { node, name in
            guard case .map(let entries) = node?.content else { return nil }
            return entries.first { $0.key == name }?.value
        }
    }

    /// A node without places and quotes.
    private func plain(_ node: YAMLNode?) -> String {
        switch node?.content {
        case nil: "nothing"
        case .scalar(let text, _): text
        case .list(let items): items.map { plain($0) }.description
        case .map(let entries): entries.map { "\($0.key): \(plain($0.value))" }.description
        }
    }
}

@Suite("The list of keys")
struct KeyTests {
    @Test("says each key once, with its form and what it is for")
    func walk() {
        let keys = Configuration.keys

        #expect(Set(keys.map(\.key)).count == keys.count)
        #expect(keys.count > 40)
        for key in keys {
            #expect(!key.form.isEmpty && !key.help.isEmpty, "\(key.key)")
            #expect(key.key.utf8.allSatisfy { $0 < 128 }, "\(key.key)")
        }
    }

    @Test("has a default for each key that the design gives one")
    func defaults() {
        let defaults = Configuration.keys.compactMap { key in key.fallback.map { "\(key.key): \($0)" } }

        #expect(
            defaults == [
                "data: /var/lib/amorce", "control: /run/amorce/control.sock", "content: /usr/share/amorce",
                "dhcp.mode: server", "dhcp.authoritative: true", "dhcp.lease-time: 1h", "dhcp.max-lease-time: 24h",
                "dhcp.probe-before-offer: true", "dhcp.look-for-servers: true", "dhcp.unknown-machines: prompt",
                "dhcp.provisional-name: vm-{{mac}}",
                "tftp.enabled: true", "tftp.listen: 0.0.0.0:69",
                "tftp.root: /srv/tftp", "tftp.single-port: false", "tftp.max-transfers: 4096",
                "tftp.max-transfers-per-client: 64", "syslog.enabled: true", "syslog.listen: 0.0.0.0:514",
                "http.listen: 0.0.0.0:80",
                "http.max-connections: 4096", "http.max-connections-per-client: 256", "http.idle-timeout: 1m",
                "http.request-timeout: 2m", "http.max-header: 16K", "http.max-body: 8M",
                "http.tls.listen: 0.0.0.0:443", "dns.ttl: 5m",
                "dns.conflicts: check-exists-with-dhcid", "boot.default-profile: api",
                "boot.prompt-timeout: 10m", "boot.assigned-timeout: 5s", "boot.arm-lifetime: 7d",
                "boot.max-attempts: 5",
                "boot.console: [tty0, 'ttyS0,115200n8']", "hooks.timeout: 1m",
            ])
    }
}
