import Foundation
import Inventory
import LinuxIO
import NetTypes
import Services
import Settings
import Store
import Synchronization
import Testing

@Suite("Hooks")
struct HookServiceTests {
    @Test("run in the order of their names, with stage, environment and the event as JSON")
    func run() async throws {
        let bench = try HookBench()
        try bench.write("20-second", "echo \"second $1\" >> \"$OUT\"")
        try bench.write(
            "10-first",
            "env | sort | grep -v '^_\\|SHLVL\\|PWD' > \"$OUT.env\"; cat > \"$OUT.json\"; echo \"first $1\" >> \"$OUT\""
        )
        try bench.write("README.txt", "exit 1")

        try bench.record(.installed)
        try bench.record(.kernel)
        try bench.record(.failed)
        try await bench.wait { bench.pending == 0 }

        #expect(try bench.lines == ["first installed", "second installed", "first failed", "second failed"])
        let environment = try String(contentsOf: bench.folder.appending(path: "out.env"), encoding: .utf8)
        #expect(
            environment.split(separator: "\n").filter { !$0.hasPrefix("OLDPWD") } == [
                "AMORCE_ADDRESS=10.77.0.50", "AMORCE_EVENT=3", "AMORCE_MAC=52:54:00:77:00:11", "AMORCE_MACHINE=api-1",
                "AMORCE_PROFILE=api", "AMORCE_STAGE=failed", "HOME=/", "LC_ALL=C.UTF-8",
                "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
            ])
        let json = try Data(contentsOf: bench.folder.appending(path: "out.json"))
        let notice = try JSONDecoder().decode(EventNotice.self, from: json)
        #expect(notice.event.id == 3 && notice.event.stage == .failed)
        #expect(notice.machine?.name?.text == "api-1" && notice.machine?.state == .running)
        #expect(bench.service.report()?.delivered == 2)
        bench.stop()
    }

    @Test("that fail are tried again alone, and are given up and told of in the end")
    func failing() async throws {
        let bench = try HookBench()
        try bench.write("10-good", "echo good >> \"$OUT\"")
        try bench.write("20-bad", "echo bad >> \"$OUT\"; echo hunter2 is wrong; exit 3")

        try bench.record(.installed)
        try await bench.wait { bench.pending == 0 }

        #expect(try bench.lines == ["good"] + Array(repeating: "bad", count: HookService.attempts))
        #expect(bench.problems.all.map(\.what) == ["it fails at installed: exit status 3"])
        #expect(bench.service.report()?.givenUp == 1)
        let log = bench.log.text
        #expect(log.contains("(secret) is wrong") && !log.contains("hunter2"))
        #expect(log.contains("hook=given-up"))
        bench.stop()
    }

    @Test("that take too long are ended with what they started")
    func slow() async throws {
        let bench = try HookBench(timeout: Interval(milliseconds: 300))
        try bench.write("slow", "sleep 1000 & echo $! > \"$OUT\"; wait")

        try bench.record(.installed)
        try await bench.wait { bench.problems.all.contains { $0.what.contains("it took longer than") } }

        let child = try #require(Int32(try bench.lines.first ?? ""))
        try await bench.wait { kill(child, 0) != 0 || bench.isZombie(child) }
        #expect(bench.pending == 1 || bench.service.report()?.givenUp == 1)
        bench.stop()
    }

    @Test("that others may write are not run, and the reason is told")
    func refused() async throws {
        let bench = try HookBench()
        try bench.write("open", "echo open >> \"$OUT\"", mode: 0o777)
        try bench.write("zebra", "echo zebra >> \"$OUT\"")

        try bench.record(.installed)
        try await bench.wait { bench.pending == 0 }

        #expect(try bench.lines == ["zebra"])
        #expect(bench.problems.all.contains { $0.subject == "hook open" && $0.what.contains("write it") })
        bench.stop()
    }

    @Test("run after a restart for what happened before it")
    func restart() async throws {
        let bench = try HookBench()
        bench.stop()
        try bench.record(.installed)
        try bench.write("hook", "echo \"$1\" >> \"$OUT\"")
        #expect(bench.pending == 1)

        let again = try HookBench(in: bench)
        try await again.wait { again.pending == 0 }

        #expect(try again.lines == ["installed"])
        again.stop()
    }

    @Test("wait for a folder that is away, and it is told")
    func away() async throws {
        let bench = try HookBench()
        let away = bench.folder.appending(path: "away")
        try bench.write("hook", "echo \"$1\" >> \"$OUT\"")
        try FileManager.default.moveItem(at: bench.hooks, to: away)

        try bench.record(.installed)
        try await bench.wait { bench.problems.all.contains { $0.subject == "hooks" } }
        try FileManager.default.moveItem(at: away, to: bench.hooks)
        try await bench.wait { bench.pending == 0 }

        #expect(try bench.lines == ["installed"])
        #expect(bench.problems.all.isEmpty)
        bench.stop()
    }
}

/// The service with a folder of hooks and a store of its own.
private final class HookBench: Sendable {
    let folder: URL
    let store: Store
    let service: HookService
    let problems = Problems()
    let log = HookLog()
    private let loop: EventLoop
    /// Whose folder it is.
    private let former: HookBench?

    var hooks: URL { folder.appending(path: "hooks.d") }
    var pending: Int { store.read { $0.deliveryCount(of: .hooks) } }
    /// What hooks wrote to `$OUT`.
    var lines: [String] {
        get throws {
            let text = try? String(contentsOf: folder.appending(path: "out"), encoding: .utf8)
            return (text ?? "").split(separator: "\n").map(String.init)
        }
    }

    init(timeout: Interval = .seconds(60), in former: HookBench? = nil) throws {
        folder = former?.folder ?? URL(filePath: "/tmp/amorce-hooks-\(UUID().uuidString.prefix(8))")
        store = try former?.store ?? Store.open(at: Store.inMemory)
        loop = try EventLoop(name: "handover")
        self.former = former
        let log = log
        service = HookService(
            Configuration.Hooks(folder: folder.appending(path: "hooks.d").path, timeout: timeout), secrets: ["hunter2"],
            store: store, loop: loop, log: Log { log.add($0) }, counters: Counters(), problems: problems,
            pause: { _ in Interval(milliseconds: 10) })
        if former == nil {
            try FileManager.default.createDirectory(at: hooks, withIntermediateDirectories: true)
            try store.transaction { transaction in
                transaction.subscribe([.hooks: Stage.handedOver])
                try transaction.save(
                    Machine(
                        mac: Self.mac(), name: HostName("api-1"), profile: ProfileName("api"),
                        address: IPv4Address(10, 77, 0, 50), state: .running))
            }
        }
        try loop.start()
        loop.enter { [service] in service.assumeIsolated { $0.start() } }
    }

    deinit { if former == nil { try? FileManager.default.removeItem(at: folder) } }

    private static func mac() throws -> MACAddress { try #require(MACAddress(number: 0x5254_0077_0011)) }

    func stop() { loop.stop() }

    func write(_ name: String, _ script: String, mode: Int = 0o755) throws {
        let file = hooks.appending(path: name)
        try Data("#!/bin/sh\nOUT=\(folder.path)/out\n\(script)\n".utf8).write(to: file)
        try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: file.path)
    }

    func record(_ stage: Stage) throws {
        try store.transaction { try $0.record(BootEvent(time: Clock.now(), mac: Self.mac(), stage: stage)) }
    }

    func isZombie(_ process: Int32) -> Bool {
        let status = try? String(contentsOf: URL(filePath: "/proc/\(process)/stat"), encoding: .utf8)
        return status?.contains(") Z ") == true
    }

    /// At most half a minute: what is awaited comes within a second.
    func wait(_ isThere: () throws -> Bool) async throws {
        for _ in 0..<3000 {
            if try isThere() { return }
            try await Task.sleep(for: .milliseconds(10))
        }
        Issue.record("it did not come: \(log.text), \(problems.all)")
    }
}

private final class HookLog: Sendable {
    private let lines = Mutex<[String]>([])

    var text: String { lines.withLock { $0.joined(separator: "\n") } }
    func add(_ line: String) { lines.withLock { $0.append(line) } }
}
