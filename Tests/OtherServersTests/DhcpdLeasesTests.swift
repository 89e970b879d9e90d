import Inventory
import NetTypes
import OtherServers
import Testing

@Suite("A lease file of ISC dhcpd, dhcpd.leases(5)")
struct DhcpdLeasesTests {
    @Test("an entry has address, MAC, name, start and expiry; what is not ours is passed over")
    func wholeEntry() throws {
        let file = try read(
            """
            # The format of this file is documented in the dhcpd.leases(5) manual page.
            authoring-byte-order little-endian;
            server-duid "\\000\\001\\000\\001\\0360\\033\\"RT\\000w\\000\\001";

            lease 10.77.0.100 {
              starts 6 2026/11/21 09:15:03;
              ends 6 2026/11/21 21:15:03;
              cltt 6 2026/11/21 09:15:03;
              binding state active;
              next binding state free;
              rewind binding state free;
              hardware ethernet 52:54:00:77:00:11;
              uid "\\001RT\\000w\\000\\021";
              set vendor-class-identifier = "udhcp 1.35.0";
              client-hostname "api-1";
              on expiry { set x = "}"; }
            }
            """)

        #expect(file.mistakes.isEmpty && file.skipped.isEmpty)
        #expect(file.format == .dhcpd)
        #expect(
            file.leases == [
                PlacedLease(
                    Place("dhcpd.leases", 5),
                    ImportedLease(
                        address: try address("10.77.0.100"), mac: try mac("52:54:00:77:00:11"),
                        client: ClientIdentifier("01:52:54:00:77:00:11"), name: HostName("api-1"),
                        state: .active, start: Timestamp("2026-11-21T09:15:03.000Z"),
                        expiry: try moment("2026-11-21T21:15:03.000Z")))
            ])
    }

    @Test(
        "binding states: lent until the end, then remembered as free; abandoned is set aside",
        arguments: [
            ("ends 6 2026/11/21 21:00:00; binding state active; \(hardware)", "active until 2026-11-21T21:00:00.000Z"),
            ("ends 6 2026/11/21 08:00:00; binding state active; \(hardware)", "free until 2026-11-21T08:00:00.000Z"),
            ("ends 6 2026/11/21 08:00:00; binding state expired; \(hardware)", "free until 2026-11-21T08:00:00.000Z"),
            ("ends 6 2026/11/21 08:00:00; binding state free; \(hardware)", "free until 2026-11-21T08:00:00.000Z"),
            ("ends 6 2026/11/21 21:00:00; binding state released; \(hardware)", "free until 2026-11-21T09:30:00.000Z"),
            ("ends 6 2026/11/21 21:00:00; binding state backup; \(hardware)", "free until 2026-11-21T09:30:00.000Z"),
            ("ends never; binding state active; \(hardware)", "active until 9999-12-31T23:59:59.000Z"),
            ("ends never; binding state bootp; \(hardware)", "active until 9999-12-31T23:59:59.000Z"),
            ("binding state active; \(hardware)", "active until 9999-12-31T23:59:59.000Z"),
            (
                "ends epoch 1795294800; # Sat Nov 21 21:00:00 2026\n binding state active; \(hardware)",
                "active until 2026-11-21T21:00:00.000Z"
            ),
            ("ends 6 2026/11/21 21:00:00; binding state abandoned;", "quarantined until 2026-11-21T21:00:00.000Z"),
            ("ends 6 2026/11/21 08:00:00; binding state abandoned;", nil),
            ("ends 6 2026/11/21 08:00:00; binding state free;", nil),
            ("ENDS 6 2026/11/21 21:00:00; Binding State active; \(hardware)", "active until 2026-11-21T21:00:00.000Z"),
        ])
    func states(body: String, expected: String?) throws {
        let file = try read("lease 10.77.0.100 { \(body) }")

        #expect(file.mistakes.isEmpty)
        #expect(file.leases.first.map { "\($0.lease.state) until \($0.lease.expiry)" } == expected)
        #expect(file.leases.allSatisfy { $0.lease.mac.number == ($0.lease.state == .quarantined ? 0 : ours) })
    }

    @Test("the last entry of an address wins, also where it says that nobody has it any more")
    func lastWins() throws {
        let file = try read(
            """
            lease 10.77.0.100 { ends never; binding state active; hardware ethernet 52:54:00:77:00:11; }
            lease 10.77.0.101 { ends never; binding state active; hardware ethernet 52:54:00:77:00:12; }
            lease 10.77.0.100 { ends never; binding state active; hardware ethernet 52:54:00:77:00:13; }
            lease 10.77.0.101 { ends 6 2026/11/21 08:00:00; binding state free; }
            """)

        #expect(file.leases.map(\.lease.mac.description) == ["52:54:00:77:00:13"])
        #expect(file.leases.first?.place == Place("dhcpd.leases", 3))
    }

    @Test("a name that is given with its domain is the host's; one that no host may have is left out")
    func names() throws {
        let file = try read(
            """
            lease 10.77.0.100 { ends never; \(hardware) client-hostname "api-1.lab.example.org"; }
            lease 10.77.0.101 { ends never; \(hardware) client-hostname "a phone"; }
            """)

        #expect(file.leases.map(\.lease.name?.text) == ["api-1", nil])
    }

    @Test("hardware addresses may have bytes of one digit")
    func looseAddress() throws {
        let file = try read("lease 10.77.0.100 { hardware ethernet 0:0:c0:5d:bd:95; ends never; }")

        #expect(file.leases.first?.lease.mac.description == "00:00:c0:5d:bd:95")
    }

    @Test(
        "what cannot be read is told with its line, and costs nothing else",
        arguments: [
            ("lease 10.77.0.300 { ends never; \(hardware) }", [1]),
            ("lease 10.77.0.100 {\n ends 6 2026/13/21 08:00:00; \(hardware) }", [2]),
            ("lease 10.77.0.100 {\n ends soon; \(hardware) }", [2]),
            ("lease 10.77.0.100 {\n ends epoch 99999999999999; \(hardware) }", [2]),
            ("lease 10.77.0.100 {\n hardware token-ring 52:54:00:77:00:11;\n ends never; }", [2]),
            ("lease 10.77.0.100 {\n ends never; }", [1]),
            ("}", [1]),
            ("subnet 10.77.0.0 netmask 255.255.255.0 { }", [1]),
            ("lease 10.77.0.100 { ends never; \(hardware) ", [1]),
            ("\"", [1, 1]),
        ])
    func mistakes(text: String, lines: [Int]) throws {
        let file = try read("server-duid \"a\";\n\(text)\n\(whole)")

        #expect(file.mistakes.map(\.place.line) == lines.map { $0 + 1 })
        #expect(file.leases.map(\.lease.address.description) == ["10.77.0.9"])
        #expect(file.mistakes.allSatisfy { !$0.fact.isEmpty && !$0.cure.isEmpty })
    }

    @Test("a file that was cut off loses its last entry only")
    func cutOff() throws {
        let file = try read("\(whole)\nlease 10.77.0.100 {\n  starts 6 2026/11/21 09:1")

        #expect(file.leases.map(\.lease.address.description) == ["10.77.0.9"])
        #expect(file.mistakes.map(\.place.line) == [2])
    }

    @Test("IPv6, failover and what was declared at run time are passed over, and told")
    func skipped() throws {
        let file = try read(
            """
            failover peer "x" state { my state normal at 6 2026/11/21 08:00:00; }
            ia-na "abc" { cltt 6 2026/11/21 08:00:00; iaaddr 2001:db8::1 { } }
            host printer { dynamic; hardware ethernet 52:54:00:77:00:20; fixed-address 10.77.0.20; }
            \(whole)
            """)

        #expect(file.mistakes.isEmpty)
        #expect(file.skipped.map(\.place.line) == [1, 2, 3])
        #expect(file.leases.count == 1)
    }

    private func read(_ text: String) throws -> LeaseFile {
        try #require(LeaseFile(Array(text.utf8), file: "dhcpd.leases", now: moment("2026-11-21T09:30:00.000Z")))
    }
}

private let hardware = "hardware ethernet 52:54:00:77:00:11;"
private let ours: UInt64 = 0x5254_0077_0011
private let whole = "lease 10.77.0.9 { ends never; binding state active; hardware ethernet 52:54:00:77:00:09; }"

func address(_ text: String) throws -> IPv4Address { try #require(IPv4Address(text)) }
func mac(_ text: String) throws -> MACAddress { try #require(MACAddress(text)) }
func moment(_ text: String) throws -> Timestamp { try #require(Timestamp(text)) }
