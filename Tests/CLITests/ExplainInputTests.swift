import CLI
import DHCPWire
import Decisions
import Inventory
import NetTypes
import Settings
import TestSupport
import Testing
import YAML

@Suite("What amorce explain starts from")
struct ExplainInputTests {
    private let discover = DHCPMessage.client(.discover, mac: .sample(1)).frame()

    @Test(
        "--machine: of one machine only, by its address, its name or the name that it got by itself",
        arguments: ["52-54-00-00-00-02", "api-1", "vm-525400000002"])
    func oneMachine(name: String) {
        let other = DHCPMessage.client(.discover, mac: .sample(2)).frame()
        let capture = captureFile(of: [(.noon, discover), (.noon + .seconds(1), other)])
        let machines =
            name == "api-1"
            ? #"[{"machine":{"mac":"52:54:00:00:00:02","name":"api-1","state":"armed","origin":"admin"}}]"# : "[]"
        let daemon = FakeDaemon(
            .success(.text(.ok, machines, type: "application/json")),
            .success(.text(.ok, "[]", type: "application/json")))
        var heard = 0

        let outcome = amorce(
            "explain a.pcap --address 10.77.0.1 --machine \(name)", with: daemon, captures: ["a.pcap": capture],
            load: { file throws(Failure) in try configuration(file) },
            explainer: { _, _, _, _ in
                { _ in
                    heard += 1
                    return Explanation(line: nil, reasons: [])
                }
            })

        #expect(heard == 2)
        #expect(!outcome.output.contains("== 1 "))
        #expect(outcome.output.contains("== 2  22:13:21.000  +1.000s  discover of 52:54:00:00:00:02  "))
        #expect(outcome.output.contains("messages: 2 of clients, 0 of servers; 1 not of "))
    }

    @Test("a daemon that is to answer nothing is said so")
    func off() {
        let outcome = amorce(
            "explain a.pcap --address 10.77.0.1 --empty", captures: ["a.pcap": captureFile(of: [])],
            load: { file throws(Failure) in try configuration(file, mode: "off") },
            explainer: { _, _, _, _ in { _ in Explanation(line: nil, reasons: []) } })

        #expect(outcome.errors == "amorce: dhcp.mode is off: this tells what is answered where it is server\n")
    }

    @Test("a file that is cut off: what comes before, an error, and status 1")
    func cutOff() {
        let outcome = explain(Array(captureFile(of: [(.noon, discover), (.noon, discover)]).dropLast(9)))

        #expect(outcome.status == .failed)
        #expect(outcome.output.contains("== 1  "))
        #expect(
            outcome.errors
                == "amorce: a.pcap: packet: at byte 398: wanted 342 bytes, had 333: the file is cut off here; what comes before was read\n"
        )
    }

    @Test("a file that is no capture, or not there: an error, and status 1")
    func noCapture() {
        let other = explain(Array("subject: a letter".utf8))
        let missing = amorce(
            "explain b.pcap --empty --address 10.77.0.1", load: { file throws(Failure) in try configuration(file) })

        #expect(other.status == .failed)
        #expect(other.errors.hasPrefix("amorce: a.pcap: magic number: at byte 0: neither pcap nor pcapng;"))
        #expect(missing.status == .failed)
        #expect(missing.errors == "amorce: b.pcap: cannot be read: no such file\n")
    }

    @Test("a hyphen is standard input")
    func standardInput() {
        let outcome = amorce(
            "explain - --empty --address 10.77.0.1", captures: ["/dev/stdin": [1, 2]],
            load: { file throws(Failure) in try configuration(file) })

        #expect(
            outcome.errors
                == "amorce: standard input: magic number: at byte 0: wanted 4 bytes, had 2: it is no capture\n")
    }

    @Test(
        "the own address is what is said, or an interface's, or that of the configuration's; else it has to be said",
        arguments: [
            ("--address 10.77.0.5", [:], "answers of 10.77.0.5;", Exit.done),
            ("--interface br7", ["br7": .sample(7), "br0": .sample(8)], "answers of 10.77.0.7;", .done),
            ("", ["br0": .sample(8)], "answers of 10.77.0.8;", .done),
            ("", ["br0": .sample(8), "br1": .sample(2)], "answers of 10.77.0.2;", .done),
            (
                "", [:], "which address does the daemon have where this was captured? Say --address, such as 10.77.0.1",
                .wrongUsage
            ),
            ("", ["br0": .sample(8), "br1": .sample(3)], "which address does the daemon have", .wrongUsage),
            (
                "--interface br7", [:], "this host has no interface br7 with an address; say --address ADDRESS",
                .wrongUsage
            ),
            ("--address here", [:], "\"here\" is not an IPv4 address", .wrongUsage),
            (
                "--address 192.0.2.1", [:],
                "the daemon does not serve a link with the address 192.0.2.1: none of dhcp.subnets has it (10.77.0.0/24)",
                .wrongUsage
            ),
        ] as [(String, [String: IPv4Address], String, Exit)])
    func ownAddress(options: String, interfaces: [String: IPv4Address], text: String, status: Exit) {
        let capture = captureFile(of: [(.noon, reply.frame(from: .sample(2), port: 67, toPort: 68))])

        let outcome = amorce(
            "explain a.pcap --empty \(options)", captures: ["a.pcap": capture],
            interfaceAddress: { interfaces[$0] }, load: { file throws(Failure) in try configuration(file) },
            explainer: { _, _, _, _ in { _ in Explanation(line: nil, reasons: []) } })

        #expect(outcome.status == status)
        #expect((status == .done ? outcome.output : outcome.errors).contains(text))
    }

    @Test("what the daemon knows is where it begins; --empty asks nobody")
    func knownState() {
        let machines = #"[{"machine":{"mac":"52:54:00:77:00:11","state":"armed","origin":"admin"}}]"#
        let leases = #"""
            [{"address":"10.77.0.100","mac":"52:54:00:77:00:11","state":"active",
              "start":"2026-11-21T09:15:03.250Z","expiry":"2026-11-21T10:11:12.000Z"}]
            """#
        let daemon = FakeDaemon(
            .success(.text(.ok, machines, type: "application/json")),
            .success(.text(.ok, leases, type: "application/json")))
        let capture = captureFile(of: [])
        let line = "explain a.pcap --address 10.77.0.1"
        let explainer: MakeExplainer = { _, state, _, _ in
            #expect(state.leases.map(\.address) == [.sample(100)])
            return { _ in Explanation(line: nil, reasons: []) }
        }

        let asked = amorce(
            line, with: daemon, captures: ["a.pcap": capture],
            load: { file throws(Failure) in try configuration(file) }, explainer: explainer)
        let empty = explain(capture)

        #expect(asked.output.hasPrefix("answers of 10.77.0.1; machines known: 1, leases known: 1\n"))
        #expect(asked.errors.isEmpty)
        #expect(empty.output.hasPrefix("answers of 10.77.0.1; machines known: 0, leases known: 0\n"))
    }

    @Test("without a daemon it goes on, and says what is missing")
    func unreachable() {
        let outcome = explain(captureFile(of: []), "")

        #expect(outcome.status == .done)
        #expect(
            outcome.errors == """
                amorce: the daemon can't be reached at /run/x.sock: connection refused; \
                explaining without leases, as with --empty

                """)
    }
}
