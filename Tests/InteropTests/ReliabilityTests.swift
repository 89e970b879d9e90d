import Foundation
import Inventory
import LabSupport
import NetTypes
import Testing

@Suite("DHCP that is killed, and without room", .serialized, .enabled(if: Lab.isWanted, "\(Lab.obstacle ?? "")"))
struct ReliabilityTests {
    /// `SEED=… make test` kills at the same moments again.
    @Test("twenty kills at random moments of a load lose no promise, break none, and never keep it from starting")
    func twentyKills() async throws {
        let seed = ProcessInfo.processInfo.environment["SEED"].flatMap(UInt64.init) ?? UInt64.random(in: 1...UInt64.max)
        print("killed at random moments: SEED=\(seed)")
        var numbers = SeededNumbers(seed: seed)
        try await withWideLab("kills") { lab in
            let wire = try await Capture("dhcp", in: lab, lab.atClient(), at: "eth0", filter: "udp src port 67")
            var promises = Promises()
            var daemon = try await lab.startDaemon()
            let load = try startLoad(300, in: lab)

            for round in 1...20 {
                try await Task.sleep(for: .milliseconds(Int.random(in: 20...1500, using: &numbers)))
                await daemon.kill()
                try promises.hear(wire)
                daemon = try await lab.startDaemon()

                let leases: [Lease] = try await lab.ask("lease", "export")
                let broken = promises.broken(by: leases)
                #expect(broken.isEmpty, "kill \(round): \(broken.count) of \(promises.addresses.count) promises")
                #expect(Set(leases.map(\.address)).count == leases.count)
            }
            await load.stop()
            await wire.stop()

            try promises.hear(wire)
            let leases: [Lease] = try await lab.ask("lease", "export")
            #expect(promises.broken(by: leases).isEmpty)
            #expect(promises.doubles.isEmpty)
            #expect(promises.acknowledgements > 1000)
            let status: StatusReport = try await lab.ask("status")
            #expect(status.problems.isEmpty)
            print("\(promises.acknowledgements) ACKs for \(promises.addresses.count) clients, 20 kills")
            await daemon.stop()
        }
    }

    @Test("with a full disk it promises nothing more, says so, serves the rest, and goes on when there is room")
    func fullDisk() async throws {
        try await withWideLab("full") { lab in
            let data = lab.folder.appending(path: "data")
            try FileManager.default.createDirectory(at: data, withIntermediateDirectories: true)
            // A file system of its own, which nobody else sees, and nothing is left of.
            let disk = try RunningProgram(
                "disk",
                [
                    "unshare", "--mount", "--propagation", "private", "sh", "-c",
                    "mount -t tmpfs -o size=2m tmpfs \(data.path) && echo mounted >&2 && exec sleep 600",
                ], in: lab.folder)
            try await expect("the disk") { try text(of: disk).contains("mounted") }
            let onDisk = ["nsenter", "--mount=/proc/\(await disk.processID)/ns/mnt"]
            let wire = try await Capture("dhcp", in: lab, lab.atClient(), at: "eth0", filter: "udp src port 67")
            var promises = Promises()
            let daemon = try await lab.startDaemon(by: onDisk)
            let load = try startLoad(200, in: lab)

            _ = try await finish(onDisk + ["dd", "if=/dev/zero", "of=\(data.path)/fill", "bs=4k"])
            try await expect("a problem on the board") {
                try await status(of: lab).problems.contains { $0.subject == "store" }
            }
            let (before, failing) = (try hear(wire, &promises), try await status(of: lab))
            try await expect("more silence") {
                try await quiet(in: lab) > (failing.counters["dhcp.quiet.store-failed"] ?? 0) + 100
            }

            let problem = try #require(failing.problems.first)
            #expect(problem.what.contains("full") && problem.cure.contains("make room"))
            let during = try hear(wire, &promises)
            #expect(during.offers > before.offers)
            #expect(promises.broken(by: try await lab.ask("lease", "export")).isEmpty)
            let socket = lab.folder.appending(path: "control.sock").path
            let page = try await run(["curl", "-sS", "--unix-socket", socket, "http://amorce/metrics"])
            #expect(page.contains("\namorce_problems 1\n"))
            let file = try await run(
                lab.atClient(
                    "curl", "-sS", "-o", "/dev/null", "-w", "%{http_code}", "http://\(Lab.address)/boot/pxelinux.0"))
            #expect(file == "200")

            // It starts again on the full disk, and keeps what it promised.
            await daemon.kill()
            try promises.hear(wire)
            let second = try await lab.startDaemon(by: onDisk)
            #expect(promises.broken(by: try await lab.ask("lease", "export")).isEmpty)
            try await expect("a problem on the board") { try await !status(of: lab).problems.isEmpty }
            let errors = try text(of: second).split(separator: "\n").filter { $0.contains("store=failed") }
            #expect((1...2).contains(errors.count))

            try await run(onDisk + ["rm", "\(data.path)/fill"])
            try await expect("recovery") { try await status(of: lab).problems.isEmpty }
            let room = try hear(wire, &promises)
            try await expect("ACKs") { try hear(wire, &promises).acknowledgements > room.acknowledgements + 50 }
            await load.stop()
            await wire.stop()

            try promises.hear(wire)
            #expect(promises.broken(by: try await lab.ask("lease", "export")).isEmpty)
            #expect(promises.doubles.isEmpty)
            #expect(try text(of: second).contains("store=recovered"))
            await second.stop()
            await disk.stop()
        }
    }

    /// Twenty thousand MAC addresses, which all say that they are PXE firmware, against a pool of 763.
    @Test("a client that asks from thousands of MAC addresses leaves known machines their share, and fills no memory")
    func flood() async throws {
        let narrow = ["LAB_SUBNET": "10.77.0.0/22", "LAB_POOL": "10.77.1.0 - 10.77.3.250", "LAB_KEPT": "10%"]
        let (size, kept) = (763, 77)
        try await Lab.with("flood", environment: narrow) { lab in
            try await lab.addClient(address: "10.77.0.2/22")
            let daemon = try await lab.startDaemon()
            try await lab.tell("machine", "add", "52:54:00:77:00:11", "--name", "api-1")
            let vendorClass = "PXEClient:Arch:00000:UNDI:002001".utf8.map { String(format: "%02x", $0) }.joined()
            let load = try startLoad(1000, of: 20_000, ["-o", "60,\(vendorClass)"], in: lab)

            try await expect("a flood that is turned away") {
                try await status(of: lab).counters["dhcp.quiet.kept-for-known"] ?? 0 > 5000
            }
            let flooded = try await status(of: lab)
            #expect(flooded.interfaces.first.map { $0.poolSize - $0.held } ?? 0 >= kept)
            #expect(flooded.interfaces.first?.poolSize == size)

            // It asks amid the flood, beside whoever sends it.
            let known = ["link", "add", "known0", "link", "eth0", "address", "52:54:00:77:00:11", "type", "macvlan"]
            try await run(["ip", "-n", "\(lab.name)-client"] + known + ["mode", "bridge"])
            try await run(["ip", "-n", "\(lab.name)-client", "link", "set", "known0", "up"])
            let script = try LeaseScript(in: lab)
            let client = try RunningProgram(
                "udhcpc", lab.atClient("udhcpc", "-f", "-i", "known0", "-s", script.path), in: lab.folder)
            let address = try await script.waitForEvent("bound")
            await client.stop()
            await load.stop()

            #expect(address.hasPrefix("10.77."))
            let machines: [MachineReport] = try await lab.ask("machine", "list")
            #expect(machines.count <= size - kept + 1)
            let memory = try peakMemory(of: await daemon.processID)
            print("\(flooded.counters["dhcp.in.discover"] ?? 0) DISCOVERs, \(machines.count) machines, \(memory) KiB")
            #expect(memory < 100_000)
            await daemon.stop()
        }
    }

    /// The most that it ever had in memory, in KiB.
    private func peakMemory(of process: Int32) throws -> Int {
        let status = try String(contentsOfFile: "/proc/\(process)/status", encoding: .utf8)
        let line = try #require(status.split(separator: "\n").first { $0.hasPrefix("VmHWM:") })
        return try #require(line.split(separator: " ").compactMap { Int($0) }.first)
    }

    private func status(of lab: Lab) async throws -> StatusReport { try await lab.ask("status") }

    private func quiet(in lab: Lab) async throws -> Int {
        try await status(of: lab).counters["dhcp.quiet.store-failed"] ?? 0
    }

    private func hear(_ wire: Capture, _ promises: inout Promises) throws -> Promises {
        try promises.hear(wire)
        return promises
    }

    private func text(of program: RunningProgram) throws -> String {
        try String(contentsOf: program.errorFile, encoding: .utf8)
    }

    /// Thousands of clients, so many exchanges a second, until it is stopped.
    private func startLoad(
        _ rate: Int, of clients: Int = 4000, _ words: [String] = [], in lab: Lab
    ) throws -> RunningProgram {
        try RunningProgram(
            "load",
            lab.atClient("perfdhcp", "-4", "-l", "eth0", "-R", "\(clients)", "-r", "\(rate)", "-p", "300") + words
                + [Lab.address],
            in: lab.folder)
    }

    /// Waits until something is so.
    private func expect(_ what: String, _ isSo: () async throws -> Bool) async throws {
        let deadline = ContinuousClock.now + .seconds(60)
        while try await !isSo() {
            guard ContinuousClock.now < deadline else { throw LabError("after a minute there is still not \(what)") }
            try await Task.sleep(for: .milliseconds(100))
        }
    }

    /// A lab with five thousand addresses, and a place for perfdhcp, which plays a relay there.
    private func withWideLab(_ purpose: String, _ body: (Lab) async throws -> Void) async throws {
        let wide = ["LAB_SUBNET": "10.77.0.0/16", "LAB_POOL": "10.77.1.0 - 10.77.20.255"]
        try await Lab.with(purpose, environment: wide) { lab in
            try await lab.addClient(address: "10.77.0.2/16")
            try await body(lab)
        }
    }
}
