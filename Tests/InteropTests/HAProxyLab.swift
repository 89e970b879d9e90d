import Foundation
import LabSupport
import LinuxIO
import NetTypes

/// A real HAProxy on this host's loopback, as a master with a worker, which can be reloaded and killed.
struct HAProxyLab {
    let folder: URL
    /// Where a machine's service answers, on 127.0.0.2 and 127.0.0.3.
    let port: UInt16

    static let program = "/usr/sbin/haproxy"
    static let obstacle: String? =
        [program, "/usr/bin/socat"].allSatisfy { FileManager.default.fileExists(atPath: $0) }
        ? nil : "haproxy or socat is missing: run make deps-test"
    static let isWanted = obstacle == nil || ProcessInfo.processInfo.environment["CI"] == "true"

    var socket: String { folder.appending(path: "haproxy.sock").path }
    var file: URL { folder.appending(path: "haproxy.cfg") }

    static func with(_ body: (HAProxyLab) async throws -> Void) async throws {
        if let obstacle { throw LabError(obstacle) }
        let folder = URL(filePath: "/tmp/amorce-haproxy-\(UUID().uuidString.prefix(8))")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: false)
        defer { try? FileManager.default.removeItem(at: folder) }
        let listener = try Listener.tcp(IPv4Address(127, 0, 0, 2), port: 0)
        let lab = HAProxyLab(folder: folder, port: Listener.port(of: listener))
        Listener.close(listener)
        try Data(lab.configuration.utf8).write(to: lab.file)
        try await body(lab)
    }

    /// The stand-in for the machines' service is a frontend of HAProxy's own.
    private var configuration: String {
        """
        global
            stats socket \(socket) mode 600 level admin
        defaults
            mode http
            timeout connect 1s
            timeout client 5s
            timeout server 5s
        frontend machines
            bind 127.0.0.2:\(port)
            bind 127.0.0.3:\(port)
            http-request return status 200
        backend api
            balance roundrobin
            server by-hand 127.0.0.4:\(port) check inter 1s
            # amorce: servers of api
            # amorce: end

        """
    }

    func start() throws -> RunningProgram {
        try RunningProgram("haproxy", [Self.program, "-W", "-db", "-f", file.path], in: folder)
    }

    /// What HAProxy says to a command; nothing while it is away.
    func ask(_ command: String) async throws -> String {
        try await finish([
            "/bin/sh", "-c", "printf '%s\\n' \"$1\" | socat -t 5 - UNIX-CONNECT:\"$2\"", "ask", command, socket,
        ])
        .text
    }

    /// A server as `show servers state` has it: its address, port, administrative and check state; `nil` where it is not.
    func server(_ name: String) async throws -> [String]? {
        let lines = try await ask("show servers state api").split(whereSeparator: \.isNewline)
        let words = lines.map { $0.split(separator: " ").map(String.init) }.first { $0.count > 18 && $0[3] == name }
        return words.map { [$0[4], $0[18], $0[6], $0[13]] }
    }

    /// Waits until a server is so.
    func waitFor(_ name: String, _ wanted: [String]?) async throws {
        try await wait(for: "\(name) \(wanted ?? [])") { try await server(name) == wanted }
    }

    /// At most half a minute: what is awaited comes within seconds.
    func wait(for what: String, _ isThere: () async throws -> Bool) async throws {
        for _ in 0..<300 {
            if try await isThere() { return }
            try await Task.sleep(for: .milliseconds(100))
        }
        let log = (try? String(contentsOf: folder.appending(path: "haproxy.log"), encoding: .utf8)) ?? ""
        throw LabError("not seen: \(what); there is \(try await ask("show servers state api")), and \(log)")
    }
}
