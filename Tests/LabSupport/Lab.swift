import Foundation
import Inventory

/// A network of its own with the daemon on it, in namespaces that are taken down again.
package struct Lab: Sendable {
    package let name: String
    package let folder: URL
    private let environment: [String]

    /// Where the daemon stands on the network.
    package static let address = "10.77.0.1"

    /// Why labs can't be had here; `nil` where they can.
    package static let obstacle: String? = {
        if geteuid() != 0 { return "network namespaces need root" }
        let tools = [
            "/usr/bin/qemu-system-x86_64", "/usr/share/OVMF/OVMF_CODE_4M.fd", "/usr/bin/socat", "/usr/bin/tcpdump",
            "/usr/lib/debian-installer/images/12/amd64/text/pxelinux.0", "/usr/sbin/perfdhcp", "/usr/sbin/dhclient",
            "/usr/sbin/udhcpc", "/usr/bin/curl", "/usr/sbin/dhcrelay", "/usr/sbin/dhcpd", "/usr/sbin/dnsmasq",
            "/usr/lib/ipxe/snponly.efi",
        ]
        let missing = tools.filter { !FileManager.default.fileExists(atPath: $0) }
        return missing.isEmpty ? nil : "missing \(missing.joined(separator: ", ")): run make deps-test"
    }()

    /// Whether a test that needs a lab is to run: where it is a build machine it runs, and fails without one.
    package static let isWanted = obstacle == nil || ProcessInfo.processInfo.environment["CI"] == "true"

    package static func script(_ name: String) -> String {
        // The folder of the tests, from this file's own place in it.
        let tests = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        return tests.appending(path: "Lab/\(name)").path
    }

    /// The program under test.
    private static let program = built("amorce")

    /// A program of this package: it is built beside the bundle of the tests.
    package static func built(_ name: String) -> String {
        let bundle = Bundle.allBundles.map(\.bundleURL).first { $0.pathExtension == "xctest" }
        let beside = bundle?.deletingLastPathComponent() ?? Bundle.main.bundleURL
        return beside.appending(path: name).path
    }

    /// Makes a network, lets a test use it, and takes it down, however the test ends.
    package static func with(
        _ purpose: String, loaders: [String] = [], environment: [String: String] = [:],
        _ body: (Lab) async throws -> Void
    ) async throws {
        if let obstacle { throw LabError(obstacle) }
        let name = "amorce-\(purpose)-\(ProcessInfo.processInfo.processIdentifier)"
        let folder = FileManager.default.temporaryDirectory.appending(path: name)
        let lab = Lab(name: name, folder: folder, environment: environment.map { "\($0.key)=\($0.value)" })
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        do {
            try await run(lab.environment + [script("net"), "up", name])
            let text = try await run(lab.environment + [script("configuration"), folder.path] + loaders)
            try Data(text.utf8).write(to: lab.configuration)
            try await body(lab)
        } catch {
            await lab.takeDown()
            throw error
        }
        await lab.takeDown()
    }

    /// The daemon's configuration file.
    package var configuration: URL { folder.appending(path: "amorce.yaml") }

    private func takeDown() async {
        _ = try? await finish([Self.script("net"), "down", name])
        if ProcessInfo.processInfo.environment["KEEP"] == nil { try? FileManager.default.removeItem(at: folder) }
    }

    /// Words that run the daemon.
    package var serve: [String] { inside(Self.program, "serve", "--config", configuration.path) }

    /// Starts the daemon, and waits until it answers.
    /// - Parameter words: what runs the words that follow them, elsewhere.
    package func startDaemon(by words: [String] = []) async throws -> RunningProgram {
        let daemon = try RunningProgram(
            "daemon", words + serve, in: folder)
        let deadline = ContinuousClock.now + .seconds(30)
        while try await finish(amorce("status")).status != 0 {
            guard await daemon.isRunning, ContinuousClock.now < deadline else {
                throw LabError("the daemon did not start: \(try String(contentsOf: daemon.errorFile, encoding: .utf8))")
            }
        }
        return daemon
    }

    /// Files an image of the installer for the daemon, which may run meanwhile.
    package func importImage(_ source: String = "debian-installer-12-netboot-amd64", _ words: String...) async throws {
        try await run(amorce(["image", "import", source, "--config", configuration.path] + words))
    }

    /// Words that run a program on the daemon's own side of the network.
    package func inside(_ words: String...) -> [String] { ["ip", "netns", "exec", name] + words }

    /// Words that run a program on the clients' side of the network.
    package func atClient(_ words: String...) -> [String] { ["ip", "netns", "exec", "\(name)-client"] + words }

    /// Joins a second namespace to the network, whose interface `eth0` has an address or none.
    package func addClient(address: String? = nil) async throws {
        try await run([Self.script("net"), "client", name])
        if let address { try await run(["ip", "-n", "\(name)-client", "address", "add", address, "dev", "eth0"]) }
    }

    /// Puts the clients' namespace on a network of its own, 192.0.2.0/24, and a router between it and the daemon's.
    package func addRelay() async throws { try await run([Self.script("net"), "relay", name]) }

    /// Words that run a program on that router.
    package func atRelay(_ words: String...) -> [String] { ["ip", "netns", "exec", "\(name)-relay"] + words }

    /// Words that run a program on another host of the network.
    package func at(_ host: String, _ words: String...) -> [String] {
        ["ip", "netns", "exec", "\(name)-\(host)"] + words
    }

    /// Joins one more namespace to the network, whose interface `eth0` has an address.
    package func addHost(_ host: String, address: String) async throws {
        try await run([Self.script("net"), "host", name, host])
        try await run(["ip", "-n", "\(name)-\(host)", "address", "add", address, "dev", "eth0"])
    }

    /// Starts another DHCP server on a host of its own, which lends addresses and knows nothing of booting.
    package func startForeignServer() async throws -> RunningProgram {
        try await addHost("foreign", address: "\(Self.foreignAddress)/24")
        let server = try RunningProgram(
            "foreign", environment + [Self.script("foreign-dhcp"), name, folder.path], in: folder)
        let deadline = ContinuousClock.now + .seconds(30)
        while try !String(contentsOf: server.errorFile, encoding: .utf8).contains("started") {
            guard await server.isRunning, ContinuousClock.now < deadline else {
                throw LabError("dnsmasq: \(try String(contentsOf: server.errorFile, encoding: .utf8))")
            }
            try await Task.sleep(for: .milliseconds(50))
        }
        return server
    }

    /// Where that server stands on the network.
    package static let foreignAddress = "10.77.0.2"

    /// Powers on a machine.
    package func powerOn(_ firmware: VirtualMachine.Firmware, mac: String) throws -> VirtualMachine {
        try VirtualMachine(in: self, firmware, mac: mac)
    }

    /// Words that run one of amorce's commands.
    package func amorce(_ words: String...) -> [String] { amorce(words) }

    private func amorce(_ words: [String]) -> [String] {
        [Self.program] + words + ["--control", control]
    }

    private var control: String { folder.appending(path: "control.sock").path }

    /// Runs one of amorce's commands.
    package func tell(_ words: String...) async throws {
        try await run(amorce(words))
    }

    /// What one of amorce's commands answers a program.
    package func ask<Answer: Decodable>(_ words: String...) async throws -> Answer {
        try JSONDecoder().decode(Answer.self, from: Data(try await run(amorce(words + ["--json"])).utf8))
    }

    /// Waits for a stage of a machine's boot, printing its timeline as it grows; answers with the timeline up to there.
    package func wait(
        for stage: Stage, of machine: String, after first: Int64 = 0, within limit: Duration = .seconds(420)
    ) async throws -> [BootEvent] {
        let deadline = ContinuousClock.now + limit
        var timeline: [BootEvent] = []
        var last = first
        while ContinuousClock.now < deadline {
            let query = "machine=\(machine)&after=\(last)&wait=10"
            let text = try await run([
                "curl", "-sS", "--fail", "--unix-socket", control, "http://amorce/api/v1/events?\(query)",
            ])
            let page = try JSONDecoder().decode(EventPage.self, from: Data(text.utf8))
            for event in page.events { print("\(name)  \(event.time)  \(event.stage)  \(event.detail)") }
            timeline += page.events
            last = page.last
            if let index = timeline.firstIndex(where: { $0.stage == stage }) { return Array(timeline[...index]) }
        }
        let stages = timeline.map(\.stage.rawValue).joined(separator: ", ")
        throw LabError("after \(limit) \(machine) has not reached \(stage), only \(stages)")
    }
}
