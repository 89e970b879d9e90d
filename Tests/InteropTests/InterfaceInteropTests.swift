import Foundation
import Inventory
import LabSupport
import NetTypes
import Testing

@Suite("Interfaces that come and go", .serialized, .enabled(if: Lab.isWanted, "\(Lab.obstacle ?? "")"))
struct InterfaceInteropTests {
    private static let address = IPv4Address(192, 0, 2, 1)

    @Test("an interface that is not there keeps nobody waiting, and is served each time that it comes")
    func comesAndGoes() async throws {
        try await Lab.with("plug") { lab in
            try lab.rewrite { $0.replacing("[br0]", with: "[late, br0]") }
            let daemon = try await lab.startDaemon()
            try await lab.addClient()
            let script = try LeaseScript(in: lab)
            let status: StatusReport = try await lab.ask("status")
            #expect(status.interface("late")?.problem?.hasPrefix("there is no interface late; ") == true)
            #expect(status.interface("br0")?.problem == nil)
            #expect(status.problems.map(\.subject) == ["interface late"])
            _ = try await bind("eth0", in: lab, script, count: 1)

            for round in 1...3 {
                try await plug(in: lab)
                try await lab.waitForStatus("late is served") { $0.interface("late")?.address == Self.address }
                #expect(try await bind("eth1", in: lab, script, count: 1 + round).hasPrefix("192.0.2.1"))

                try await run(["ip", "-n", lab.name, "link", "delete", "late"])
                try await lab.waitForStatus("late waits") {
                    $0.interface("late")?.problem?.hasPrefix("there is no interface late; ") == true
                }
            }

            #expect(try await bind("eth0", in: lab, script, count: 5).hasPrefix("10.77.0.1"))
            try await plug(in: lab)
            try await lab.waitForStatus("nothing is wrong") { $0.problems.isEmpty }
            #expect(try await daemon.said("link=served interface=late") == 4)
            #expect(try await daemon.said("receive-failed") == 0)
            await daemon.stop()
        }
    }

    @Test("one that is deleted and made again at once, under the same name, is served again")
    func madeAgain() async throws {
        try await Lab.with("again") { lab in
            try lab.rewrite { $0.replacing("[br0]", with: "[late]") }
            try await lab.addClient()
            try await plug(in: lab)
            let daemon = try await lab.startDaemon()
            let script = try LeaseScript(in: lab)
            _ = try await bind("eth1", in: lab, script, count: 1)

            try await run(["ip", "-n", lab.name, "link", "delete", "late"])
            try await plug(in: lab)

            #expect(try await bind("eth1", in: lab, script, count: 2).hasPrefix("192.0.2.1"))
            await daemon.stop()
        }
    }

    @Test("its address is followed, and it waits while it has none, one of no subnet, or is down")
    func address() async throws {
        try await Lab.with("follow") { lab in
            try lab.rewrite { $0.replacing("[br0]", with: "[late]") }
            // Nothing can be served yet, and the daemon starts all the same.
            let daemon = try await lab.startDaemon()
            try await lab.addClient()
            try await plug(in: lab, address: "203.0.113.1/24")
            try await lab.waitForStatus("an address of no subnet") {
                $0.interface("late")?.problem?.contains("203.0.113.1, which is in none of dhcp.subnets") == true
            }

            try await run(["ip", "-n", lab.name, "address", "delete", "203.0.113.1/24", "dev", "late"])
            try await lab.waitForStatus("no address") {
                $0.interface("late")?.problem?.contains("has no IPv4 address") == true
            }
            try await run(["ip", "-n", lab.name, "address", "add", "10.77.0.9/24", "dev", "late"])
            try await lab.waitForStatus("an address") { $0.interface("late")?.address == IPv4Address(10, 77, 0, 9) }
            try await run(["ip", "-n", lab.name, "link", "set", "late", "down"])
            try await lab.waitForStatus("down") { $0.interface("late")?.problem?.contains("is down") == true }
            try await run(["ip", "-n", lab.name, "link", "set", "late", "up"])
            try await lab.waitForStatus("up") { $0.interface("late")?.problem == nil }

            let script = try LeaseScript(in: lab)
            #expect(try await bind("eth1", in: lab, script, count: 1).hasPrefix("10.77.0.1"))
            await daemon.stop()
        }
    }

    @Test("port 67 that another server has is fatal, with or without an interface", arguments: ["br0", "late"])
    func portTaken(interface: String) async throws {
        try await Lab.with("taken") { lab in
            try lab.rewrite { $0.replacing("[br0]", with: "[\(interface)]") }
            let other = try RunningProgram(
                "other", lab.inside("socat", "-d", "-d", "-u", "UDP4-RECV:67", "STDOUT"), in: lab.folder)
            try await other.waitToSay("starting data transfer loop")

            let ended = try await finish(lab.serve)

            #expect(ended.status == 1)
            #expect(ended.error.contains("another DHCP server runs here: `ss -lunp sport = 67` names it"))
            await other.stop()
        }
    }

    /// Joins the daemon's side and the clients' by a second wire: `late` here, `eth1` there.
    private func plug(in lab: Lab, address: String = "\(address)/24") async throws {
        let name = lab.name
        try await run([
            "ip", "-n", name, "link", "add", "late", "type", "veth", "peer", "name", "eth1", "netns", "\(name)-client",
        ])
        try await run(["ip", "-n", name, "address", "add", address, "dev", "late"])
        try await run(["ip", "-n", name, "link", "set", "late", "up"])
        try await run(["ip", "-n", "\(name)-client", "link", "set", "eth1", "up"])
    }

    /// Has a client ask at one of its interfaces, and answers with the address that it gets.
    private func bind(_ interface: String, in lab: Lab, _ script: LeaseScript, count: Int) async throws -> String {
        let client = try RunningProgram(
            "udhcpc-\(count)",
            lab.atClient("udhcpc", "-f", "-i", interface, "-t", "30", "-T", "1", "-s", script.path), in: lab.folder)
        let address = try await script.waitForEvent("bound", count: count)
        await client.stop()
        return address
    }
}
