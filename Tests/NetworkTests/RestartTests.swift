import Inventory
import LabSupport
import Testing

extension PxelinuxTests {
    @Test("of a machine that is installed starts its disk, however often it comes")
    func restarts() async throws {
        try await Lab.with("restart-pxelinux", loaders: ["ipxe: pxelinux.0"]) { lab in
            try await expectOneInstallation(in: lab, .bios)
        }
    }
}

extension OtherLoaderTests {
    @Test("of a machine that is installed starts its disk, however often it comes, by UEFI and GRUB")
    func restarts() async throws {
        try await Lab.with("restart-grub") { lab in try await expectOneInstallation(in: lab, .uefi) }
    }
}

private let mac = "52:54:00:77:00:11"

/// Lets a machine go through the real installer to its preseed file, which a stand-in ends, and start three times after that:
/// each time over the network first, and each time the system on its disk has to come up.
private func expectOneInstallation(in lab: Lab, _ firmware: VirtualMachine.Firmware) async throws {
    try await lab.standIn()
    let daemon = try await lab.startDaemon()
    try await lab.tell("machine", "add", mac, "--name", "api-1", "--profile", "stand-in")

    let machine = try lab.powerOn(firmware, mac: mac)
    let installation = try await lab.wait(for: .running, of: "api-1")
    try await machine.waitForConsole("stand-in: it has an address", times: 3)
    await machine.powerOff()

    let detail: MachineDetail = try await lab.ask("machine", "show", "api-1")
    #expect(detail.machine.state == .running)
    #expect(detail.events.count { $0.stage == .preseed } == 1)
    #expect(detail.events.count { $0.stage == .kernel } == 1)
    #expect(detail.events.count { $0.stage == .localBoot } >= 3)
    #expect(detail.events.count { $0.stage == .running } >= 3)
    let order: [Stage] = [.armed, .discovered, .leased, .menu, .kernel, .initrd, .installer, .preseed]
    #expect(installation.map(\.stage).filter(order.contains).prefix(order.count) == order[...])
    await daemon.stop()
}
