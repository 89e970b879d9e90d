import Foundation
import OtherServers
import Settings
import Testing

@Suite("dhcpd.conf(5) as amorce.yaml")
struct DhcpdConversionTests {
    @Test("a team's whole configuration, with a file that it includes")
    func team() throws {
        let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Team")
        let read = { (name: String) in [UInt8]((try? Data(contentsOf: folder.appending(path: name))) ?? Data()) }

        let converted = ConvertedConfiguration(dhcpd: [("dhcpd.conf", read("dhcpd.conf"))]) { .success(read($0)) }
        let text = converted.yaml(from: ["dhcpd.conf"], interfaces: ["br0", "br-storage"])

        #expect(text == String(decoding: read("amorce.yaml"), as: UTF8.self), "\(text)")
        let configuration = try load(text)
        #expect(configuration.dhcp.subnets.count == 4)
        #expect(configuration.machines.count == 11)
        #expect(!text.contains("c2VjcmV0"))
    }

    @Test(
        "what an inner declaration says takes the place of what an outer one says",
        arguments: [
            ("option routers 10.0.0.1; \(subnet())", "routers: [10.0.0.1]"),
            ("option routers 10.0.0.1; \(subnet("option routers 10.0.0.2;"))", "routers: [10.0.0.2]"),
            (
                "option domain-name \"a.test\"; shared-network s { option domain-name \"b.test\"; \(subnet()) }",
                "domain: b.test"
            ),
            (
                "shared-network s { \(subnet("option domain-name \"c.test\";")) option domain-name \"b.test\"; }",
                "domain: c.test"
            ),
            ("group { option domain-name \"b.test\"; \(subnet()) }", "domain: b.test"),
            // What stands in the only pool holds for the subnet.
            (subnet("pool { option domain-name \"p.test\"; range 10.0.0.5 10.0.0.9; }"), "domain: p.test"),
            // The order of statements does not matter.
            ("\(subnet()) option domain-name \"late.test\";", "domain: late.test"),
            ("option domain-name \"a.test\"; option domain-name \"b.test\"; \(subnet())", "domain: b.test"),
        ])
    func inheritance(text: String, line: String) throws {
        let converted = convert(text)

        #expect(converted.remarks.isEmpty, "\(converted.remarks)")
        #expect(try checked(converted).contains("      \(line)\n"))
    }

    @Test(
        "pools, times and hosts",
        arguments: [
            (subnet("range 10.0.0.9 10.0.0.5;"), "      pools: [10.0.0.5 - 10.0.0.9]\n"),
            (subnet("range 10.0.0.9;"), "      pools: [10.0.0.9 - 10.0.0.9]\n"),
            (
                subnet("range 10.0.0.20 10.0.0.29; range 10.0.0.5 10.0.0.9;"),
                "      pools:\n        - 10.0.0.5 - 10.0.0.9\n        - 10.0.0.20 - 10.0.0.29\n"
            ),
            // A pool of a shared network goes to the subnet that its range is in.
            ("shared-network s { pool { range 10.0.0.5; } \(subnet()) }", "      pools: [10.0.0.5 - 10.0.0.5]\n"),
            (subnet(), "  lease-time: 12h\n  max-lease-time: 24h\n"),
            ("default-lease-time 600; max-lease-time 7200; \(subnet())", "  lease-time: 10m\n  max-lease-time: 2h\n"),
            ("default-lease-time 601; max-lease-time 300; \(subnet())", "  lease-time: 5m\n  max-lease-time: 5m\n"),
            ("default-lease-time -1; max-lease-time 4294967295; \(subnet())", "  lease-time: 3650d\n"),
            (subnet("default-lease-time 60; max-lease-time 61;"), "  lease-time: 60s\n  max-lease-time: 61s\n"),
            ("authoritative; \(subnet())", "  authoritative: true\n"),
            ("not authoritative; \(subnet())", "  authoritative: false\n"),
            (subnet("authoritative;"), "  authoritative: true\n"),
            ("deny unknown-clients; \(subnet())", "  unknown-machines: ignore\n"),
            (subnet("interface \"eth9\";"), "  interfaces: [eth9]  # see that these are all\n"),
            (
                "\(subnet()) host a { hardware ethernet 0:0:c0:5d:bd:95; fixed-address 10.0.0.5; }",
                "  - { mac: \"00:00:c0:5d:bd:95\", name: a, address: 10.0.0.5 }\n"
            ),
            (
                "\(subnet()) host a { hardware ethernet 52:54:00:77:00:11; option host-name \"b\"; }",
                "  - { mac: \"52:54:00:77:00:11\", name: b }\n"
            ),
            (
                "\(subnet()) host \"on\" { hardware ethernet 52:54:00:77:00:11; }",
                "  - { mac: \"52:54:00:77:00:11\", name: 'on' }\n"
            ),
            (subnet("group { host 7 { hardware ethernet 52:54:00:77:00:11; } }"), "name: '7' }\n"),
            ("SUBNET 10.0.0.0 NetMask 255.255.255.0 { Option Routers 10.0.0.1; }", "      routers: [10.0.0.1]\n"),
            ("option r code 3 = array of ip-address; \(subnet("option r 10.0.0.1;"))", "      routers: [10.0.0.1]\n"),
            (subnet("option domain-name = \"a.test\";"), "      domain: a.test\n"),
            (subnet("option interface-mtu 9000;"), "      mtu: 9000\n"),
            (
                "option r code 121 = array of integer 8; \(subnet("option r 24,192,0,2,10,0,0,9, 0,10,0,0,1;"))",
                "      routes: [192.0.2.0/24 via 10.0.0.9, 0.0.0.0/0 via 10.0.0.1]\n"
            ),
            (
                "option tftp code 150 = array of ip-address; \(subnet("option tftp 10.0.0.8, 10.0.0.9;"))",
                "      tftp-servers: [10.0.0.8, 10.0.0.9]\n"
            ),
            (
                subnet("option time-offset -3600; option root-path \"/srv\"; option vivso 1:2:fe;"),
                """
                      options:
                        2: "hex:fffff1f0"  # time-offset
                        17: "text:/srv"  # root-path
                        125: "hex:0102fe"  # vivso

                """
            ),
            (
                "option o code 200 = array of unsigned integer 16; \(subnet("option o 1, 65535; option swap-server 10.0.0.9;"))",
                "        16: \"hex:0a000009\"  # swap-server\n        200: \"hex:0001ffff\"  # o\n"
            ),
            (
                "\(subnet("option domain-name \"a.test\";")) group { option domain-name \"g.test\"; \(host) }",
                """
                  - mac: "52:54:00:77:00:11"
                    name: a
                    options:
                      15: "text:g.test"  # domain-name

                """
            ),
            ("", "dhcp:\n  mode: off  # the files declare no subnet; amorce needs one to serve\n"),
        ])
    func carried(text: String, lines: String) throws {
        let converted = convert(text)

        #expect(converted.remarks.isEmpty, "\(converted.remarks)")
        #expect(try checked(converted).contains(lines))
    }

    @Test(
        "what cannot be carried over is told with its line, and what is left can be loaded",
        arguments: [
            "filename \"pxelinux.0\";", "next-server 10.0.0.2;", "option tftp-server-name \"x\";",
            "option unheard-of 1;", "option PXE.mtftp-ip 0.0.0.0;", "unheard-of 1;",
            "option domain-name-servers ns.example.org;", "option routers;", "option domain-name \"a b\";",
            "option domain-name-servers = pick(a);", "default-lease-time soon;", "range 10.9.0.5;",
            "range 10.0.0.5 10.0.0.6 10.0.0.7;", "fixed-address 10.0.0.5;", "subnet 10.9.0.0 netmask 255.0.255.0 { }",
            "subnet 10.9.0.1 netmask 255.255.255.0 { }", "subnet 10.0.0.0 netmask 255.255.255.128 { }",
            "subnet 10.9.0.0 netmask 255.255.255.255 { }", "host a { fixed-address 10.0.0.5; }",
            "host a { hardware ethernet 52:54:00:77:00:11; fixed-address 10.9.0.5; }",
            "host a_b { hardware ethernet 52:54:00:77:00:11; }", "host a { hardware ethernet 01:00:5e:00:00:01; }",
            "class \"a\" { match hardware; }", "subclass \"a\" 1:52:54:00:77:00:11;", "if known { }", "on commit { }",
            "key k { secret \"s\"; }", "zone a. { }", "failover peer \"f\" { }", "omapi-port 7911;", "ddns-ttl 60;",
            "subnet6 2001:db8::/64 { }", "allow bootp;", "ping-check false;", "include \"gone\";", "include gone;", "}",
            "option host-name \"a\";", "group { default-lease-time 60; \(host) }", "option time-offset a;",
            "option ip-forwarding maybe;", "option root-path x;", "option vivco 1:2:300;", "option interface-mtu 60;",
            "option o code 200 = { ip-address, text }; option o 10.0.0.1 \"a\";",
            "option o code 55 = text; option o \"a\";",
            "option o code 121 = array of integer 8; option o 24, 10;",
            "option o code 121 = array of integer 8; option o 0, 10, 9, 0, 1;",
            "option broadcast-address 10.0.0.0;", "option time-offset 3600", "interface \"a b\";",
        ])
    func told(statement: String) throws {
        let converted = convert("\(subnet())\n\n\(statement)\n")

        #expect(Set(converted.remarks.map(\.place)) == [Place("dhcpd.conf", 3)], "\(converted.remarks)")
        #expect(converted.remarks.allSatisfy { $0.reason.count > 10 })
        let text = try checked(converted)
        #expect(converted.remarks.allSatisfy { text.contains("\n# \($0)\n") })
    }

    @Test(
        "what would keep the file from being loaded is left out: overlaps, routers in pools, names and addresses twice")
    func conflicts() throws {
        let host = "hardware ethernet 52:54:00:77:00:"
        let converted = convert(
            """
            subnet 10.0.0.0 netmask 255.255.255.0 {
              option routers 10.0.0.1, 192.0.2.1;
              range 10.0.0.0 10.0.0.255;
              range 10.0.0.9 10.0.0.20;
              range 10.1.0.9 10.1.0.20;
            }
            host a { \(host)11; fixed-address 10.0.0.5; }
            host a { \(host)12; fixed-address 10.0.0.5; }
            host b { \(host)11; fixed-address 10.0.0.6; }
            host c { \(host)13; fixed-address 10.0.0.1; }
            host d { \(host)14; fixed-address 10.0.0.255, 10.0.0.7, 10.0.0.8; }
            """)

        let text = try checked(converted)
        #expect(text.contains("      pools: [10.0.0.2 - 10.0.0.254]\n      routers: [10.0.0.1]\n"))
        #expect(converted.remarks.map(\.place.line) == [2, 3, 3, 4, 5, 8, 8, 9, 10, 11, 11])
    }

    @Test("values that differ from subnet to subnet, where amorce has one for all: most win, the others are told")
    func uniform() throws {
        let converted = convert(
            """
            default-lease-time 600;
            subnet 10.0.0.0 netmask 255.255.255.0 { }
            subnet 10.0.1.0 netmask 255.255.255.0 { default-lease-time 900; }
            subnet 10.0.2.0 netmask 255.255.255.0 { authoritative; }
            """)

        #expect(converted.remarks.map(\.place.line) == [4])
        let text = try checked(converted)
        #expect(text.contains("  authoritative: false\n  lease-time: 10m\n"))
        #expect(text.contains("    - subnet: 10.0.1.0/24\n      lease-time: 15m\n      max-lease-time: 24h\n"))
    }

    @Test("included files are looked for beside the file that names them; circles are told")
    func includes() {
        var asked: [String] = []
        let files = [
            "etc/a.conf": "include \"sub/b.conf\"; include \"/abs/c.conf\";", "etc/sub/b.conf": "include \"d.conf\";",
            "etc/sub/d.conf": subnet(), "/abs/c.conf": "include \"c.conf\";",
        ]

        let converted = ConvertedConfiguration(dhcpd: [("etc/a.conf", Array((files["etc/a.conf"] ?? "").utf8))]) {
            asked.append($0)
            return files[$0].map { .success(Array($0.utf8)) } ?? .failure(UnreadableFile("not there"))
        }

        #expect(asked.prefix(3) == ["etc/sub/b.conf", "etc/sub/d.conf", "/abs/c.conf"])
        #expect(asked.count < 30)
        #expect(converted.remarks.map(\.place.file) == ["/abs/c.conf"])
        #expect(converted.yaml(from: ["a"], interfaces: []).contains("- subnet: 10.0.0.0/24"))
    }

    @Test("a control character of a file gets into no comment")
    func printable() throws {
        let converted = convert("\(subnet())\nunheard \u{1b}[31m \"a\u{7}\u{202e}\n\";")

        #expect(try checked(converted).unicodeScalars.allSatisfy { $0.value >= 0x20 || $0 == "\n" })
        #expect(converted.remarks.map(\.statement) == ["unheard [31m \"a\\007\\342\\200\\256\\012\""])
    }

    @Test("blocks deeper than anybody writes are told, and cost nothing else")
    func deep() throws {
        let converted = convert(
            String(repeating: "group {", count: 10_000) + String(repeating: "}", count: 10_000) + subnet())

        #expect(converted.remarks.count == 1)
        #expect(try checked(converted).contains("- subnet: 10.0.0.0/24"))
    }

    private func convert(_ text: String) -> ConvertedConfiguration {
        ConvertedConfiguration(dhcpd: [("dhcpd.conf", Array(text.utf8))]) { _ in .failure(UnreadableFile("not there")) }
    }

    /// The text, once it was loaded as the daemon does.
    private func checked(_ converted: ConvertedConfiguration) throws -> String {
        let text = converted.yaml(from: ["dhcpd.conf"], interfaces: [])
        _ = try load(text)
        return text
    }

    private func load(_ text: String) throws -> Configuration {
        let file = FileManager.default.temporaryDirectory.appending(path: "amorce-converted-\(UUID()).yaml")
        defer { try? FileManager.default.removeItem(at: file) }
        try Data(text.utf8).write(to: file)
        return try Configuration.load(file: file.path)
    }
}

private func subnet(_ inside: String = "") -> String { "subnet 10.0.0.0 netmask 255.255.255.0 { \(inside) }" }

private let host = "host a { hardware ethernet 52:54:00:77:00:11; }"
