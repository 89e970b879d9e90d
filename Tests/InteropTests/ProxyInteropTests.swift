import Foundation
import Inventory
import LabSupport
import NetTypes
import Testing

@Suite("Beside dnsmasq", .serialized, .enabled(if: Lab.isWanted, "\(Lab.obstacle ?? "")"))
struct ProxyInteropTests {
    private static let foreign = IPv4Address(Lab.foreignAddress)

    @Test("a second server that lends addresses is found by asking, and warned of once")
    func secondServer() async throws {
        try await Lab.with("second") { lab in
            let foreign = try await lab.startForeignServer()

            let daemon = try await lab.startDaemon()
            let status = try await lab.status { !$0.otherServers.isEmpty }

            #expect(status.otherServers.map(\.address) == [Self.foreign])
            #expect(status.otherServers.map(\.interface) == ["br0"])
            let log = try String(contentsOf: daemon.errorFile, encoding: .utf8)
            #expect(log.components(separatedBy: "dhcp=other-server server=\(Lab.foreignAddress)").count == 2)
            let metrics = try await run([
                "curl", "-sS", "--fail", "--unix-socket", lab.folder.appending(path: "control.sock").path,
                "http://amorce/metrics",
            ])
            #expect(metrics.contains("\namorce_dhcp_other_servers 1\n"))
            await daemon.stop()
            await foreign.stop()
        }
    }

    @Test("an ordinary client gets its lease from the other server, and not a word from amorce")
    func silence() async throws {
        try await Lab.with("silence", environment: ["LAB_MODE": "proxy"]) { lab in
            try await lab.addClient()
            let foreign = try await lab.startForeignServer()
            let daemon = try await lab.startDaemon()
            // What amorce itself asks is over; whatever it says from now on it would say to the client.
            _ = try await lab.status { !$0.otherServers.isEmpty }
            let wire = try await Capture(
                "dhcp", in: lab, lab.inside(), at: "br0", filter: "udp and src host \(Lab.address)")

            try await run(lab.atClient("udhcpc", "-f", "-n", "-q", "-i", "eth0", "-s", "/bin/true"))
            let status = try await lab.status { $0.counters["dhcp.in.request"] != nil }

            await wire.stop()
            #expect(try wire.datagrams().isEmpty)
            #expect((status.counters["dhcp.quiet.not-pxe"] ?? 0) >= 2)
            #expect(status.counters.keys.allSatisfy { !$0.hasPrefix("dhcp.out") })
            await daemon.stop()
            await foreign.stop()
        }
    }
}

extension Lab {
    /// The daemon's status, once it is as wanted, or after a minute.
    fileprivate func status(until isWanted: (StatusReport) -> Bool) async throws -> StatusReport {
        let deadline = ContinuousClock.now + .seconds(60)
        while ContinuousClock.now < deadline {
            let report: StatusReport = try await ask("status")
            if isWanted(report) { return report }
            try await Task.sleep(for: .milliseconds(50))
        }
        return try await ask("status")
    }
}
