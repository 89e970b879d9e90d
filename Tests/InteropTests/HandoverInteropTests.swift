import Foundation
import Inventory
import LabSupport
import NetTypes
import Testing

/// The daemon itself, beside a real HAProxy, told by its command line.
@Suite("What the daemon hands over", .serialized, .enabled(if: HAProxyLab.isWanted, "\(HAProxyLab.obstacle ?? "")"))
struct HandoverInteropTests {
    @Test("hooks hear what happened before a kill, a reload takes up a load balancer, and both say how they do")
    func daemon() async throws {
        try await HAProxyLab.with { lab in
            let amorce = try DaemonBench(lab)
            let first = try amorce.start()
            try await lab.wait(for: "the daemon") { try await amorce.tell("status").status == 0 }
            // What a hook refuses waits in the outbox.
            try amorce.hook("exit 1")
            try await amorce.told("machine", "add", "52:54:00:77:00:11", "--name", "api-1", "--profile", "api")
            try await lab.wait(for: "a failed hook") {
                let report: DeliveriesReport = try await amorce.ask("hook", "status")
                return report.targets.first?.waiting.first?.attempts ?? 0 > 0
            }
            await first.kill()
            try amorce.hook("echo \"$1 $AMORCE_MACHINE\" >> \(lab.folder.path)/heard")

            let second = try amorce.start()
            try await lab.wait(for: "the event") { amorce.heard == ["armed api-1"] }
            let haproxy = try lab.start()
            try amorce.configure(withBalancer: true)
            try await lab.wait(for: "HAProxy") { try await lab.ask("show info").contains("Uptime_sec") }
            try await amorce.told("check")
            try await amorce.told("reload")
            try await lab.wait(for: "the backend") {
                let report: BalancersReport = try await amorce.ask("balancer", "status")
                return report.backends.first?.reached != nil
            }
            try await amorce.told("machine", "remove", "api-1")
            try await lab.wait(for: "the removal") { amorce.heard == ["armed api-1", "removed api-1"] }

            let report: BalancersReport = try await amorce.ask("balancer", "status")
            #expect(report.backends.map(\.place.backend) == ["api"])
            #expect(try await lab.server("by-hand")?[0] == "127.0.0.4")
            await second.stop()
            await haproxy.stop()
        }
    }
}

/// A daemon that serves nothing but its control socket.
private struct DaemonBench {
    let lab: HAProxyLab

    private var configuration: URL { lab.folder.appending(path: "amorce.yaml") }
    private var hooks: URL { lab.folder.appending(path: "hooks.d") }
    private static let program = Lab.built("amorce")

    init(_ lab: HAProxyLab) throws {
        self.lab = lab
        try FileManager.default.createDirectory(at: hooks, withIntermediateDirectories: false)
        try configure(withBalancer: false)
    }

    func configure(withBalancer: Bool) throws {
        let sources = URL(filePath: Lab.script("net")).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let balancer = """
            profiles:
              api: { haproxy: { socket: \(lab.socket), backend: api, port: \(lab.port), file: \(lab.file.path) } }
            """
        let text = """
            data: \(lab.folder.path)/data
            control: \(lab.folder.path)/control.sock
            content: \(sources.path)
            dhcp: { mode: off }
            tftp: { enabled: false }
            http: { listen: "127.0.0.5:\(lab.port)" }
            hooks: { folder: \(hooks.path), timeout: 30s }
            \(withBalancer ? balancer : "")
            """
        try Data(text.utf8).write(to: configuration)
    }

    /// Replaces the hook in one step.
    func hook(_ script: String) throws {
        let file = lab.folder.appending(path: "hook")
        try Data("#!/bin/sh\n\(script)\n".utf8).write(to: file)
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: file.path)
        guard rename(file.path, hooks.appending(path: "50-hear").path) == 0 else { throw LabError("rename: \(errno)") }
    }

    var heard: [String] {
        let text = try? String(contentsOf: lab.folder.appending(path: "heard"), encoding: .utf8)
        return (text ?? "").split(separator: "\n").map(String.init)
    }

    func start() throws -> RunningProgram {
        try RunningProgram("amorce", [Self.program, "serve", "--config", configuration.path], in: lab.folder)
    }

    func tell(_ words: String...) async throws -> Finished {
        try await finish([Self.program] + words + ["--config", configuration.path])
    }

    func told(_ words: String...) async throws {
        try await run([Self.program] + words + ["--config", configuration.path])
    }

    func ask<Report: Decodable>(_ words: String...) async throws -> Report {
        let text = try await run([Self.program] + words + ["--json", "--config", configuration.path])
        return try JSONDecoder().decode(Report.self, from: Data(text.utf8))
    }
}
