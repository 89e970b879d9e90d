import Foundation
import Inventory
import LabSupport
import LinuxIO
import NetTypes
import Services
import Settings
import Store
import Testing

/// The service against the real HAProxy: only the machines are made up.
@Suite("HAProxy", .serialized, .enabled(if: HAProxyLab.isWanted, "\(HAProxyLab.obstacle ?? "")"))
struct HAProxyInteropTests {
    @Test("has a node with its health, before and after a reload; drains it on re-arm; loses it with the machine")
    func life() async throws {
        try await HAProxyLab.with { lab in
            let haproxy = try lab.start()
            let amorce = try Amorce(lab)
            let up = ["127.0.0.2", "\(lab.port)", "0", "6"]

            try amorce.save("api-1", .running, 2)
            try await lab.waitFor("api-1", up)
            try await lab.wait(for: "a healthy node") { amorce.report("api-1")?.isUp == true }
            #expect(amorce.report("api-1")?.there == "ready")
            try await lab.wait(for: "the node in the file") {
                try amorce.lines() == ["server api-1 127.0.0.2:\(lab.port) check inter 500ms"]
            }

            // As long as the daemon is away, only the file can bring it back.
            amorce.stop()
            await haproxy.signal(SIGUSR2)
            try await lab.wait(for: "the reload") { try await lab.ask("show info").contains("Uptime_sec: 0") }
            try await lab.waitFor("api-1", up)
            let again = try Amorce(lab, store: amorce.store)

            try again.save("api-1", .running, 3)
            try await lab.waitFor("api-1", ["127.0.0.3", "\(lab.port)", "0", "6"])
            try again.save("api-1", .armed, 3)
            try await lab.waitFor("api-1", ["127.0.0.3", "\(lab.port)", "8", "6"])
            try await lab.wait(for: "an empty part of the file") { try again.lines() == [] }
            try again.save("api-1", .installing, 3)
            try await lab.wait(for: "maintenance") { try await lab.server("api-1")?[2] == "1" }
            try again.save("api-1", .installed, 3)
            try await lab.wait(for: "the node back") { try await lab.server("api-1")?[2] == "0" }
            try again.store.transaction { transaction in
                for machine in transaction.image.machines.values { try transaction.remove(machine) }
            }
            try await lab.waitFor("api-1", nil)
            try await lab.wait(for: "no row") { again.store.read { $0.balanced.isEmpty } }

            #expect(try again.lines() == [])
            #expect(try await lab.server("by-hand")?[0] == "127.0.0.4")
            #expect(try again.actions() == ["added", "drained", "added", "removed"])
            again.stop()
            await haproxy.stop()
        }
    }

    @Test("is caught up with after it was away, and what is wrong stands on the board until then")
    func away() async throws {
        try await HAProxyLab.with { lab in
            let amorce = try Amorce(lab)
            try amorce.save("api-1", .running, 2)
            try await lab.wait(for: "a problem") {
                amorce.problems.all.contains { $0.what.contains("no HAProxy answers") }
            }

            let first = try lab.start()
            try await lab.waitFor("api-1", ["127.0.0.2", "\(lab.port)", "0", "6"])
            try await lab.wait(for: "no problem") { amorce.problems.all.isEmpty }
            // A crash takes what was added at run time, if no file has it.
            try Data(
                (try String(contentsOf: lab.file, encoding: .utf8)).replacing(
                    "    server api-1 127.0.0.2:\(lab.port) check inter 500ms\n", with: ""
                ).utf8
            )
            .write(to: lab.file)
            await first.signal(SIGTERM)
            await first.waitForEnd()
            let second = try lab.start()

            try await lab.waitFor("api-1", ["127.0.0.2", "\(lab.port)", "0", "6"])
            #expect(try amorce.actions() == ["added"])
            amorce.stop()
            await second.stop()
        }
    }

    @Test("keeps the servers of others, and a machine of such a name is told of")
    func foreign() async throws {
        try await HAProxyLab.with { lab in
            let haproxy = try lab.start()
            let amorce = try Amorce(lab)
            try amorce.save("by-hand", .running, 2)

            try await lab.wait(for: "a problem") { amorce.problems.all.contains { $0.what.contains("by-hand") } }

            try amorce.save("by-hand", .installing, 2)
            try await lab.wait(for: "no problem") { amorce.problems.all.isEmpty }
            #expect(try await lab.server("by-hand")?.prefix(3) == ["127.0.0.4", "\(lab.port)", "0"])
            #expect(amorce.store.read { $0.balanced.isEmpty })
            amorce.stop()
            await haproxy.stop()
        }
    }

    @Test("a person's maintenance of a node is left alone")
    func maintenance() async throws {
        try await HAProxyLab.with { lab in
            let haproxy = try lab.start()
            let amorce = try Amorce(lab)
            try amorce.save("api-1", .running, 2)
            try await lab.waitFor("api-1", ["127.0.0.2", "\(lab.port)", "0", "6"])
            try await lab.wait(for: "its row") { amorce.store.read { $0.balanced.values.map(\.state) } == [.ready] }

            _ = try await lab.ask("disable server api/api-1")
            // Another machine comes, so the backend is looked at.
            try amorce.save("api-2", .running, 3, mac: 0x5254_0077_0012)
            try await lab.waitFor("api-2", ["127.0.0.3", "\(lab.port)", "0", "6"])

            #expect(try await lab.server("api-1")?[2] == "1")
            amorce.stop()
            await haproxy.stop()
        }
    }

    @Test(
        "is checked beforehand: the socket, the backend, its level and the file",
        arguments: [
            ("api", "level admin", "# amorce: end", ""), ("web", "level admin", "# amorce: end", "no such backend"),
            ("api", "level operator", "# amorce: end", "does not let this socket change anything"),
            ("api", "level admin", "# the end", "does not have the two comments"),
        ])
    func check(backend: String, level: String, end: String, complaint: String) async throws {
        try await HAProxyLab.with { lab in
            let text = try String(contentsOf: lab.file, encoding: .utf8)
            try Data(text.replacing("level admin", with: level).replacing("# amorce: end", with: end).utf8).write(
                to: lab.file)
            let file = lab.folder.appending(path: "amorce.yaml")
            try Data(
                """
                dhcp: { mode: off }
                profiles:
                  api: { haproxy: { socket: \(lab.socket), backend: \(backend), port: 2000, file: \(lab.file.path) } }
                """.utf8
            ).write(to: file)
            let configuration = try Configuration.load(file: file.path)
            #expect(BalancerCheck(configuration).mistakes.contains { $0.contains("no HAProxy answers there") })

            let haproxy = try lab.start()
            try await lab.wait(for: "HAProxy") { try await lab.ask("show info").contains("Uptime_sec") }

            let mistakes = BalancerCheck(configuration).mistakes.joined(separator: "\n")
            if complaint.isEmpty { #expect(mistakes == "") } else { #expect(mistakes.contains(complaint)) }
            await haproxy.stop()
        }
    }
}

/// The service at work, on a store of its own.
private struct Amorce {
    let store: Store
    let problems = Problems()
    private let service: BalancerService
    private let loop: EventLoop
    private let file: URL

    init(_ lab: HAProxyLab, store former: Store? = nil) throws {
        store = try former ?? Store.open(at: Store.inMemory)
        file = lab.file
        loop = try EventLoop(name: "handover")
        let place = BalancerPlace(socket: .path(lab.socket), backend: "api")
        let balancer = Balancer(place: place, port: lab.port, words: "check inter 500ms", file: lab.file.path)
        let profile = try #require(ProfileName("api"))
        service = BalancerService(
            [profile: balancer], store: store, loop: loop, log: Log { _ in }, counters: Counters(), problems: problems)
        try loop.start()
        loop.enter { [service] in service.assumeIsolated { $0.start() } }
    }

    func stop() { loop.stop() }

    func save(_ name: String, _ state: InstallState, _ last: UInt8, mac number: UInt64 = 0x5254_0077_0011) throws {
        let mac = try #require(MACAddress(number: number))
        let machine = Machine(
            mac: mac, name: HostName(name), profile: ProfileName("api"), address: IPv4Address(127, 0, 0, last),
            state: state)
        try store.transaction { try $0.save(machine) }
    }

    func report(_ name: String) -> BalancersReport.Server? {
        service.report().backends.flatMap(\.servers).first { $0.name.text == name }
    }

    /// What stands between the two comments.
    func lines() throws -> [String] {
        let lines = try String(contentsOf: file, encoding: .utf8).split(separator: "\n").map {
            $0.trimmingCharacters(in: .whitespaces)
        }
        return Array(lines.drop { $0 != "# amorce: servers of api" }.dropFirst().prefix { $0 != "# amorce: end" })
    }

    /// What the timeline tells.
    func actions() throws -> [String] {
        try store.events(limit: 100).filter { $0.stage == .balanced }.compactMap {
            $0.detail.split(separator: "=").last.map(String.init)
        }
    }
}
