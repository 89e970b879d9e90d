import CLI
import HTTPWire
import Testing

@Suite("amorce lease import")
struct LeaseImportCommandTests {
    private static let files = [
        "dhcpd.leases": """
        lease 10.77.0.100 { starts 6 2026/11/21 09:15:03; ends 6 2026/11/21 21:00:00; hardware ethernet 52:54:00:77:00:11; }
        lease 10.99.0.1 { starts 6 2026/11/21 09:15:03; ends 6 2026/11/21 21:00:00; hardware ethernet 52:54:00:77:00:12; }
        """,
        "dnsmasq.leases": "0 52:54:00:77:00:13 10.77.0.102 ui-1 *\nduid 00:01\n",
        "export.json": """
        [{"address":"10.77.0.103","mac":"52:54:00:77:00:14","name":"ui-2","state":"active",
          "start":"2026-11-21T09:15:03.250Z","expiry":"2026-11-21T10:11:12.000Z"}, {"address":1}]
        """,
        "other": "hello",
    ]

    @Test("sends what the files hold, in one request")
    func request() throws {
        let daemon = FakeDaemon.broken

        _ = amorce("lease import dhcpd.leases dnsmasq.leases export.json --dry-run", with: daemon, files: Self.files)

        let request = try #require(daemon.requests.first)
        #expect(daemon.requests.count == 1)
        #expect(request.method == .post && request.path == "/api/v1/leases" && request.query == ["dry-run": "yes"])
        #expect(
            String(decoding: request.body, as: UTF8.self) == """
                {"leases":[\
                {"address":"10.77.0.100","expiry":"2026-11-21T21:00:00.000Z","mac":"52:54:00:77:00:11",\
                "start":"2026-11-21T09:15:03.000Z","state":"active"},\
                {"address":"10.99.0.1","expiry":"2026-11-21T21:00:00.000Z","mac":"52:54:00:77:00:12",\
                "start":"2026-11-21T09:15:03.000Z","state":"active"},\
                {"address":"10.77.0.102","expiry":"9999-12-31T23:59:59.000Z","mac":"52:54:00:77:00:13",\
                "name":"ui-1","state":"active"},\
                {"address":"10.77.0.103","expiry":"2026-11-21T10:11:12.000Z","mac":"52:54:00:77:00:14",\
                "name":"ui-2","start":"2026-11-21T09:15:03.250Z","state":"active"}]}
                """)
    }

    @Test("says what was not imported, with file, line and reason, and fails")
    func refused() {
        let daemon = FakeDaemon(
            json: #"""
                {"isTrial":false,"results":[
                  {"address":"10.77.0.100","mac":"52:54:00:77:00:11","outcome":"imported"},
                  {"address":"10.99.0.1","mac":"52:54:00:77:00:12","outcome":"refused","reason":"it is in no subnet"}]}
                """#)

        let outcome = amorce("lease import dhcpd.leases", with: daemon, files: Self.files)

        #expect(outcome.status == .failed)
        #expect(
            outcome.output == """
                LEASE           ADDRESS    MAC                RESULT   WHY
                dhcpd.leases:2  10.99.0.1  52:54:00:77:00:12  refused  it is in no subnet
                1 imported, 0 kept, 1 refused, 0 not readable, 0 skipped

                """)
        #expect(outcome.errors == "amorce: not everything was imported: 1 refused, 0 not readable\n")
    }

    @Test("is done when the rest is kept or IPv6, and says so")
    func done() {
        let daemon = FakeDaemon(
            json: #"""
                {"isTrial":true,"results":[
                  {"address":"10.77.0.102","mac":"52:54:00:77:00:13","outcome":"kept","reason":"amorce has it"}]}
                """#)

        let outcome = amorce("lease import dnsmasq.leases --dry-run", with: daemon, files: Self.files)

        #expect(outcome.status == .done)
        #expect(outcome.output.hasPrefix("dnsmasq.leases:2: duid … is IPv6; amorce lends IPv4 addresses only\n"))
        #expect(
            outcome.output.hasSuffix(
                "0 imported, 1 kept, 0 refused, 0 not readable, 1 skipped; nothing was written\n"))
        #expect(outcome.errors.isEmpty)
    }

    @Test("--json: the counts, and a result for each lease")
    func json() {
        let daemon = FakeDaemon(
            json: #"""
                {"isTrial":false,"results":[
                  {"address":"10.77.0.103","mac":"52:54:00:77:00:14","outcome":"imported"}]}
                """#)

        let outcome = amorce("lease import export.json --json", with: daemon, files: Self.files)

        #expect(outcome.output.contains("\"imported\" : 1"))
        #expect(outcome.output.contains("\"place\" : \"export.json[0]\""))
        #expect(outcome.output.contains("\"place\" : \"export.json[1]\""))
    }

    @Test(
        "a file that is not there or no lease file is told, and the daemon is not asked",
        arguments: [
            ("gone", "amorce: gone: cannot be read: no such file\n"),
            (
                "other",
                "amorce: other: no lease file of ISC dhcpd or dnsmasq, and no export of amorce's, starts like this; "
            ),
        ])
    func badFiles(file: String, words: String) {
        let daemon = FakeDaemon.broken

        let outcome = amorce("lease import \(file)", with: daemon, files: Self.files)

        #expect(outcome.status == .failed)
        #expect(outcome.errors.hasPrefix(words))
        #expect(daemon.requests.isEmpty)
    }
}
