import Foundation
import Inventory
import LabSupport
import Testing

private let mac = "52:54:00:77:00:11"

/// The whole way: a real client gets a lease of the daemon, and `dig` asks the name server what it is called.
@Suite(
    "Names of leased machines", .serialized,
    .enabled(if: Lab.isWanted && NameServerLab.isWanted, "\(Lab.obstacle ?? NameServerLab.obstacle ?? "")"))
struct NameInteropTests {
    @Test(
        "come with the lease, follow a renaming, and go with the release",
        arguments: [NameServerSoftware.bind, .knot])
    func life(software: NameServerSoftware) async throws {
        try await withNames(software, "dns") { lab, names in
            let server = try await names.startServer()
            let daemon = try await lab.startDaemon()
            try await lab.tell("machine", "add", mac, "--name", "api-1")

            let address = try await lease(in: lab)
            try await names.wait(for: ["\(address)"], of: "api-1.lab.example.org")
            try await names.wait(for: ["api-1.lab.example.org."], reverseOf: address)
            let stages = try await lab.wait(for: .named, of: mac, within: .seconds(30)).map(\.stage)
            #expect(stages.contains(.named))

            try await lab.tell("machine", "rename", "api-1", "api-2")
            try await names.wait(for: [address], of: "api-2.lab.example.org")
            try await names.wait(for: ["api-2.lab.example.org."], reverseOf: address)
            try await names.wait(for: [], of: "api-1.lab.example.org")

            try await lab.tell("lease", "release", address)
            try await names.wait(for: [], of: "api-2.lab.example.org")
            try await names.wait(for: [], reverseOf: address)
            let report: NamesReport = try await lab.ask("dns", "status")
            #expect(report.pending == 0 && report.zones.allSatisfy { $0.problem == nil })
            await daemon.stop()
            await server.stop()
        }
    }

    @Test(
        "go when their lease runs out, and when their machine is removed",
        arguments: [NameServerSoftware.bind, .knot])
    func expiry(software: NameServerSoftware) async throws {
        try await withNames(software, "dns-expiry") { lab, names in
            try lab.rewrite { $0.replacing("dhcp:\n", with: "dhcp:\n  lease-time: 3s\n") }
            let server = try await names.startServer()
            let daemon = try await lab.startDaemon()
            try await lab.tell("machine", "add", mac, "--name", "api-1")

            let address = try await lease(in: lab)
            try await names.wait(for: [address], of: "api-1.lab.example.org")
            try await names.wait(for: [], of: "api-1.lab.example.org")
            try await names.wait(for: [], reverseOf: address)

            try await lab.tell("lease", "list")
            _ = try await lease(in: lab)
            try await lab.tell("machine", "remove", "api-1")
            try await names.wait(for: [], of: "api-1.lab.example.org")
            await daemon.stop()
            await server.stop()
        }
    }

    @Test(
        "that are someone else's are left alone, and said to be",
        arguments: [NameServerSoftware.bind, .knot])
    func conflict(software: NameServerSoftware) async throws {
        try await withNames(software, "dns-conflict") { lab, names in
            let server = try await names.startServer()
            let daemon = try await lab.startDaemon()
            try await lab.tell("machine", "add", mac, "--name", "hand")

            let address = try await lease(in: lab)
            let events = try await lab.wait(for: .nameConflict, of: mac, within: .seconds(30))
            #expect(
                events.last?.detail.contains("hand.lab.example.org has records that are not this machine's") == true)
            #expect(try await names.ask("hand.lab.example.org", "A") == ["10.77.0.99"])
            #expect(try await names.ask(reverseOf: address) == [])
            let report: NamesReport = try await lab.ask("dns", "status")
            #expect(report.waiting.first?.entry.conflict?.isEmpty == false && report.waiting.first?.cure != nil)

            try await lab.tell("machine", "rename", "hand", "api-1")
            try await names.wait(for: [address], of: "api-1.lab.example.org")
            #expect(try await names.ask("hand.lab.example.org", "A") == ["10.77.0.99"])
            await daemon.stop()
            await server.stop()
        }
    }

    @Test(
        "wait for a server that is down, over a kill of the daemon, and come when it is back",
        arguments: [NameServerSoftware.bind, .knot])
    func outage(software: NameServerSoftware) async throws {
        try await withNames(software, "dns-outage") { lab, names in
            let first = try await lab.startDaemon()
            try await lab.tell("machine", "add", mac, "--name", "api-1")
            let address = try await lease(in: lab)
            try await lab.waitForNames("a closed zone") { $0.zones.contains { $0.problem != nil } }
            try await lab.waitForNames("an error that was kept") { ($0.waiting.first?.attempts ?? 0) > 1 }
            let met: NamesReport = try await lab.ask("dns", "status")
            await first.kill()

            let second = try await lab.startDaemon()
            let waiting: NamesReport = try await lab.ask("dns", "status")
            #expect(waiting.pending == 1)
            let (before, after) = (try #require(met.waiting.first), try #require(waiting.waiting.first))
            #expect(after.since == before.since && after.attempts > 0 && after.lastError == before.lastError)
            let server = try await names.startServer()
            try await names.wait(for: [address], of: "api-1.lab.example.org")
            try await names.wait(for: ["api-1.lab.example.org."], reverseOf: address)
            try await lab.waitForNames("open zones") { $0.pending == 0 && $0.zones.allSatisfy { $0.problem == nil } }
            await second.stop()
            await server.stop()
        }
    }

    @Test(
        "that the server does not take are said to be, with what to do",
        arguments: [("stranger", "BADKEY"), ("false", "BADSIG")], [NameServerSoftware.bind, .knot])
    func wrongKey(_ key: (name: String, word: String), software: NameServerSoftware) async throws {
        let (key, word) = key
        try await withNames(software, "dns-key", key: key) { lab, names in
            let server = try await names.startServer()
            let daemon = try await lab.startDaemon()
            _ = try await lease(in: lab)

            try await lab.waitForNames(word) { $0.zones.contains { $0.problem?.what.contains(word) == true } }
            let status: StatusReport = try await lab.ask("status")
            #expect(status.problems.contains { $0.subject.hasPrefix("dns zone ") && $0.what.contains(word) })
            let secret =
                try String(contentsOf: lab.folder.appending(path: "\(key).key"), encoding: .utf8)
                .split(separator: "\"").dropLast().last ?? ""
            let said = try String(contentsOf: daemon.errorFile, encoding: .utf8)
            #expect(!secret.isEmpty && !said.contains(secret))
            await daemon.stop()
            await server.stop()
        }
    }

    @Test(
        "go to the second server where the first is not there, and are taken from a reload on",
        arguments: [NameServerSoftware.bind, .knot])
    func twoServers(software: NameServerSoftware) async throws {
        try await withNames(software, "dns-two") { lab, names in
            let present = "servers: [127.0.0.1:\(NameServerLab.port)]"
            try lab.rewrite { $0.replacing(present, with: "servers: [127.0.0.1:5301]") }
            let server = try await names.startServer()
            let daemon = try await lab.startDaemon()
            try await lab.tell("machine", "add", mac, "--name", "api-1")
            let address = try await lease(in: lab)
            try await lab.waitForNames("a closed zone") { $0.zones.contains { $0.problem != nil } }

            try lab.rewrite {
                $0.replacing(
                    "servers: [127.0.0.1:5301]", with: "servers: [127.0.0.1:5301, 127.0.0.1:\(NameServerLab.port)]")
            }
            try await lab.tell("reload")
            try await names.wait(for: [address], of: "api-1.lab.example.org")
            await daemon.stop()
            await server.stop()
        }
    }

    @Test("that somebody took out of a zone are found, and written again")
    func comparison() async throws {
        try await withNames(.bind, "dns-sync") { lab, names in
            let server = try await names.startServer()
            let daemon = try await lab.startDaemon()
            try await lab.tell("machine", "add", mac, "--name", "api-1")
            let address = try await lease(in: lab)
            try await names.wait(for: [address], of: "api-1.lab.example.org")
            try await lab.waitForNames("written") { $0.written == 1 && $0.pending == 0 }
            _ = try await names.drive("withdraw", "api-1", address, mac)
            #expect(try await names.ask("api-1.lab.example.org", "A") == [])

            let looked: NameComparisonReport = try await lab.ask("dns", "sync", "--dry-run")
            #expect(looked.differences.count == 1 && looked.unanswered == 0)
            #expect(try await names.ask("api-1.lab.example.org", "A") == [])
            let mended: NameComparisonReport = try await lab.ask("dns", "sync")
            #expect(mended.differences.count == 1)
            try await names.wait(for: [address], of: "api-1.lab.example.org")
            try await names.wait(for: ["api-1.lab.example.org."], reverseOf: address)
            await daemon.stop()
            await server.stop()
        }
    }

    @Test(
        "that are left over are found in whole zones and go, and what has no mark of this daemon's machines stays",
        arguments: [NameServerSoftware.bind, .knot])
    func strays(software: NameServerSoftware) async throws {
        try await withNames(software, "dns-strays") { lab, names in
            let server = try await names.startServer()
            // More than one message holds.
            _ = try await names.drive("burst", "1000")
            let daemon = try await lab.startDaemon()
            try await lab.tell("machine", "add", mac, "--name", "api-1")
            try await lab.tell("machine", "add", "52:54:00:77:00:19", "--name", "api-9")
            let address = try await lease(in: lab)
            try await names.wait(for: [address], of: "api-1.lab.example.org")
            try await lab.waitForNames("written") { $0.written == 1 && $0.pending == 0 }
            _ = try await names.drive("publish", "api-9", "10.77.0.150", "52:54:00:77:00:19")
            _ = try await names.drive("publish", "alien", "10.77.0.151", "52:54:00:99:00:01")
            let looked: NameComparisonReport = try await lab.ask("dns", "sync", "--dry-run")
            #expect(looked.strays.map(\.name.text) == ["api-9.lab.example.org"])
            #expect(looked.notRead == [] && looked.differences == [] && looked.unanswered == 0)
            #expect(try await names.ask("api-9.lab.example.org", "A") == ["10.77.0.150"])
            let mended: NameComparisonReport = try await lab.ask("dns", "sync")
            #expect(mended.strays == looked.strays)

            try await names.wait(for: [], of: "api-9.lab.example.org")
            try await names.wait(for: [], reverseOf: "10.77.0.150")
            try await lab.waitForNames("done") { $0.pending == 0 }
            #expect(try await names.ask("api-1.lab.example.org", "A") == [address])
            #expect(try await names.ask("alien.lab.example.org", "A") == ["10.77.0.151"])
            #expect(try await names.ask("hand.lab.example.org", "A") == ["10.77.0.99"])
            #expect(try await names.transfer("lab.example.org", "A").count == 1004)
            let again: NameComparisonReport = try await lab.ask("dns", "sync", "--dry-run")
            #expect(again.strays == [])
            await daemon.stop()
            await server.stop()
        }
    }

    @Test("on a server that takes no updates and gives no zone away wait, and are said to")
    func nsd() async throws {
        try await withNames(.nsd, "dns-nsd") { lab, names in
            let server = try await names.startServer()
            let daemon = try await lab.startDaemon()
            _ = try await lease(in: lab)

            try await lab.waitForNames("NOTIMP") { $0.zones.contains { $0.problem?.what.contains("NOTIMP") == true } }
            let looked: NameComparisonReport = try await lab.ask("dns", "sync", "--dry-run")
            #expect(looked.notRead.count == looked.notRead.count { $0.contains("does not give it away (REFUSED)") })
            #expect(!looked.notRead.isEmpty)
            await daemon.stop()
            await server.stop()
        }
    }

    @Test("can be written, or cannot, which check says without writing any")
    func check() async throws {
        try await withNames(.bind, "dns-check") { lab, names in
            let check = lab.inside(Lab.built("amorce"), "check", "--config", lab.configuration.path)
            let absent = try await finish(check)
            #expect(absent.error.contains("nothing listens there"))
            #expect(try await finish(check + ["--offline"]).error.contains("dns") == false)

            let server = try await names.startServer()
            #expect(try await finish(check).error.contains("dns") == false)
            try lab.rewrite { $0.replacing("reverse-zones: [", with: "reverse-zones: [9.77.10.in-addr.arpa, ") }
            let wrong = try await finish(check)
            #expect(wrong.error.contains("zone 9.77.10.in-addr.arpa") && wrong.error.contains("NOTAUTH"))
            await server.stop()
        }
    }

    @Test("go to the primary that the zone's SOA names, where no server is named, and is found again after an outage")
    func primary() async throws {
        try await withNames(.bind, "dns-primary") { lab, names in
            try lab.rewrite { $0.replacing("  servers: [127.0.0.1:\(NameServerLab.port)]\n", with: "") }
            let resolver = URL(filePath: "/etc/netns/\(lab.name)/resolv.conf")
            try FileManager.default.createDirectory(
                at: resolver.deletingLastPathComponent(), withIntermediateDirectories: true)
            defer { try? FileManager.default.removeItem(at: resolver.deletingLastPathComponent()) }
            try Data("nameserver 127.0.0.1\n".utf8).write(to: resolver)
            let check = lab.inside(Lab.built("amorce"), "check", "--config", lab.configuration.path)
            #expect(try await finish(check).error.contains("no resolver says who the zone's primary is"))
            let first = try await names.startServer()
            let checked = try await finish(check)
            #expect(
                (checked.text + checked.error).contains(
                    "dns: zone lab.example.org: its SOA names ns.lab.example.org at 127.0.0.1:53"))

            let daemon = try await lab.startDaemon()
            try await lab.tell("machine", "add", mac, "--name", "api-1")
            let address = try await lease(in: lab)
            try await names.wait(for: [address], of: "api-1.lab.example.org")
            try await names.wait(for: ["api-1.lab.example.org."], reverseOf: address)
            let report: NamesReport = try await lab.ask("dns", "status")
            #expect(report.zones.first?.servers == ["127.0.0.1:53"])

            await first.kill()
            try await lab.tell("machine", "rename", "api-1", "api-2")
            try await lab.waitForNames("a closed zone") { $0.zones.contains { $0.problem != nil } }
            let second = try await names.startServer()
            try await names.wait(for: [address], of: "api-2.lab.example.org")
            await daemon.stop()
            await second.stop()
        }
    }

    private func withNames(
        _ software: NameServerSoftware, _ purpose: String, key: String = "amorce",
        _ body: (Lab, NameServerLab) async throws -> Void
    ) async throws {
        try await Lab.with(purpose) { lab in
            try await lab.addClient()
            try await run(["ip", "-n", "\(lab.name)-client", "link", "set", "eth0", "address", mac])
            try await NameServerLab.with(software, in: lab, key: key) { names in try await body(lab, names) }
        }
    }

    /// A client asks for a lease and keeps it; answers with its address.
    private func lease(in lab: Lab) async throws -> String {
        try await run(lab.atClient("udhcpc", "-i", "eth0", "-n", "-q", "-f", "-s", "/bin/true"))
        let leases: [Lease] = try await lab.ask("lease", "list")
        return try #require(leases.first { $0.mac.description == mac && $0.state == .active }).address.description
    }
}

extension Lab {
    /// Waits until what is said of names shows something.
    func waitForNames(_ what: String, _ isShown: (NamesReport) -> Bool) async throws {
        let deadline = ContinuousClock.now + .seconds(60)
        var report: NamesReport = try await ask("dns", "status")
        while !isShown(report) {
            guard ContinuousClock.now < deadline else { throw LabError("\(what): \(report)") }
            try await Task.sleep(for: .milliseconds(50))
            report = try await ask("dns", "status")
        }
    }
}

extension NameServerLab {
    /// Waits until the server answers this for a name's address.
    func wait(for answer: [String], of name: String) async throws {
        try await wait(for: answer, "A of \(name)") { try await ask(name, "A") }
    }

    /// Waits until the server answers this for an address's name.
    func wait(for answer: [String], reverseOf address: String) async throws {
        try await wait(for: answer, "PTR of \(address)") { try await ask(reverseOf: address) }
    }

    private func wait(for answer: [String], _ what: String, _ ask: () async throws -> [String]) async throws {
        let deadline = ContinuousClock.now + .seconds(60)
        var latest = try await ask()
        while latest != answer {
            guard ContinuousClock.now < deadline else { throw LabError("\(what) is \(latest) and not \(answer)") }
            try await Task.sleep(for: .milliseconds(50))
            latest = try await ask()
        }
    }
}
