import DHCPWire
import Foundation
import Inventory
import LabSupport
import NetTypes
import TestSupport
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

    @Test("firmware that has its address asks at port 4011, and is answered there with its boot item")
    func bootServer() async throws {
        try await Lab.with("boot-server", environment: ["LAB_MODE": "proxy"]) { lab in
            try await lab.addClient(address: "10.77.0.50/24")
            let daemon = try await lab.startDaemon()
            let (asked, answered) = (lab.folder.appending(path: "asked"), lab.folder.appending(path: "answered"))
            let request = DHCPMessage.client(.request, ciaddr: IPv4Address(10, 77, 0, 50)) { options in
                SampleClient.pxeBIOS.fill(&options)
                options.append(.vendorOptions, [71, 4, 0, 0, 0, 0, 255])
            }
            try Data(request.encoded()).write(to: asked)

            let firmware = try RunningProgram(
                "firmware",
                lab.atClient(
                    "socat", "-t", "60", "OPEN:\(asked.path)!!CREATE:\(answered.path)",
                    "UDP4:\(Lab.address):4011,sourceport=68"), in: lab.folder)
            let deadline = ContinuousClock.now + .seconds(60)
            var bytes = Data()
            while bytes.count < 300, ContinuousClock.now < deadline {
                try await Task.sleep(for: .milliseconds(50))
                bytes = (try? Data(contentsOf: answered)) ?? Data()
            }
            await firmware.stop()

            let reply = try DHCPMessage(decoding: Array(bytes).span)
            #expect(try reply.options.value(.messageType) == .ack)
            #expect(try reply.options.value(.vendorOptions) == [71, 4, 0, 0, 0, 0, 255])
            #expect(try reply.options.value(.bootFileName) == "pxelinux.0")
            #expect(reply.yourAddress == .any && reply.nextServer == IPv4Address(Lab.address))
            await daemon.stop()
        }
    }

    @Test("both ports follow a reload of the mode, and an interface that goes and comes")
    func following() async throws {
        try await Lab.with("following", environment: ["LAB_MODE": "proxy"]) { lab in
            let daemon = try await lab.startDaemon()
            #expect(try await ports(in: lab) == [67, 4011])

            let serving = "mode: server, subnets: [{ subnet: 10.77.0.0/24, pools: [10.77.0.100 - 10.77.0.200] }]"
            try lab.rewrite { $0.replacing("mode: proxy", with: serving) }
            try await lab.tell("reload")
            #expect(try await ports(in: lab) == [67])

            try lab.rewrite { $0.replacing(serving, with: "mode: proxy") }
            try await lab.tell("reload")
            #expect(try await ports(in: lab) == [67, 4011])

            try await run(lab.inside("ip", "link", "set", "br0", "down"))
            _ = try await lab.status { $0.interfaces.first?.problem != nil }
            #expect(try await ports(in: lab) == [])
            try await run(lab.inside("ip", "link", "set", "br0", "up"))
            _ = try await lab.status { $0.interfaces.first?.problem == nil }
            #expect(try await ports(in: lab) == [67, 4011])
            await daemon.stop()
        }
    }

    /// Those of DHCP and of boot servers that are open.
    private func ports(in lab: Lab) async throws -> [Int] {
        let text = try await run(lab.inside("ss", "-Hlun"))
        return [67, 4011].filter { text.contains(":\($0) ") }
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
