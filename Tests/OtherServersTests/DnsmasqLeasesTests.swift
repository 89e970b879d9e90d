import Inventory
import NetTypes
import OtherServers
import Testing

@Suite("A lease file of dnsmasq")
struct DnsmasqLeasesTests {
    @Test(
        "a line is a lease",
        arguments: [
            (
                "1795294800 52:54:00:77:00:11 10.77.0.100 api-1 01:52:54:00:77:00:11",
                "10.77.0.100 52:54:00:77:00:11 api-1 active 2026-11-21T21:00:00.000Z"
            ),
            (
                "1795294800 52:54:00:77:00:11 10.77.0.100 * *",
                "10.77.0.100 52:54:00:77:00:11 - active 2026-11-21T21:00:00.000Z"
            ),
            (
                "1795294800 01-52:54:00:77:00:11 10.77.0.100 * *",
                "10.77.0.100 52:54:00:77:00:11 - active 2026-11-21T21:00:00.000Z"
            ),
            (
                "0 52:54:00:77:00:11 10.77.0.100 api-1.lab.example.org *\r",
                "10.77.0.100 52:54:00:77:00:11 api-1 active 9999-12-31T23:59:59.000Z"
            ),
            (
                "1000000000 52:54:00:77:00:11 10.77.0.100 a_b *",
                "10.77.0.100 52:54:00:77:00:11 - free 2001-09-09T01:46:40.000Z"
            ),
        ])
    func lines(line: String, expected: String) throws {
        let file = try read(line)

        #expect(file.mistakes.isEmpty)
        #expect(file.leases.map(\.place) == [Place("dnsmasq.leases", 1)])
        #expect(
            file.leases.map(\.lease).map {
                "\($0.address) \($0.mac) \($0.name?.text ?? "-") \($0.state) \($0.expiry)"
            } == [expected])
        #expect(file.leases.allSatisfy { $0.lease.start == nil })
    }

    @Test("the IPv6 part is passed over, and told")
    func ipv6() throws {
        let file = try read(
            """
            1795294800 52:54:00:77:00:11 10.77.0.100 api-1 *
            duid 00:01:00:01:2f:aa:52:54:00:77:00:01
            1795294800 7798801 2001:db8::100 api-1 00:01:00:01:2f:aa:52:54:00:77:00:11
            """)

        #expect(file.skipped.map(\.place.line) == [2, 3])
        #expect(file.leases.count == 1 && file.mistakes.isEmpty)
    }

    @Test(
        "what cannot be read is told with its line, and costs nothing else",
        arguments: [
            "1795294800", "1795294800 52:54:00:77:00:11", "soon 52:54:00:77:00:11 10.77.0.100 * *",
            "-1 52:54:00:77:00:11 10.77.0.100 * *", "99999999999999 52:54:00:77:00:11 10.77.0.100 * *",
            "1795294800 06-52:54:00:77:00:11:12 10.77.0.100 * *", "1795294800 10.77.0.100 52:54:00:77:00:11 * *",
            "1795294800 52:54:00:77:00:11 10.77.0.300 * *",
        ])
    func mistakes(line: String) throws {
        let file = try read("1795294800 52:54:00:77:00:11 10.77.0.100 * *\n\(line)\n\n# a comment\n")

        #expect(file.mistakes.map(\.place.line) == [2] || file.skipped.map(\.place.line) == [2])
        #expect(file.leases.count == 1)
    }

    private func read(_ text: String) throws -> LeaseFile {
        try #require(LeaseFile(Array(text.utf8), file: "dnsmasq.leases", now: moment("2026-11-21T09:30:00.000Z")))
    }
}

@Suite("Lease files are told apart by their content")
struct LeaseFileFormatTests {
    @Test(
        "by the first thing that is no comment",
        arguments: [
            ("# comment\nlease 10.77.0.1 { }", .dhcpd), ("authoring-byte-order little-endian;", .dhcpd), ("", .dhcpd),
            ("1795294800 52:54:00:77:00:11 10.77.0.100 * *", .dnsmasq), ("duid 00:01\n", .dnsmasq),
            ("address,mac,name,state,start,expiry\n", .csv), ("\n[\n  {", .json), ("[]", .json), ("<html>", nil),
            ("subnet 10.77.0.0 netmask 255.255.255.0 { }", nil), ("\"lease\"", nil),
        ] as [(String, LeaseFileFormat?)])
    func recognised(text: String, format: LeaseFileFormat?) {
        #expect(LeaseFileFormat(recognising: Array(text.utf8)) == format)
    }

    @Test("an export in CSV is read back; a broken line costs no other")
    func csv() throws {
        let text = """
            address,mac,name,state,start,expiry
            10.77.0.100,52:54:00:77:00:11,api-1,active,2026-11-21T09:15:03.250Z,2026-11-21T21:00:00.000Z
            10.77.0.101,52:54:00:77:00:12,,lent,2026-11-21T09:15:03.250Z,2026-11-21T21:00:00.000Z
            10.77.0.102,52:54:00:77:00:13,,quarantined,2026-11-21T09:15:03.250Z,2026-11-21T21:00:00.000Z

            """

        let file = try #require(LeaseFile(Array(text.utf8), file: "a.csv", now: moment("2026-11-21T09:30:00.000Z")))

        #expect(file.mistakes.map(\.place.line) == [3])
        #expect(file.leases.map(\.lease.state) == [.active, .quarantined])
        #expect(file.leases.first?.lease.start == Timestamp("2026-11-21T09:15:03.250Z"))
    }
}
