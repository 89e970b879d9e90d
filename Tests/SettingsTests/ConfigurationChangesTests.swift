import Settings
import Testing
import YAML

@Suite("What another reading of the configuration changed")
struct ConfigurationChangesTests {
    private static let former = """
        dhcp: { interfaces: [br0], subnets: [{ subnet: 10.77.0.0/24, pools: [10.77.0.100 - 10.77.0.200] }] }
        """

    /// A key, and a file that has it otherwise.
    private static let immediate: [(key: String, text: String)] = [
        ("content", former + "\ncontent: /srv/amorce"),
        ("secrets", former + "\nsecrets: /etc/amorce/secrets.yaml"),
        ("inventory", former + "\ninventory: /srv/inventory"),
        ("dhcp.interfaces", former.replacing("[br0]", with: "[br0, br1]")),
        ("dhcp.authoritative", former.replacing("{ interf", with: "{ authoritative: false, interf")),
        ("dhcp.probe-before-offer", former.replacing("{ interf", with: "{ probe-before-offer: false, interf")),
        ("dhcp.look-for-servers", former.replacing("{ interf", with: "{ look-for-servers: false, interf")),
        ("dhcp.provisional-name", former.replacing("{ interf", with: "{ provisional-name: \"pc-{{mac}}\", interf")),
        ("dhcp.unknown-machines", former.replacing("{ interf", with: "{ unknown-machines: ignore, interf")),
        ("dhcp.subnets", former.replacing("0.200]", with: "0.150]")),
        ("dhcp.subnets", former.replacing("{ subnet:", with: "{ mtu: 9000, subnet:")),
        ("dhcp.subnets", former.replacing("{ subnet:", with: "{ variables: { proxy: no }, subnet:")),
        ("dhcp.subnets", former.replacing("{ interf", with: "{ lease-time: 30m, interf")),
        ("dhcp.subnets", former.replacing("{ interf", with: "{ max-lease-time: 2h, interf")),
        ("tftp.root", former + "\ntftp: { root: /srv/boot }"),
        ("http.url", former + "\nhttp: { url: \"http://10.77.0.9\" }"),
        ("dns", former + "\ndns: { servers: [10.77.0.1], forward-zones: [lab.example.org] }"),
        ("boot", former + "\nboot: { default-profile: ui }"),
        ("boot", former + "\nboot: { prompt-timeout: 1m }"),
        ("boot", former + "\nboot: { assigned-timeout: 1s }"),
        ("boot", former + "\nboot: { loaders: { bios: other.0 } }"),
        ("boot", former + "\nboot: { default-profile: other }"),
        ("boot", former + "\nboot: { console: [tty0] }"),
        ("variables", former + "\nvariables: { disk: /dev/vda }"),
        ("profiles", former + "\nprofiles: { api: { description: other } }"),
        ("profiles", former + "\nprofiles: { api: { options: { 43: \"hex:01\" } } }"),
        ("profiles", former + "\nprofiles: { web: { extends: api } }"),
        ("profiles", former + "\nprofiles: { api: { haproxy: { backend: api, port: 2000 } } }"),
        ("hooks", former + "\nhooks: { folder: /etc/amorce/hooks.d }"),
        (
            "webhooks",
            former + "\nwebhooks: [{ url: \"https://chat.example.org/\", secret-file: /etc/amorce/chat.key }]"
        ),
        ("machines", former + "\nmachines: [{ mac: 525400770011, name: api-1 }]"),
    ]

    /// Keys that are refused while the daemon runs.
    private static let fixed: [(key: String, text: String)] = [
        ("data", former + "\ndata: /srv/data"),
        ("control", former + "\ncontrol: /run/other.sock"),
        ("tftp.enabled", former + "\ntftp: { enabled: false }"),
        ("tftp.listen", former + "\ntftp: { listen: 10.77.0.1:69 }"),
        ("tftp.listen", former + "\ntftp: { listen: 0.0.0.0:6969 }"),
        ("tftp.single-port", former + "\ntftp: { single-port: true }"),
        ("tftp.max-transfers", former + "\ntftp: { max-transfers: 100 }"),
        ("tftp.max-transfers-per-client", former + "\ntftp: { max-transfers-per-client: 8 }"),
        ("syslog.enabled", former + "\nsyslog: { enabled: false }"),
        ("syslog.listen", former + "\nsyslog: { listen: 0.0.0.0:5514 }"),
        ("http.listen", former + "\nhttp: { listen: 10.77.0.1:80 }"),
        ("http.listen", former + "\nhttp: { listen: 0.0.0.0:8080 }"),
        ("http.max-connections", former + "\nhttp: { max-connections: 100 }"),
        ("http.max-connections-per-client", former + "\nhttp: { max-connections-per-client: 8 }"),
        ("http.idle-timeout", former + "\nhttp: { idle-timeout: 10s }"),
        ("http.request-timeout", former + "\nhttp: { request-timeout: 10s }"),
        ("http.max-header", former + "\nhttp: { max-header: 4K }"),
        ("http.max-body", former + "\nhttp: { max-body: 4K }"),
        ("http.tls", former + "\nhttp: { tls: { certificate: /a.crt, key: /a.key } }"),
    ]

    private func read(_ text: String) throws -> Configuration {
        try Configuration.read(TextFile(name: "amorce.yaml", bytes: Array(text.utf8)))
    }

    private func changes(to text: String) throws -> ConfigurationChanges {
        ConfigurationChanges(from: try read(Self.former), to: try read(text))
    }

    @Test("is nothing where the same is said in other words")
    func same() throws {
        let changes = try changes(to: "# the same\n" + Self.former + "\ntftp: { enabled: true }")

        #expect(changes.keys.isEmpty && changes.needingRestart.isEmpty)
    }

    @Test("takes effect at once, told by its key", arguments: immediate)
    func atOnce(change: (key: String, text: String)) throws {
        let changes = try changes(to: change.text)

        #expect(changes.keys == [change.key])
        #expect(changes.needingRestart.isEmpty)
    }

    @Test("is named by its key where it needs a restart", arguments: fixed)
    func restart(change: (key: String, text: String)) throws {
        let changes = try changes(to: change.text)

        #expect(changes.keys.isEmpty)
        #expect(changes.needingRestart == [change.key])
    }

    @Test("is all told when several keys have changed")
    func several() throws {
        let changes = try changes(
            to: "dhcp: { mode: off }\ndata: /srv/data\nhttp: { listen: 0.0.0.0:8080, url: \"http://10.77.0.9\" }")

        #expect(changes.keys == ["dhcp.mode", "dhcp.interfaces", "dhcp.subnets", "http.url"])
        #expect(changes.needingRestart == ["data", "http.listen"])
    }

    @Test("has a part for each key that there is, and a change of each part is tried here")
    func complete() {
        // These two are told by the subnets.
        let keys = Configuration.keys.map(\.key).filter { !$0.hasPrefix("dhcp.") || !$0.hasSuffix("lease-time") }

        for key in keys {
            let part = ConfigurationPart.all.first {
                key == $0.key || key.hasPrefix($0.key + ".") || key.hasPrefix($0.key + "[")
            }
            #expect(part != nil, "\(key) has no part in ConfigurationPart.all")
        }
        let tried = Set((Self.immediate + Self.fixed).map(\.key) + ["dhcp.mode"])
        #expect(tried == Set(ConfigurationPart.all.map(\.key)))
        #expect(Set(ConfigurationPart.all.map(\.key)).count == ConfigurationPart.all.count)
    }
}
