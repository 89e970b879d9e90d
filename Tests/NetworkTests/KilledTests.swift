import Decisions
import Inventory
import LabSupport
import NetTypes
import Testing

extension PxelinuxTests {
    /// Its power goes five times: four times on the way to the preseed file, which the next boot goes again, and once after it.
    @Test("of a machine whose power goes says where it stopped, and goes on until its arm is used up")
    func killed() async throws {
        try await Lab.with("killed") { lab in
            try await lab.standIn()
            let daemon = try await lab.startDaemon()
            try await lab.tell("machine", "add", mac, "--name", "api-1", "--profile", "api")

            for (stage, awaited, state) in stops {
                let known: MachineDetail = try await lab.ask("machine", "show", "api-1")
                let machine = try lab.powerOn(.bios, mac: mac)
                _ = try await lab.wait(for: stage, of: "api-1", after: known.events.last?.id ?? 0)
                await machine.powerOff()

                let detail: MachineDetail = try await lab.ask("machine", "show", "api-1")
                let last = try #require(detail.events.last)
                // An hour later nobody has heard of it.
                let verdict = try #require(
                    Verdict(
                        VerdictFacts(
                            machine: detail.machine, events: detail.events, hearing: nil, menuTimeout: .seconds(1),
                            now: last.time + .hours(1))), "after \(stage)")
                #expect(verdict.kind == .stuck && verdict.awaited == awaited, "after \(stage)")
                #expect(!verdict.causes.isEmpty && verdict.causes.allSatisfy { !$0.cure.isEmpty })
                #expect(detail.machine.state == state, "after \(stage)")
            }

            let again = try lab.powerOn(.bios, mac: mac)
            let known: MachineDetail = try await lab.ask("machine", "show", "api-1")
            _ = try await lab.wait(for: .localBoot, of: "api-1", after: known.events.last?.id ?? 0)
            // By iPXE's script this time. What comes up is what was there before: that is no installation.
            try await again.waitForConsole("stand-in: it has an address")
            await again.powerOff()
            let detail: MachineDetail = try await lab.ask("machine", "show", "api-1")
            #expect(detail.events.count { $0.stage == .preseed } == 1)
            #expect(detail.machine.state == .failed)
            #expect(detail.events.last?.detail.contains("in the middle of the installation") == true)
            await daemon.stop()
        }
    }
}

private let mac = "52:54:00:77:00:11"

/// Where the power goes, what would have come next, and how the machine stands.
private let stops: [(Stage, String, InstallState)] = [
    (.leased, "its boot loader", .booting), (.menu, "a choice in the menu, or its time-out, and the kernel", .booting),
    (.initrd, "the installer's DHCP", .booting), (.preseed, "the installer's first report", .installing),
]
