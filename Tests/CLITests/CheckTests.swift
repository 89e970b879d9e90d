import CLI
import NetTypes
import Settings
import Testing
import YAML

@Suite("amorce check and amorce serve")
struct CheckTests {
    @Test("a valid file: said so, with what it comes to")
    func valid() {
        let outcome = amorce("check --config amorce.yaml", load: Self.configuration)

        #expect(outcome.status == .done)
        #expect(outcome.errors.isEmpty)
        #expect(
            outcome.output == """
                amorce.yaml is valid
                  dhcp      on br0
                  subnets   10.77.0.0/24 (101 addresses to lend)
                  tftp      0.0.0.0:69, files of /srv/tftp
                  http      0.0.0.0:80
                  boot      api by itself after 10m00s
                  profiles  ui
                  machines  1 declared
                  data      /var/lib/amorce
                  control   /run/x.sock
                  content   /usr/share/amorce

                """)
    }

    @Test(
        "an invalid file: every mistake, and status 2, for the daemon as for the check", arguments: ["check", "serve"])
    func invalid(command: String) {
        let outcome = amorce(
            command + " --config amorce.yaml",
            load: { file throws(Failure) in throw .configuration(["\(file):3: a; b", "\(file):9: c; d"]) })

        #expect(outcome.status == .wrongUsage)
        #expect(outcome.output.isEmpty)
        #expect(outcome.errors == "amorce.yaml:3: a; b\namorce.yaml:9: c; d\n")
    }

    @Test("a file that points to what is not there: status 2")
    func inspected() {
        let outcome = amorce(
            "check --config amorce.yaml", load: Self.configuration,
            inspect: { ["\($0.file): tftp.root: \($0.tftp.root) has no pxelinux.0"] })

        #expect(outcome.status == .wrongUsage)
        #expect(outcome.output.isEmpty)
        #expect(outcome.errors == "amorce.yaml: tftp.root: /srv/tftp has no pxelinux.0\n")
    }

    @Test("name servers are asked, unless it is to stay offline; what they have against it is a mistake")
    func zones() {
        let wrong: (Configuration) -> ZoneVerdict = {
            ([("\($0.file): dns: zone a: no answer; see")], ["dns: zone b: c"])
        }
        let fine: (Configuration) -> ZoneVerdict = { _ in ([], ["dns: zone b: its SOA names ns at 192.0.2.1:53"]) }

        let refused = amorce("check --config amorce.yaml", load: Self.configuration, tryZones: wrong)
        #expect(refused.status == .wrongUsage && refused.output.isEmpty)
        #expect(refused.errors == "amorce: dns: zone b: c\namorce.yaml: dns: zone a: no answer; see\n")
        let offline = amorce("check --offline --config amorce.yaml", load: Self.configuration, tryZones: wrong)
        #expect(offline.status == .done && offline.errors.isEmpty)
        let taken = amorce("check --config amorce.yaml", load: Self.configuration, tryZones: fine)
        #expect(taken.status == .done)
        #expect(taken.errors == "amorce: dns: zone b: its SOA names ns at 192.0.2.1:53\n")
        let json = amorce("check --json --config a.yaml", load: Self.configuration, tryZones: fine)
        #expect(json.output.contains("\"remarks\" : [\n    \"dns: zone b: its SOA names ns at 192.0.2.1:53\"\n  ]"))
    }

    @Test("what is worth knowing is said, and the file is valid all the same")
    func remarks() {
        let outcome = amorce(
            "check --config amorce.yaml", load: Self.configuration,
            remarks: { ["\($0.file): GRUB stays at its prompt"] })

        #expect(outcome.status == .done)
        #expect(outcome.output.hasPrefix("amorce.yaml is valid\n"))
        #expect(outcome.errors == "amorce: amorce.yaml: GRUB stays at its prompt\n")
    }

    @Test("--json: a document, with the mistakes if there are any")
    func json() {
        let mistaken = amorce(
            "check --json", load: { _ throws(Failure) in throw .configuration(["a.yaml:3: a; b"]) })
        let valid = amorce("check --json --config a.yaml", load: Self.configuration)

        #expect(mistaken.status == .wrongUsage)
        #expect(
            mistaken.output == """
                {
                  "errors" : [
                    "a.yaml:3: a; b"
                  ],
                  "file" : "/etc/amorce/amorce.yaml",
                  "remarks" : [

                  ],
                  "valid" : false
                }

                """)
        #expect(valid.status == .done)
        #expect(
            valid.output
                == "{\n  \"errors\" : [\n\n  ],\n  \"file\" : \"a.yaml\",\n  \"remarks\" : [\n\n  ],\n  \"valid\" : true\n}\n"
        )
    }

    @Test(
        "the file is the one of the line, else of the environment, else the usual one",
        arguments: [
            ("check --config a.yaml", ["AMORCE_CONFIG": "b.yaml"], "a.yaml"),
            ("check", ["AMORCE_CONFIG": "b.yaml"], "b.yaml"), ("check", [:], "/etc/amorce/amorce.yaml"),
        ] as [(String, [String: String], String)])
    func file(line: String, environment: [String: String], file: String) {
        let outcome = amorce(line, environment: environment, load: Self.configuration)

        #expect(outcome.output.hasPrefix("\(file) is valid\n"))
    }

    @Test("serve runs the daemon with the configuration, and says why it ended")
    func serve() {
        struct PortTaken: Error, CustomStringConvertible {
            let description = "bind 0.0.0.0:67: Address already in use"
        }
        var served: String?

        let ended = amorce("serve --config amorce.yaml", load: Self.configuration, serve: { served = $0.file })
        let broken = amorce("serve --config amorce.yaml", load: Self.configuration, serve: { _ in throw PortTaken() })

        #expect(served == "amorce.yaml")
        #expect(ended.status == .done)
        #expect(broken.status == .failed)
        #expect(broken.errors == "amorce: bind 0.0.0.0:67: Address already in use\n")
    }

    @Test("the file's control: is where the daemon is asked", arguments: ["status", "status --config amorce.yaml"])
    func control(line: String) {
        let daemon = FakeDaemon.broken

        _ = amorce(line, with: daemon, load: Self.configuration)

        #expect(daemon.sockets == ["/run/x.sock"])
    }

    static func configuration(_ file: String) throws(Failure) -> Configuration {
        let text = """
            control: /run/x.sock
            dhcp:
              interfaces: [br0]
              subnets:
                - subnet: 10.77.0.0/24
                  pools: [10.77.0.100 - 10.77.0.200]
            profiles:
              ui: { description: front end }
            machines:
              - { mac: "52:54:00:77:00:11", name: api-1, profile: api }
            """
        do throws(SettingsErrors) {
            return try Configuration.read(TextFile(name: file, bytes: Array(text.utf8)))
        } catch {
            throw .configuration(error.mistakes.map(\.description))
        }
    }
}
