import Foundation

/// A network of its own with a name server on it, which has zones, and keys that may update them.
package struct NameServerLab: Sendable {
    package let folder: URL
    private let name: String
    private let software: NameServerSoftware

    package static let port = 5300
    private static let server = "127.0.0.1:\(port)"

    init(in lab: Lab, software: NameServerSoftware) {
        (folder, name, self.software) = (lab.folder, lab.name, software)
    }

    private init(folder: URL, name: String, software: NameServerSoftware) {
        (self.folder, self.name, self.software) = (folder, name, software)
    }

    /// Why such labs can't be had here; `nil` where they can.
    package static let obstacle: String? = {
        if geteuid() != 0 { return "network namespaces need root" }
        let tools = [
            "/usr/sbin/named", "/usr/sbin/tsig-keygen", "/usr/bin/dig", "/usr/bin/faketime", "/usr/sbin/knotd",
            "/usr/sbin/nsd",
        ]
        let missing = tools.filter { !FileManager.default.fileExists(atPath: $0) }
        return missing.isEmpty ? nil : "missing \(missing.joined(separator: ", ")): run make deps-test"
    }()

    /// Whether a test that needs one is to run: where it is a build machine it runs, and fails without one.
    package static let isWanted = obstacle == nil || ProcessInfo.processInfo.environment["CI"] == "true"

    /// Makes a network with a server on it, lets a test use it, and takes it down, however the test ends.
    ///
    /// The keys: `amorce` and `longer` (SHA-512) are the server's; `stranger` is not; `false` is called `amorce` and has
    /// another secret.
    package static func with(
        _ software: NameServerSoftware, _ purpose: String, _ body: (NameServerLab) async throws -> Void
    ) async throws {
        if let obstacle { throw LabError(obstacle) }
        let name = "amorce-\(purpose)-\(ProcessInfo.processInfo.processIdentifier)"
        let folder = FileManager.default.temporaryDirectory.appending(path: name)
        let lab = NameServerLab(folder: folder, name: name, software: software)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        do {
            try await run([Lab.script("net"), "up", name])
            try await lab.writeFiles()
            try await body(lab)
        } catch {
            await lab.takeDown()
            throw error
        }
        await lab.takeDown()
    }

    private func takeDown() async {
        _ = try? await finish([Lab.script("net"), "down", name])
        if ProcessInfo.processInfo.environment["KEEP"] == nil { try? FileManager.default.removeItem(at: folder) }
    }

    // MARK: The server

    static func file(of zone: String) -> String { "\(zone.replacing("/", with: "-")).zone" }

    private var configuration: URL { folder.appending(path: "server.conf") }

    func writeFiles() async throws {
        var keys: [TestKey] = []
        for (file, key, algorithm) in [
            ("amorce", "amorce", "hmac-sha256"), ("longer", "longer", "hmac-sha512"),
            ("stranger", "stranger", "hmac-sha256"), ("false", "amorce", "hmac-sha256"),
        ] {
            let text = try await run(["tsig-keygen", "-a", algorithm, key])
            try write(text, to: "\(file).key")
            if ["amorce", "longer"].contains(file) {
                let secret = text.split(separator: "secret \"").last?.prefix { $0 != "\"" }
                keys.append(TestKey(name: key, algorithm: algorithm, secret: String(secret ?? "")))
            }
        }
        for zone in NameServerSoftware.zones + [NameServerSoftware.closedZone] {
            let start = "$TTL 60\n@ SOA ns.lab.example.org. hostmaster.lab.example.org. 1 60 60 60 60\n"
            try write(start + "@ NS ns.lab.example.org.\n" + records(of: zone), to: Self.file(of: zone))
        }
        try write(software.configuration(in: folder.path, keys: keys), to: configuration.lastPathComponent)
        // Knot gives up root's rights, where its user is.
        try await run(["chmod", "-R", "go+rwX", folder.path])
    }

    /// What people wrote: a host, an alias, and more text than a datagram holds.
    private func records(of zone: String) -> String {
        guard zone == "lab.example.org" else { return "" }
        let text = String(repeating: "a", count: 200)
        return "ns A 127.0.0.1\nhand A 10.77.0.99\nalias CNAME hand\n"
            + (1...8).map { "large TXT \"\($0)\(text)\"\n" }.joined()
    }

    private func write(_ text: String, to file: String) throws {
        try Data(text.utf8).write(to: folder.appending(path: file))
    }

    /// Starts the server, and waits until it answers.
    package func startServer() async throws -> RunningProgram {
        let server = try RunningProgram("server", inside(software.command(configuration.path)), in: folder)
        let deadline = ContinuousClock.now + .seconds(30)
        while try await finish(dig("lab.example.org", "SOA")).status != 0 {
            guard await server.isRunning, ContinuousClock.now < deadline else {
                throw LabError(
                    "\(software) did not start: \(try String(contentsOf: server.errorFile, encoding: .utf8))")
            }
        }
        return server
    }

    // MARK: Its clients

    private func inside(_ words: [String]) -> [String] { ["ip", "netns", "exec", name] + words }

    private func dig(_ words: String...) -> [String] {
        inside(["dig", "+short", "+time=1", "+tries=1", "-p", "\(Self.port)", "@127.0.0.1"] + words)
    }

    /// What `dig` says of a name's records of a kind, one a line.
    package func ask(_ name: String, _ type: String) async throws -> [String] {
        try await run(dig(name, type)).split(separator: "\n").map(String.init)
    }

    /// What `dig` says of an address.
    package func ask(reverseOf address: String) async throws -> [String] {
        try await run(dig("-x", address)).split(separator: "\n").map(String.init)
    }

    /// A record of a zone's transfer.
    package struct TransferredRecord: Hashable, Sendable {
        package let owner: String
        package let data: String

        package init(_ owner: String, _ data: String) { (self.owner, self.data) = (owner, data) }
    }

    /// A whole zone's records of a kind.
    package func transfer(_ zone: String, _ type: String) async throws -> [TransferredRecord] {
        let text = try await run(
            inside(["dig", "+noall", "+answer", "-p", "\(Self.port)", "@127.0.0.1"]) + [zone, "AXFR"])
        return text.split(separator: "\n").compactMap { line in
            let words = line.split(whereSeparator: \.isWhitespace).map(String.init)
            guard words.count > 4, words[3] == type else { return nil }
            return TransferredRecord(words[0], words.dropFirst(4).joined(separator: " "))
        }
    }

    /// Runs `NameDriver`, which speaks for the daemon, on one or more of its own words; answers with its lines.
    ///
    /// - Parameters:
    ///   - clock: how far its clock is off, as `faketime` writes it: `+1h`.
    ///   - servers: in the order in which they are tried; the lab's own, unless said otherwise.
    package func drive(
        _ words: String..., key: String = "amorce", zone: String = "lab.example.org", clock: String? = nil,
        servers: [String] = [server]
    ) async throws -> [String] {
        var arguments = clock.map { ["faketime", "-f", $0] } ?? []
        arguments += [Lab.built("NameDriver"), "--key", folder.appending(path: "\(key).key").path, "--zone", zone]
        arguments += servers.flatMap { ["--server", $0] }
        for zone in NameServerSoftware.zones.dropFirst() { arguments += ["--reverse", zone] }
        return try await run(inside(arguments + words)).split(separator: "\n").map(String.init)
    }

    /// A server in front of it that is not there.
    package static let absentThenPresent = ["127.0.0.1:5301", server]
}
