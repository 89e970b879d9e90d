import Foundation
import Inventory
import LabSupport
import LinuxIO
import NetTypes
import Services
import Settings
import Store
import Synchronization
import Testing

/// Against a receiver in Python, whose own HMAC checks the signature.
@Suite("Webhooks", .serialized, .enabled(if: WebhookLab.isWanted, "\(WebhookLab.obstacle ?? "")"))
struct WebhookInteropTests {
    @Test("are posted in order, signed, with the key of each event, and only the events that were asked for")
    func posted() async throws {
        try await WebhookLab.with { lab in
            let receiver = try await lab.startReceiver()
            let amorce = try WebhookBench(lab)

            for stage in [Stage.installed, .running, .failed] { try amorce.record(stage) }
            try await lab.wait(for: "both events") { amorce.pending == 0 }

            let received = try lab.received()
            #expect(received.map(\.notice.event.stage) == [.installed, .failed])
            #expect(!received.map(\.isGenuine).contains(false))
            #expect(received.map(\.stage) == ["installed", "failed"])
            #expect(Set(received.map(\.key)).count == 2)
            #expect(received.first?.notice.machine?.name?.text == "api-1")
            #expect(amorce.service.report().map(\.delivered) == [2])
            amorce.stop()
            await receiver.stop()
        }
    }

    @Test("wait for a receiver that is away or refuses, over a restart, and come with the same key again")
    func away() async throws {
        try await WebhookLab.with { lab in
            let amorce = try WebhookBench(lab)
            try amorce.record(.installed)
            try await lab.wait(for: "a problem") {
                amorce.problems.all.contains { $0.what.contains("it does not take events") }
            }
            amorce.stop()
            let waiting = try #require(amorce.store.read { $0.deliveries(to: .webhook("chat")).first })
            #expect(waiting.attempts > 0 && waiting.lastError != nil)

            let receiver = try await lab.startReceiver(failures: 2)
            let again = try WebhookBench(lab, store: amorce.store)
            try await lab.wait(for: "the event") { again.pending == 0 }

            let received = try lab.received()
            #expect(received.count == 3)
            #expect(Set(received.map(\.key)).count == 1)
            #expect(!received.map(\.isGenuine).contains(false))
            try await lab.wait(for: "no problem") { again.problems.all.isEmpty }
            again.stop()
            await receiver.stop()
        }
    }

    @Test("show neither key nor address in what is told of them")
    func secrets() async throws {
        try await WebhookLab.with { lab in
            let amorce = try WebhookBench(lab)
            try amorce.record(.failed)
            try await lab.wait(for: "a problem") { !amorce.problems.all.isEmpty }

            let report = DeliveriesReport(now: Clock.now(), targets: amorce.service.report())
            let told =
                String(decoding: try JSONEncoder().encode(report), as: UTF8.self) + amorce.log.text
                + "\(amorce.problems.all) \(amorce.webhook) \(String(reflecting: amorce.webhook))"
            #expect(told.contains("webhook chat"))
            #expect(!told.contains(WebhookLab.secret) && !told.contains("planted-path"))
            amorce.stop()
        }
    }
}

/// A receiver on this host's loopback.
private struct WebhookLab {
    let folder: URL
    let port: UInt16

    static let secret = "planted-secret-of-the-webhook"
    static let obstacle: String? =
        FileManager.default.fileExists(atPath: "/usr/bin/python3") ? nil : "python3 is missing: run make deps-test"
    static let isWanted = obstacle == nil || ProcessInfo.processInfo.environment["CI"] == "true"

    struct Received: Decodable {
        let isGenuine: Bool
        let stage: String
        let key: String
        let notice: EventNotice
    }

    static func with(_ body: (WebhookLab) async throws -> Void) async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "amorce-webhook-\(UUID())")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: false)
        defer { try? FileManager.default.removeItem(at: folder) }
        let listener = try Listener.tcp(IPv4Address(127, 0, 0, 1), port: 0)
        let lab = WebhookLab(folder: folder, port: Listener.port(of: listener))
        Listener.close(listener)
        try Data(receiver.utf8).write(to: folder.appending(path: "receiver.py"))
        try await body(lab)
    }

    /// - Parameter failures: how many messages it refuses first.
    func startReceiver(failures: Int = 0) async throws -> RunningProgram {
        let program = try RunningProgram(
            "receiver",
            ["/usr/bin/python3", folder.appending(path: "receiver.py").path, "\(port)", "\(failures)", Self.secret],
            in: folder)
        try await wait(for: "the receiver") {
            (try? String(contentsOf: folder.appending(path: "receiver.out"), encoding: .utf8))?.contains("ready")
                == true
        }
        return program
    }

    func received() throws -> [Received] {
        let text = try String(contentsOf: folder.appending(path: "receiver.out"), encoding: .utf8)
        return try text.split(separator: "\n").filter { $0.hasPrefix("{") }.map {
            try JSONDecoder().decode(Received.self, from: Data($0.utf8))
        }
    }

    /// At most half a minute: what is awaited comes within a second.
    func wait(for what: String, _ isThere: () throws -> Bool) async throws {
        for _ in 0..<1500 {
            if try isThere() { return }
            try await Task.sleep(for: .milliseconds(20))
        }
        throw LabError("not seen: \(what)")
    }

    private static let receiver = """
        import hashlib, hmac, http.server, json, sys
        port, failures, secret = int(sys.argv[1]), int(sys.argv[2]), sys.argv[3].encode()
        class Receiver(http.server.BaseHTTPRequestHandler):
            def do_POST(self):
                global failures
                body = self.rfile.read(int(self.headers["Content-Length"]))
                parts = dict(part.split("=", 1) for part in self.headers["Amorce-Signature"].split(","))
                code = hmac.new(secret, parts["t"].encode() + b"." + body, hashlib.sha256).hexdigest()
                print(json.dumps({"isGenuine": hmac.compare_digest(code, parts["v1"]), "notice": json.loads(body),
                    "stage": self.headers["Amorce-Stage"], "key": self.headers["Idempotency-Key"]}), flush=True)
                self.send_response(503 if failures > 0 else 204)
                failures -= 1
                self.end_headers()
            def log_message(self, *words): pass
        server = http.server.HTTPServer(("127.0.0.1", port), Receiver)
        print("ready", flush=True)
        server.serve_forever()
        """
}

/// The service at work, on a store of its own.
private struct WebhookBench {
    let store: Store
    let service: WebhookService
    let webhook: Webhook
    let problems = Problems()
    let log = WebhookLog()
    private let loop: EventLoop

    var pending: Int { store.read { $0.deliveryCount(of: .webhook("chat")) } }

    init(_ lab: WebhookLab, store former: Store? = nil) throws {
        store = try former ?? Store.open(at: Store.inMemory)
        loop = try EventLoop(name: "webhooks")
        webhook = Webhook(
            name: "chat", url: "http://127.0.0.1:\(lab.port)/planted-path",
            key: WebhookKey(Array(WebhookLab.secret.utf8)),
            events: [.installed, .failed])
        service = WebhookService(
            [webhook], version: "0.0.0", store: store, loop: loop, log: Log { [log] in log.add($0) },
            counters: Counters(), problems: problems, pause: { _ in Interval(milliseconds: 20) })
        if former == nil {
            try store.transaction { [webhook] transaction in
                transaction.subscribe([webhook.target: webhook.events])
                try transaction.save(Machine(mac: Self.mac(), name: HostName("api-1"), state: .running))
            }
        }
        try loop.start()
        loop.enter { [service] in service.assumeIsolated { $0.start() } }
    }

    private static func mac() throws -> MACAddress { try #require(MACAddress(number: 0x5254_0077_0011)) }

    func record(_ stage: Stage) throws {
        try store.transaction { try $0.record(BootEvent(time: Clock.now(), mac: Self.mac(), stage: stage)) }
    }

    /// When it returns, nothing is under way.
    func stop() {
        loop.enter {}
        loop.stop()
    }
}

private final class WebhookLog: Sendable {
    private let lines = Mutex<[String]>([])

    var text: String { lines.withLock { $0.joined(separator: "\n") } }
    func add(_ line: String) { lines.withLock { $0.append(line) } }
}
