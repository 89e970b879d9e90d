import Foundation
import Inventory
import LabSupport
import Testing

@Suite("amorce doctor", .serialized, .enabled(if: Lab.isWanted, "\(Lab.obstacle ?? "")"))
struct DoctorInteropTests {
    @Test("sees who has the daemon's ports, and what a bridge loses")
    func ports() async throws {
        try await Lab.with("doctor") { lab in
            let daemon = try await lab.startDaemon()
            let well = try await findings(in: lab)
            for port in ["port 67/udp", "port 69/udp", "port 80/tcp", "interface br0", "daemon"] {
                #expect(well.first { $0.subject == port }?.verdict == .fine, "\(port)")
            }
            #expect(!well.contains { $0.verdict == .wrong })
            await daemon.stop()

            let other = try RunningProgram(
                "other", lab.inside("socat", "-u", "UDP4-RECV:69,bind=10.77.0.1", "OPEN:/dev/null"), in: lab.folder)
            try await lab.addClient()
            try await run(["ip", "-n", lab.name, "link", "set", "client", "mtu", "1450"])
            try await run(["ip", "-n", lab.name, "link", "set", "br0", "mtu", "1500"])
            var ill = try await findings(in: lab)
            while !ill.contains(where: { $0.what.contains("socat") }), await other.isRunning {
                ill = try await findings(in: lab)
            }
            let wrong = ill.filter { $0.verdict == .wrong }
            #expect(Set(wrong.map(\.subject)) == ["daemon", "port 69/udp", "interface br0"])
            #expect(wrong.contains { $0.what.contains("client in it only 1450") })
            #expect(wrong.allSatisfy { $0.cure != nil })
            await other.stop()
        }
    }

    private func findings(in lab: Lab) async throws -> [Finding] {
        let words = [
            Lab.built("amorce"), "doctor", "--offline", "--json", "--config", lab.configuration.path,
        ]
        let outcome = try await finish(["ip", "netns", "exec", lab.name] + words)
        return try JSONDecoder().decode([Finding].self, from: outcome.output)
    }
}
