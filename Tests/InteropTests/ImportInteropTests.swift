import Foundation
import Inventory
import LabSupport
import NetTypes
import Testing

@Suite("Moving here from another DHCP server", .serialized, .enabled(if: Lab.isWanted, "\(Lab.obstacle ?? "")"))
struct ImportInteropTests {
    /// What `amorce lease import --json` prints.
    private struct Summary: Decodable {
        let imported: Int
        let kept: Int
        let refused: Int
        let mistakes: [[String: String]]
    }

    /// A server of others, with where it writes its leases.
    enum Other: String, CaseIterable, CustomTestStringConvertible {
        case dhcpd, dnsmasq

        var testDescription: String { rawValue }

        func words(in folder: URL) throws -> [String] {
            let leases = folder.appending(path: "leases")
            try Data().write(to: leases)
            let configuration = folder.appending(path: "other.conf")
            switch self {
            case .dhcpd:
                try Data(
                    """
                    authoritative;
                    ping-check false;
                    subnet 10.77.0.0 netmask 255.255.255.0 { range 10.77.0.100 10.77.0.200; option routers 10.77.0.1; }
                    """.utf8
                ).write(to: configuration)
                return [
                    "dhcpd", "-4", "-f", "-q", "-cf", configuration.path, "-lf", leases.path, "-pf",
                    folder.appending(path: "other.pid").path, "br0",
                ]
            case .dnsmasq:
                try Data().write(to: configuration)
                // dnsmasq closes what it inherits, by which Foundation would know that it still runs: a shell keeps it.
                let keep = "trap 'kill $child' TERM; \"$@\" & child=$!; wait; wait"
                return [
                    "sh", "-c", keep, "sh", "dnsmasq", "--no-daemon", "--port=0", "--user=root",
                    "--conf-file=\(configuration.path)",
                    "--interface=br0", "--bind-interfaces", "--dhcp-range=10.77.0.100,10.77.0.200,1h", "--no-ping",
                    "--dhcp-authoritative", "--dhcp-leasefile=\(leases.path)",
                ]
            }
        }
    }

    @Test("what it has lent stays lent, each machine with its own address", arguments: Other.allCases)
    func moves(from other: Other) async throws {
        try await Lab.with("import-\(other.rawValue)") { lab in
            let leases = lab.folder.appending(path: "leases").path
            let server = try RunningProgram("other", lab.inside() + other.words(in: lab.folder), in: lab.folder)
            try await lab.addClient()
            let before = try await address(in: lab)
            try await run(["ip", "-n", "\(lab.name)-client", "address", "replace", "10.77.0.2/24", "dev", "eth0"])
            _ = try await finish(
                lab.atClient("perfdhcp", "-4", "-l", "eth0", "-R", "20", "-r", "10", "-n", "20", Lab.address))
            await server.stop()

            let daemon = try await lab.startDaemon()
            let trial: Summary = try await lab.ask("lease", "import", leases, "--dry-run")
            let nothing: [Lease] = try await lab.ask("lease", "list")
            let real: Summary = try await lab.ask("lease", "import", leases)
            let again: Summary = try await lab.ask("lease", "import", leases)
            let held: [Lease] = try await lab.ask("lease", "list")

            #expect(nothing.isEmpty && trial.imported == real.imported)
            #expect(real.imported >= 10 && real.refused == 0 && real.mistakes.isEmpty)
            #expect(again.imported == 0 && again.kept == real.imported)
            #expect(held.count == real.imported && held.allSatisfy { $0.state == .active })
            #expect(Set(held.map(\.mac)).count == held.count)
            #expect(held.contains { $0.address == before && $0.name?.text == "api-1" })
            #expect(try await address(in: lab) == before)
            await daemon.stop()
        }
    }

    @Test("an export is imported by another daemon, and nothing is lost on the way", arguments: ["json", "csv"])
    func roundTrip(format: String) async throws {
        let file = FileManager.default.temporaryDirectory.appending(path: "amorce-export-\(UUID())")
        defer { try? FileManager.default.removeItem(at: file) }
        let from = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .appending(path: "OtherServersTests/Files/dhcpd.leases").path
        var first: [Lease] = []
        var second: [Lease] = []

        try await Lab.with("export") { lab in
            let daemon = try await lab.startDaemon()
            _ = try await finish(lab.amorce("lease", "import", from))
            first = try await lab.ask("lease", "list")
            try Data(try await run(lab.amorce("lease", "export", "--format", format)).utf8).write(to: file)
            await daemon.stop()
        }
        try await Lab.with("import") { lab in
            let daemon = try await lab.startDaemon()
            try await lab.tell("lease", "import", file.path)
            second = try await lab.ask("lease", "list")
            await daemon.stop()
        }

        #expect(first.count >= 5)
        #expect(second == first)
    }

    /// What udhcpc gets.
    private func address(in lab: Lab) async throws -> IPv4Address {
        let script = lab.folder.appending(path: "lease-script").path
        if !FileManager.default.fileExists(atPath: script) {
            try FileManager.default.copyItem(atPath: Lab.script("lease-script"), toPath: script)
        }
        let words = ["-f", "-q", "-n", "-t", "20", "-T", "1", "-i", "eth0", "-s", script, "-x", "hostname:api-1"]
        try await run(lab.atClient("udhcpc") + words)
        let log = try String(contentsOfFile: script + ".log", encoding: .utf8)
        let bound = log.split(separator: "\n").last { $0.hasPrefix("bound ") }
        return try #require(bound.flatMap { IPv4Address($0.dropFirst("bound ".count)) })
    }
}
