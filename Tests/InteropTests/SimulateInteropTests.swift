import Foundation
import Inventory
import LabSupport
import Testing

@Suite("amorce simulate", .serialized, .enabled(if: Lab.isWanted, "\(Lab.obstacle ?? "")"))
struct SimulateInteropTests {
    @Test("plays each firmware to its kernel, and gives the address back", arguments: ["bios", "uefi", "ipxe"])
    func firmware(kind: String) async throws {
        try await Lab.with("simulate-\(kind)") { lab in
            let daemon = try await lab.startDaemon()
            try await lab.tell("machine", "add", mac, "--name", "ui-1", "--profile", "ui")

            let (refused, usage) = try await simulate("--firmware", kind, in: lab)
            let (steps, status) = try await simulate("--firmware", kind, "--yes", in: lab)

            // It is armed: what is played is one of its boots.
            #expect(usage != 0 && refused.isEmpty)
            #expect(status == 0 && !steps.contains(where: \.isFailure))
            #expect(steps.first?.reasons.contains { $0.contains("is offered") } == true)
            #expect(steps.contains { $0.got.hasPrefix("boots ui by itself after ") })
            #expect(steps.contains { $0.asked.hasSuffix("install/ui/initrd.gz") })
            #expect(steps.last?.asked == "release")
            let leases: [Lease] = try await lab.ask("lease", "list")
            #expect(!leases.contains { $0.state == .active })
            let addresses = try await run(lab.inside("ip", "-4", "address", "show", "br0"))
            #expect(addresses.ranges(of: "inet ").count == 1)
            await daemon.stop()
        }
    }

    @Test("stops where a machine would, and says why")
    func stops() async throws {
        try await Lab.with("simulate-stop") { lab in
            let (nobody, silent) = try await simulate(in: lab)
            #expect(silent == 1 && nobody.map(\.got) == ["no answer to four messages"])

            let daemon = try await lab.startDaemon()
            let (unknown, _) = try await simulate("--profile", "nothing", in: lab)
            #expect(unknown.contains { $0.isFailure && $0.got == "there is no nothing in it" })
            let machines: [MachineReport] = try await lab.ask("machine", "list")
            #expect(machines.isEmpty)
            await daemon.stop()
        }
    }

    private func simulate(_ words: String..., in lab: Lab) async throws -> ([SimulationStep], Int32) {
        let outcome = try await finish(
            lab.inside(Lab.built("amorce"), "simulate", "--mac", mac, "--json", "--config", lab.configuration.path)
                + words)
        let steps = try outcome.text.split(separator: "\n").map {
            try JSONDecoder().decode(SimulationStep.self, from: Data($0.utf8))
        }
        return (steps, outcome.status)
    }
}

private let mac = "52:54:00:77:00:11"
