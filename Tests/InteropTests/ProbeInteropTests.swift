import Foundation
import Inventory
import LabSupport
import NetTypes
import Testing

@Suite("Addresses that others use", .serialized, .enabled(if: Lab.isWanted, "\(Lab.obstacle ?? "")"))
struct ProbeInteropTests {
    private static let environment = ["LAB_PROBE": "true", "LAB_POOL": "10.77.0.100 - 10.77.0.101"]

    @Test("a host on the link that answers no ping keeps its address, and the client gets another")
    func onLink() async throws {
        try await Lab.with("probe", environment: Self.environment) { lab in
            let squatter = "52:54:00:77:00:99"
            try await lab.addClient()
            try await lab.addHost("squatter", address: "10.77.0.100/24")
            try await run(lab.at("squatter", "ip", "link", "set", "eth0", "address", squatter))
            try await run(lab.at("squatter", "sysctl", "-qw", "net.ipv4.icmp_echo_ignore_all=1"))
            let daemon = try await lab.startDaemon()

            let given = try await address(asking: "10.77.0.100", in: lab)

            #expect(given == "10.77.0.101")
            try await expectQuarantine(of: "10.77.0.100", under: squatter, in: lab, daemon)
            await daemon.stop()
        }
    }

    /// The router is the one that has the address.
    @Test("a host behind a relay that answers a ping keeps its address, and the client gets another")
    func throughRelay() async throws {
        try await Lab.with("distant", environment: Self.environment) { lab in
            try await lab.addRelay()
            try await run(lab.atRelay("ip", "address", "add", "192.0.2.100/24", "dev", "lower"))
            let daemon = try await lab.startDaemon()
            let relay = try RunningProgram(
                "relay",
                lab.atRelay("dhcrelay", "-4", "-d", "--no-pid", "-id", "lower", "-iu", "upper", Lab.address),
                in: lab.folder)

            let given = try await address(asking: "192.0.2.100", in: lab)

            #expect(given.hasPrefix("192.0.2.1") && given != "192.0.2.100")
            try await expectQuarantine(of: "192.0.2.100", under: "00:00:00:00:00:00", in: lab, daemon)
            await relay.stop()
            await daemon.stop()
        }
    }

    /// What busybox's udhcpc gets.
    private func address(asking address: String, in lab: Lab) async throws -> String {
        let script = try LeaseScript(in: lab)
        let client = try RunningProgram(
            "udhcpc",
            lab.atClient("udhcpc", "-f", "-i", "eth0", "-t", "30", "-s", script.path, "-r", address), in: lab.folder)
        let given = try await script.waitForEvent("bound")
        await client.stop()
        return given
    }

    private func expectQuarantine(
        of address: String, under mac: String, in lab: Lab, _ daemon: RunningProgram
    ) async throws {
        let leases: [Lease] = try await lab.ask("lease", "list")
        let lease = leases.first { $0.address == IPv4Address(address) }
        #expect(lease?.state == .quarantined && lease?.mac == MACAddress(mac))
        let report: StatusReport = try await lab.ask("status")
        #expect(report.counters["dhcp.probe.in-use"] == 1 && report.counters["dhcp.probe.free"] == 1)
        let log = try String(contentsOf: daemon.errorFile, encoding: .utf8)
        #expect(log.contains("dhcp=address-in-use address=\(address)"), "\(log)")
    }
}
