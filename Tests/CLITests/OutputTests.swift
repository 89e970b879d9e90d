import CLI
import HTTPWire
import Testing

@Suite("What a command prints")
struct OutputTests {
    private static let machine = #"""
        {"machine":{"mac":"52:54:00:77:00:11","name":"api-1","profile":"api","state":"armed","origin":"admin"}}
        """#
    private static let machines = #"""
        [{"machine":{"mac":"52:54:00:77:00:12","state":"local-boot","origin":"discovered","firmware":"uefi-x64"},
          "lease":{"address":"10.77.0.101","mac":"52:54:00:77:00:12","state":"active",
                   "start":"2026-11-21T09:15:03.250Z","expiry":"2026-11-21T10:11:12.000Z"}},
         {"machine":{"mac":"52:54:00:77:00:11","name":"api-1","profile":"api","state":"installing",
                     "address":"10.77.0.50","origin":"configuration"}}]
        """#

    @Test("machine list: a table by name")
    func machineList() {
        let outcome = amorce("machine list", with: FakeDaemon(json: Self.machines))

        #expect(outcome.status == .done)
        #expect(
            outcome.output == """
                NAME             MAC                PROFILE  STATE       ADDRESS      FIRMWARE
                api-1            52:54:00:77:00:11  api      installing  10.77.0.50   -
                vm-525400770012  52:54:00:77:00:12  -        local-boot  10.77.0.101  uefi-x64

                """)
    }

    @Test("machine list --no-header: the rows")
    func noHeader() {
        let outcome = amorce("machine list --no-header", with: FakeDaemon(json: Self.machines))

        #expect(outcome.output.hasPrefix("api-1  "))
    }

    @Test("machine list --json: what the daemon said, keys in order")
    func machineListJSON() {
        let outcome = amorce("machine list --json", with: FakeDaemon(json: "[\(Self.machine)]"))

        #expect(
            outcome.output == """
                [
                  {
                    "machine" : {
                      "mac" : "52:54:00:77:00:11",
                      "name" : "api-1",
                      "origin" : "admin",
                      "profile" : "api",
                      "state" : "armed"
                    }
                  }
                ]

                """)
    }

    @Test(
        "a changed machine: one line",
        arguments: [
            ("machine add 525400770011 --name api-1", "api-1 (52:54:00:77:00:11) added: profile api, state armed\n"),
            ("machine assign api-1 api", "api-1 (52:54:00:77:00:11) assigned: profile api, state armed\n"),
            ("machine set api-1 disk=/dev/vda", "api-1: no variables of its own\n"),
            ("machine rename vm api-1", "api-1 (52:54:00:77:00:11) renamed: profile api, state armed\n"),
            (
                "machine reinstall api-1",
                "api-1 (52:54:00:77:00:11) to be installed again: profile api, state armed\n"
            ),
            ("machine remove api-1", "api-1 (52:54:00:77:00:11) removed\n"),
        ])
    func changes(line: String, text: String) {
        let outcome = amorce(line, with: FakeDaemon(json: Self.machine, status: .created))

        #expect(outcome.status == .done)
        #expect(outcome.output == text)
    }

    @Test("profile list: descriptions give way so that a line fits in 80 columns")
    func profileList() {
        let daemon = FakeDaemon(
            json: #"""
                [{"name":"ui","description":"日本語 static web front end","variables":{}},
                 {"name":"api","description":"A Python web API node behind an HTTP port, with everything that OpenFisca wants from it","variables":{}}]
                """#)

        let outcome = amorce("profile list", with: daemon)

        #expect(
            outcome.output == """
                NAME  DESCRIPTION
                api   A Python web API node behind an HTTP port, with everything that OpenFisca…
                ui    日本語 static web front end

                """)
    }

    @Test("profile preview: the text and nothing else")
    func preview() {
        let outcome = amorce("profile preview api --machine api-1", with: FakeDaemon(json: "d-i a string b\n"))

        #expect(outcome.output == "d-i a string b\n")
    }

    @Test("profile preview --json: the text in a document")
    func previewJSON() {
        let outcome = amorce("profile preview api --machine api-1 --json", with: FakeDaemon(json: "a\n"))

        #expect(outcome.output == "{\n  \"file\" : \"preseed\",\n  \"text\" : \"a\\n\"\n}\n")
    }

    @Test("lease list: a table by address, told from now")
    func leaseList() {
        let daemon = FakeDaemon(
            json: #"""
                [{"address":"10.77.0.100","mac":"52:54:00:77:00:11","name":"api-1","state":"active",
                  "start":"2026-11-21T09:15:03.250Z","expiry":"2026-11-21T10:11:12.000Z"},
                 {"address":"10.77.0.20","mac":"52:54:00:77:00:12","state":"quarantined",
                  "start":"2026-11-21T09:15:03.250Z","expiry":"2026-11-21T09:17:00.000Z"}]
                """#)

        let outcome = amorce("lease list", with: daemon)

        #expect(
            outcome.output == """
                ADDRESS      MAC                NAME   STATE        EXPIRES
                10.77.0.20   52:54:00:77:00:12  -      quarantined  13m00s ago
                10.77.0.100  52:54:00:77:00:11  api-1  active       in 41m12s

                """)
    }

    @Test("lease show: a line for each fact")
    func leaseShow() {
        let daemon = FakeDaemon(
            json: #"""
                {"lease":{"address":"10.77.0.100","mac":"52:54:00:77:00:11","name":"api-1","state":"active",
                          "start":"2026-11-21T09:15:03.250Z","expiry":"2026-11-21T10:11:12.000Z"},
                 "machine":{"mac":"52:54:00:77:00:11","name":"api-1","state":"running","origin":"admin"}}
                """#)

        let outcome = amorce("lease show api-1", with: daemon)

        #expect(
            outcome.output == """
                address     10.77.0.100
                mac         52:54:00:77:00:11
                name        api-1
                state       active
                start       2026-11-21 09:15:03
                expiry      2026-11-21 10:11:12, expires in 41m12s
                machine     api-1, running

                """)
    }

    @Test("lease release: one line")
    func leaseRelease() {
        let daemon = FakeDaemon(
            json: #"""
                {"address":"10.77.0.100","mac":"52:54:00:77:00:11","state":"free",
                 "start":"2026-11-21T09:15:03.250Z","expiry":"2026-11-21T09:30:00.000Z"}
                """#)

        let outcome = amorce("lease release 10.77.0.100", with: daemon)

        #expect(outcome.output == "10.77.0.100 is free; 52:54:00:77:00:11 had it\n")
    }

    private static let exported = #"""
        [{"address":"10.77.0.102","mac":"52:54:00:77:00:14","state":"active",
          "start":"2026-11-21T08:00:00.000Z","expiry":"2026-11-21T10:00:00.000Z"},
         {"address":"10.77.0.100","mac":"52:54:00:77:00:11","client":"01:ff","name":"api-1","state":"active",
          "start":"2026-11-21T09:15:03.250Z","expiry":"2026-11-21T10:11:12.000Z"},
         {"address":"10.77.0.101","mac":"52:54:00:77:00:12","name":"ui-1","state":"free",
          "start":"2026-11-21T09:15:03.250Z","expiry":"2026-11-21T10:00:00.000Z"},
         {"address":"10.77.0.20","mac":"52:54:00:77:00:13","state":"active",
          "start":"2026-11-21T08:00:00.000Z","expiry":"2026-11-21T09:30:00.000Z"}]
        """#

    @Test("lease export --format csv: every lease by address, under a header")
    func csv() {
        let outcome = amorce("lease export --format csv", with: FakeDaemon(json: Self.exported))

        #expect(
            outcome.output == """
                address,mac,name,state,start,expiry,client
                10.77.0.20,52:54:00:77:00:13,,active,2026-11-21T08:00:00.000Z,2026-11-21T09:30:00.000Z,
                10.77.0.100,52:54:00:77:00:11,api-1,active,2026-11-21T09:15:03.250Z,2026-11-21T10:11:12.000Z,01:ff
                10.77.0.101,52:54:00:77:00:12,ui-1,free,2026-11-21T09:15:03.250Z,2026-11-21T10:00:00.000Z,
                10.77.0.102,52:54:00:77:00:14,,active,2026-11-21T08:00:00.000Z,2026-11-21T10:00:00.000Z,

                """)
    }

    @Test("lease export --format dnsmasq: what is lent now, as dnsmasq keeps it")
    func dnsmasq() {
        let outcome = amorce("lease export --format dnsmasq", with: FakeDaemon(json: Self.exported))

        #expect(
            outcome.output == """
                1795255872 52:54:00:77:00:11 10.77.0.100 api-1 01:ff
                1795255200 52:54:00:77:00:14 10.77.0.102 * *

                """)
    }

    @Test("lease export: a JSON document by address", arguments: ["", " --json", " --format json"])
    func exportJSON(options: String) {
        let outcome = amorce("lease export" + options, with: FakeDaemon(json: Self.exported))

        let addresses = outcome.output.split(separator: "\n").filter { $0.contains("\"address\"") }
        #expect(outcome.output.hasPrefix("[\n  {\n"))
        #expect(
            addresses.map { $0.split(separator: "\"")[3] } == [
                "10.77.0.20", "10.77.0.100", "10.77.0.101", "10.77.0.102",
            ])
    }

    @Test("an empty list: the header, and success", arguments: ["machine list", "profile list", "lease list"])
    func empty(line: String) {
        let outcome = amorce(line, with: FakeDaemon(json: "[]"))

        #expect(outcome.status == .done)
        #expect(outcome.output.split(separator: "\n").count == 1)
        #expect(outcome.output == outcome.output.uppercased())
    }

    @Test("status: problems, interfaces, other servers, machines, counters")
    func status() {
        let daemon = FakeDaemon(
            json: #"""
                {"version":"1.2.3","started":"2026-11-21T07:25:00.000Z","now":"2026-11-21T09:30:00.000Z",
                 "interfaces":[{"name":"br0","address":"10.77.0.1","subnet":"10.77.0.0/24","poolSize":101,"held":3}],
                 "machines":{"local-boot":2,"armed":0,"running":11},
                 "counters":{"tftp.read":40,"dhcp.in.discover":1234},
                 "problems":[{"subject":"store","what":"nothing can be written: the disk is full",
                              "cure":"make room","since":"2026-11-21T09:00:00.000Z"}],
                 "otherServers":[{"address":"10.77.0.2","interface":"br0","firstSeen":"2026-11-21T08:00:00.000Z",
                                  "lastSeen":"2026-11-21T09:20:00.000Z"}]}
                """#)

        let outcome = amorce("status", with: daemon, offset: .hours(1))

        #expect(
            outcome.output == """
                amorce 1.2.3, up 2h05m, since 2026-11-21 08:25:00

                PROBLEM since 2026-11-21 10:00:00: store: nothing can be written: the disk is full
                  to do: make room

                INTERFACE  ADDRESS    SUBNET        POOL  HELD  FREE
                br0        10.77.0.1  10.77.0.0/24   101     3    98

                OTHER SERVER  INTERFACE  FIRST SEEN           LAST SEEN
                10.77.0.2     br0        2026-11-21 09:00:00  2026-11-21 10:20:00

                STATE       MACHINES
                local-boot         2
                running           11

                COUNTER           COUNT
                dhcp.in.discover   1234
                tftp.read            40

                """)
    }

    @Test("status: an interface that is not served has no numbers")
    func waitingInterfaces() {
        let daemon = FakeDaemon(
            json: #"""
                {"version":"1.2.3","started":"2026-11-21T07:25:00.000Z","now":"2026-11-21T09:30:00.000Z",
                 "interfaces":[{"name":"br1","poolSize":0,"held":0,"problem":"there is no interface br1; write one"}],
                 "machines":{},"counters":{},"problems":[],"otherServers":[]}
                """#)

        let outcome = amorce("status", with: daemon)

        #expect(
            outcome.output == """
                amorce 1.2.3, up 2h05m, since 2026-11-21 07:25:00

                INTERFACE  ADDRESS  SUBNET  POOL  HELD  FREE
                br1        -        -          -     -     -

                no machines yet

                """)
    }

    @Test("version")
    func version() {
        #expect(amorce("version").output == "amorce 1.2.3\n")
        #expect(amorce("version --json").output == "{\n  \"version\" : \"1.2.3\"\n}\n")
    }
}
