import Inventory
import LabSupport
import NetTypes
import Testing

// Two suites, so that two machines boot side by side: it is what two processor cores can emulate.

@Suite("A boot through pxelinux", .serialized, .enabled(if: Lab.isWanted, "\(Lab.obstacle ?? "")"))
struct PxelinuxTests {
    @Test("of a machine that is assigned a profile ends in its own preseed file")
    func assigned() async throws {
        try await Lab.with("pxelinux", loaders: ["ipxe: pxelinux.0"]) { lab in
            let loaders = try await expectOwnPreseed(in: lab, .bios)

            #expect(loaders.contains { $0.contains("pxelinux.0") })
        }
    }

    @Test("of a machine without one asks on the serial console, and ends in the preseed file of what is typed there")
    func typed() async throws {
        try await Lab.with("prompt", loaders: ["ipxe: pxelinux.0"]) { lab in
            let daemon = try await lab.startDaemon()
            let machine = try lab.powerOn(.bios, mac: mac)

            try await machine.waitForConsole("ui: install")
            try await machine.waitForConsole("boot: ")
            #expect(machine.console.contains("api: install"))
            try await machine.type("ui")

            let timeline = try await lab.wait(for: .preseed, of: mac)
            #expect(timeline.contains { $0.stage == .chosen && $0.detail.contains("profile=ui") })
            #expect(timeline.last?.detail.contains("profile=ui") == true)
            let detail: MachineDetail = try await lab.ask("machine", "show", mac)
            #expect(detail.machine.profile == ProfileName("ui"))
            #expect(detail.machine.state == .installing)
            await machine.powerOff()
            await daemon.stop()
        }
    }

    @Test("beside another DHCP server, which lends the addresses, goes from the firmware's own PXE to the kernel")
    func proxy() async throws {
        try await expectKernelBesideOther(.bios, by: "pxelinux.0", loaders: ["ipxe: pxelinux.0"])
    }
}

@Suite("A boot without pxelinux", .serialized, .enabled(if: Lab.isWanted, "\(Lab.obstacle ?? "")"))
struct OtherLoaderTests {
    @Test("goes by UEFI, shim and GRUB to the machine's own preseed file")
    func grub() async throws {
        try await Lab.with("grub") { lab in
            let loaders = try await expectOwnPreseed(in: lab, .uefi)

            #expect(loaders.contains { $0.contains("bootnetx64.efi") })
            #expect(loaders.contains { $0.contains("grubx64.efi") })
        }
    }

    @Test("goes by iPXE's script, over HTTP alone, to the machine's own preseed file")
    func ipxe() async throws {
        try await Lab.with("ipxe") { lab in
            let loaders = try await expectOwnPreseed(in: lab, .bios)

            #expect(loaders.allSatisfy { $0.contains("by=http") })
        }
    }

    @Test("beside another DHCP server, which lends the addresses, goes from UEFI's own PXE by iPXE to the kernel")
    func proxy() async throws {
        try await expectKernelBesideOther(.uefi, by: "snponly.efi")
    }
}

private let mac = "52:54:00:77:00:11"

/// Boots a machine in proxy mode, by a loader, to its own kernel: what comes after it has the address already.
private func expectKernelBesideOther(
    _ firmware: VirtualMachine.Firmware, by loader: String, loaders: [String] = []
) async throws {
    try await Lab.with("proxy-\(firmware)", loaders: loaders, environment: ["LAB_MODE": "proxy"]) { lab in
        let other = try await lab.startForeignServer()
        let daemon = try await lab.startDaemon()
        try await lab.tell("machine", "add", mac, "--name", "ui-1")
        try await lab.tell("machine", "assign", "ui-1", "ui")

        let machine = try lab.powerOn(firmware, mac: mac)
        let timeline = try await lab.wait(for: .kernel, of: "ui-1")

        for stage in [Stage.armed, .discovered, .offered, .menu] {
            #expect(timeline.contains { $0.stage == stage }, "\(stage)")
        }
        #expect(timeline.contains { $0.stage == .loader && $0.detail.contains(loader) })
        let leased = try #require(timeline.first { $0.stage == .leased }?.detail)
        #expect(leased.hasPrefix("address=10.77.0.") && leased.hasSuffix(" of=\(Lab.foreignAddress)"))
        let leases: [Lease] = try await lab.ask("lease", "list")
        #expect(leases.isEmpty)
        await machine.powerOff()
        await daemon.stop()
        await other.stop()
    }
}

/// Boots a machine named ui-1 that is assigned `ui`, and compares what its installer fetched with what amorce says it
/// renders for it; answers with what was loaded before the kernel.
private func expectOwnPreseed(in lab: Lab, _ firmware: VirtualMachine.Firmware) async throws -> [String] {
    let daemon = try await lab.startDaemon()
    try await lab.tell("machine", "add", mac, "--name", "ui-1")
    try await lab.tell("machine", "assign", "ui-1", "ui")

    let machine = try lab.powerOn(firmware, mac: mac)
    let timeline = try await lab.wait(for: .installer, of: "ui-1")
    // Not earlier: iPXE fetches 50 MB by HTTP.
    let wire = try await Capture("http", in: lab, lab.inside(), at: "br0", filter: "tcp src port 80")
    let last = try await lab.wait(for: .preseed, of: "ui-1", after: timeline.last?.id ?? 0)

    let preview = try await run(lab.amorce("profile", "preview", "ui", "--machine", "ui-1", "--file", "preseed"))
    let fetched = try await wire.response(with: "#_preseed_V1", size: preview.utf8.count)
    #expect(last.last?.detail.contains("profile=ui") == true)
    #expect(fetched.replacing(/build\/[0-9a-f]{32}/, with: "build/" + String(repeating: "0", count: 32)) == preview)
    for stage in [Stage.armed, .discovered, .offered, .leased, .menu, .kernel, .initrd, .installer] {
        #expect(timeline.contains { $0.stage == stage }, "\(stage)")
    }
    let detail: MachineDetail = try await lab.ask("machine", "show", "ui-1")
    #expect(detail.machine.state == .installing)
    await machine.powerOff()
    await wire.stop()
    await daemon.stop()
    return timeline.filter { $0.stage == .loader || $0.stage == .menu }.map(\.detail)
}
