import Foundation
import LabSupport
import Testing

private let mac = "52:54:00:77:00:11"
private let other = "52:54:00:77:00:12"
private let updatable: [NameServerSoftware] = [.bind, .knot]

@Suite(
    "Names on real name servers, RFC 2136, RFC 4703, RFC 8945", .serialized,
    .enabled(if: NameServerLab.isWanted, "\(NameServerLab.obstacle ?? "")"))
struct NameServerInteropTests {
    @Test("a name comes, changes, moves and goes, in both directions", arguments: updatable)
    func life(software: NameServerSoftware) async throws {
        try await NameServerLab.with(software, "names") { lab in
            let server = try await lab.startServer()

            #expect(try await lab.drive("publish", "vm-1", "10.77.0.5", mac) == ["done"])
            #expect(try await lab.ask("vm-1.lab.example.org", "A") == ["10.77.0.5"])
            #expect(try await lab.ask("vm-1.lab.example.org", "DHCID").count == 1)
            #expect(try await lab.ask(reverseOf: "10.77.0.5") == ["vm-1.lab.example.org."])

            #expect(try await lab.drive("rename", "vm-1", "api-1", "10.77.0.5", mac) == ["done"])
            #expect(try await lab.ask("vm-1.lab.example.org", "A") == [])
            #expect(try await lab.ask("vm-1.lab.example.org", "DHCID") == [])
            #expect(try await lab.ask("api-1.lab.example.org", "A") == ["10.77.0.5"])
            #expect(try await lab.ask(reverseOf: "10.77.0.5") == ["api-1.lab.example.org."])

            #expect(try await lab.drive("move", "api-1", "10.77.0.5", "10.77.0.6", mac) == ["done"])
            #expect(try await lab.ask("api-1.lab.example.org", "A") == ["10.77.0.6"])
            #expect(try await lab.ask(reverseOf: "10.77.0.5") == [])
            #expect(try await lab.ask(reverseOf: "10.77.0.6") == ["api-1.lab.example.org."])

            // Each may come twice.
            #expect(try await lab.drive("publish", "api-1", "10.77.0.6", mac) == ["done"])
            #expect(try await lab.drive("withdraw", "api-1", "10.77.0.6", mac) == ["done"])
            #expect(try await lab.drive("withdraw", "api-1", "10.77.0.6", mac) == ["done"])
            #expect(try await lab.ask("api-1.lab.example.org", "ANY") == [])
            #expect(try await lab.ask(reverseOf: "10.77.0.6") == [])
            await server.stop()
        }
    }

    @Test("what others wrote is a conflict, and stays", arguments: updatable)
    func foreign(software: NameServerSoftware) async throws {
        try await NameServerLab.with(software, "foreign") { lab in
            let server = try await lab.startServer()
            let conflict = ["conflict hand.lab.example.org has records that are not this machine's"]

            #expect(try await lab.drive("publish", "hand", "10.77.0.5", mac) == conflict)
            #expect(try await lab.drive("withdraw", "hand", "10.77.0.99", mac) == ["done"])
            #expect(try await lab.ask("hand.lab.example.org", "A") == ["10.77.0.99"])
            #expect(try await lab.ask(reverseOf: "10.77.0.5") == [])
            // The very same is no conflict, and stays another's.
            #expect(
                try await lab.drive("publish", "hand", "10.77.0.99", mac) == [
                    "note hand.lab.example.org was right already, by another's hand, and stays that one's", "done",
                ])
            #expect(
                try await lab.drive("publish", "alias", "10.77.0.7", mac) == [
                    "conflict alias.lab.example.org has records that are not this machine's"
                ])
            #expect(
                try await lab.drive("--mode", "no-check-with-dhcid", "publish", "alias", "10.77.0.7", mac) == [
                    "conflict alias.lab.example.org is an alias (CNAME)"
                ])
            #expect(
                try await lab.drive("--mode", "no-check-with-dhcid", "publish", "hand", "10.77.0.7", mac) == ["done"])
            #expect(try await lab.ask("hand.lab.example.org", "A") == ["10.77.0.7"])
            await server.stop()
        }
    }

    @Test("another machine's name is taken where any mark will do, and only there", arguments: updatable)
    func marks(software: NameServerSoftware) async throws {
        try await NameServerLab.with(software, "marks") { lab in
            let server = try await lab.startServer()
            #expect(try await lab.drive("publish", "api-1", "10.77.0.5", mac) == ["done"])

            #expect(
                try await lab.drive("--mode", "check-with-dhcid", "publish", "api-1", "10.77.0.6", other) == [
                    "conflict api-1.lab.example.org has records that are not this machine's"
                ])
            #expect(try await lab.ask("api-1.lab.example.org", "A") == ["10.77.0.5"])
            #expect(try await lab.drive("publish", "api-1", "10.77.0.6", other) == ["done"])
            #expect(try await lab.ask("api-1.lab.example.org", "A") == ["10.77.0.6"])
            // The former machine takes away what is still its own.
            #expect(try await lab.drive("withdraw", "api-1", "10.77.0.5", mac) == ["done"])
            #expect(try await lab.ask("api-1.lab.example.org", "A") == ["10.77.0.6"])
            #expect(try await lab.ask(reverseOf: "10.77.0.5") == [])
            #expect(try await lab.ask(reverseOf: "10.77.0.6") == ["api-1.lab.example.org."])
            await server.stop()
        }
    }

    @Test("keys, clocks and rules that do not fit are told apart", arguments: updatable)
    func mistakes(software: NameServerSoftware) async throws {
        try await NameServerLab.with(software, "mistakes") { lab in
            let server = try await lab.startServer()
            func last(
                key: String = "amorce", zone: String = "lab.example.org", clock: String? = nil
            ) async throws -> String? {
                try await lab.drive("publish", "a", "198.51.100.1", mac, key: key, zone: zone, clock: clock).last
            }

            #expect(try await last(key: "longer") == "done")
            #expect(
                try await last(key: "stranger")
                    == "later configuration the server does not know the key, or not with this algorithm (BADKEY)")
            #expect(
                try await last(key: "false")
                    == "later configuration the server has another secret for the key (BADSIG)")
            #expect(try await last(clock: "+1h")?.contains("behind this host's (BADTIME)") == true)
            #expect(try await last(clock: "-1h")?.contains("ahead of this host's (BADTIME)") == true)
            // Knot does not know a key that is not the zone's, and does not sign for a zone that it does not have.
            let (closed, absent) = (try await last(zone: "closed.example.org"), try await last(zone: "example.net"))
            switch software {
            case .bind:
                #expect(closed == "later configuration the server does not permit it (REFUSED)")
                #expect(absent == "later configuration the server does not have the zone (NOTAUTH)")
            case .knot, .nsd:
                #expect(closed?.hasSuffix("(BADKEY)") == true)
                #expect(absent == "later configuration the answer has no signature (NOTAUTH)")
            }
            await server.stop()
        }
    }

    @Test("what does not fit in a datagram goes by TCP, there and back", arguments: updatable)
    func large(software: NameServerSoftware) async throws {
        try await NameServerLab.with(software, "large") { lab in
            let server = try await lab.startServer()
            let label = String(repeating: "a", count: 60)
            let name = "\(label).\(label).\(label)"

            #expect(try await lab.drive("publish", name, "10.77.0.7", mac) == ["done"])
            #expect(try await lab.ask(reverseOf: "10.77.0.7") == ["\(name).lab.example.org."])
            #expect(try await lab.drive("ask", "large.lab.example.org", "16") == ["NOERROR 8"])
            await server.stop()
        }
    }

    @Test("a part of an octet has its own zone, under RFC 2317's names", arguments: updatable)
    func classless(software: NameServerSoftware) async throws {
        try await NameServerLab.with(software, "classless") { lab in
            let server = try await lab.startServer()

            #expect(try await lab.drive("publish", "api-1", "192.0.2.5", mac) == ["done"])
            #expect(try await lab.ask("5.0/25.2.0.192.in-addr.arpa", "PTR") == ["api-1.lab.example.org."])
            await server.stop()
        }
    }

    @Test("a server that is down is tried again later, and the next one in its stead", arguments: updatable)
    func down(software: NameServerSoftware) async throws {
        try await NameServerLab.with(software, "down") { lab in
            #expect(
                try await lab.drive("publish", "api-1", "10.77.0.5", mac) == [
                    "later network nothing listens there"
                ])
            let server = try await lab.startServer()
            let answer = try await lab.drive(
                "publish", "api-1", "10.77.0.5", mac, servers: NameServerLab.absentThenPresent)
            #expect(answer == ["done"])
            // One that hangs takes the datagrams and says nothing.
            await server.signal(SIGSTOP)
            #expect(try await lab.drive("publish", "api-2", "10.77.0.6", mac) == ["later network no answer"])
            await server.signal(SIGCONT)
            #expect(try await lab.drive("publish", "api-2", "10.77.0.6", mac) == ["done"])
            await server.kill()
        }
    }

    @Test("many names at once are all there afterwards", arguments: updatable)
    func many(software: NameServerSoftware) async throws {
        try await NameServerLab.with(software, "many") { lab in
            let server = try await lab.startServer()

            let said = try await lab.drive("burst", "1000")

            #expect(said.first?.hasPrefix("1000 changes, 0 failed") == true)
            #expect(try await lab.ask("n0.lab.example.org", "A") == ["10.77.0.0"])
            #expect(try await lab.ask("n999.lab.example.org", "A") == ["10.77.3.231"])
            await server.stop()
        }
    }

    @Test("a server that takes no updates says so")
    func nsd() async throws {
        try await NameServerLab.with(.nsd, "nsd") { lab in
            let server = try await lab.startServer()

            let said = try await lab.drive("publish", "api-1", "10.77.0.5", mac)

            #expect(said.last?.hasPrefix("later configuration") == true)
            #expect(said.last?.contains("NOTIMP") == true)
            await server.stop()
        }
    }
}
