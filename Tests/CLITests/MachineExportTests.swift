import CLI
import HTTPWire
import Testing

@Suite("amorce machine export, and amorce mac generate")
struct MachineExportTests {
    private static let machines = #"""
        [{"machine":{"mac":"52:54:00:77:00:12","name":"ui-1","profile":"web-ui","state":"installed","origin":"admin"}},
         {"machine":{"mac":"52:54:00:77:00:11","name":"api-1","profile":"api","address":"10.77.0.50","state":"running",
           "origin":"configuration"},
          "lease":{"address":"10.77.0.100","mac":"52:54:00:77:00:11","state":"active",
           "start":"2026-11-21T09:15:03.250Z","expiry":"2026-11-21T10:11:12.000Z"}},
         {"machine":{"mac":"52:54:00:77:00:13","name":"no","profile":"all","state":"armed","origin":"admin"}},
         {"machine":{"mac":"52:54:00:77:00:14","name":"7","state":"armed","origin":"admin"}},
         {"machine":{"mac":"52:54:00:77:00:15","state":"local-boot","origin":"discovered"}}]
        """#

    @Test("YAML has the machines that somebody named, by name, and reads back as it is")
    func yaml() throws {
        let exported = amorce("machine export", with: FakeDaemon(json: Self.machines)).output
        let daemon = FakeDaemon.broken

        _ = amorce("machine import m.yaml", with: daemon, files: ["m.yaml": exported])

        #expect(
            exported == """
                # Written by "amorce machine export"; "amorce machine import" reads it back.
                machines:
                  - { mac: "52:54:00:77:00:14", name: "7" }
                  - { mac: "52:54:00:77:00:11", name: api-1, profile: api, address: 10.77.0.50 }
                  - { mac: "52:54:00:77:00:13", name: "no", profile: all }
                  - { mac: "52:54:00:77:00:12", name: ui-1, profile: web-ui }

                """)
        #expect(try body(daemon) == Self.body)
    }

    @Test("YAML has machines' own variables, whatever is in them")
    func variables() throws {
        let machines = #"""
            [{"machine":{"mac":"52:54:00:77:00:11","name":"api-1","state":"running","origin":"admin",
              "variables":{"disk":"/dev/vda","ssh-authorized-keys":"one\n\"two\" \\ é"}}}]
            """#
        let exported = amorce("machine export", with: FakeDaemon(json: machines)).output
        let daemon = FakeDaemon.broken

        _ = amorce("machine import m.yaml", with: daemon, files: ["m.yaml": exported])

        #expect(
            exported.contains(
                #"name: api-1, variables: { disk: "/dev/vda", ssh-authorized-keys: "one\n\"two\" \\ é" } }"#))
        #expect(
            try body(daemon).contains(#""variables":{"disk":"/dev/vda","ssh-authorized-keys":"one\n\"two\" \\ é"}"#))
    }

    @Test("CSV and JSON read back as they are", arguments: ["--format csv", "--json"])
    func others(option: String) throws {
        let exported = amorce("machine export \(option)", with: FakeDaemon(json: Self.machines)).output
        let daemon = FakeDaemon.broken

        _ = amorce("machine import m", with: daemon, files: ["m": exported])

        let places = try body(daemon).replacing(#/"place":"[^"]*"/#, with: "\"place\":\"\"")
        #expect(places == Self.body.replacing(#/"place":"[^"]*"/#, with: "\"place\":\"\""))
    }

    @Test("Ansible's inventory has a group for each profile, and the address that is in use now")
    func ansible() {
        let outcome = amorce("machine export --format ansible", with: FakeDaemon(json: Self.machines))

        #expect(
            outcome.output == """
                # Written by "amorce machine export --format ansible".
                all:
                  children:
                    api:
                      hosts:
                        api-1:
                          ansible_host: 10.77.0.100
                          amorce_mac: "52:54:00:77:00:11"
                          amorce_state: running
                    profile_all:
                      hosts:
                        "no":
                          amorce_mac: "52:54:00:77:00:13"
                          amorce_state: armed
                    ungrouped:
                      hosts:
                        "7":
                          amorce_mac: "52:54:00:77:00:14"
                          amorce_state: armed
                    web_ui:
                      hosts:
                        ui-1:
                          amorce_mac: "52:54:00:77:00:12"
                          amorce_state: installed

                """)
    }

    @Test("without machines each form is still one of its kind")
    func nothing() {
        #expect(amorce("machine export", with: FakeDaemon(json: "[]")).output.hasSuffix("\nmachines: []\n"))
        #expect(amorce("machine export --format ansible", with: FakeDaemon(json: "[]")).output.hasSuffix("\nall: {}\n"))
    }

    @Test("an unknown form, and two at once, are wrong usage")
    func usage() {
        #expect(amorce("machine export --format xml").status == .wrongUsage)
        #expect(amorce("machine export --format yaml --json").status == .wrongUsage)
    }

    @Test("mac generate asks for as many addresses as are wanted, and prints one a line")
    func addresses() {
        let daemon = FakeDaemon(json: #"["52:54:00:77:00:21","52:54:00:77:00:22"]"#)

        let outcome = amorce("mac generate --count 2", with: daemon)

        #expect(daemon.requests.map(\.path) == ["/api/v1/unused-macs"])
        #expect(daemon.requests.map(\.query) == [["count": "2"]])
        #expect(outcome.output == "52:54:00:77:00:21\n52:54:00:77:00:22\n")
    }

    @Test("mac generate takes a number from 1 to 1000", arguments: ["0", "1001", "-1", "many"])
    func count(text: String) { #expect(amorce("mac generate --count \(text)").status == .wrongUsage) }

    private func body(_ daemon: FakeDaemon) throws -> String {
        String(decoding: try #require(daemon.requests.first).body, as: UTF8.self)
    }

    private static let body = """
        {"machines":[\
        {"mac":"52:54:00:77:00:14","name":"7","otherMACs":[],"place":"m.yaml:3"},\
        {"address":"10.77.0.50","mac":"52:54:00:77:00:11","name":"api-1","otherMACs":[],"place":"m.yaml:4","profile":"api"},\
        {"mac":"52:54:00:77:00:13","name":"no","otherMACs":[],"place":"m.yaml:5","profile":"all"},\
        {"mac":"52:54:00:77:00:12","name":"ui-1","otherMACs":[],"place":"m.yaml:6","profile":"web-ui"}]}
        """
}
