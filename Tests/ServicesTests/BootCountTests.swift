import Decisions
import Foundation
import Inventory
import NetTypes
import Services
import Store
import TestSupport
import Testing

@Suite("Real clients' network boots")
struct BootCountTests {
    /// How many an arm is charged with in each capture of one power-on, or of two.
    static let counts = [
        "bios-ipxe-chain": 1, "bios-ipxe-e1000": 1, "bios-ipxe-virtio": 1, "uefi-http": 1, "uefi-http-grub": 1,
        "uefi-pxe-native": 1, "uefi-shim-grub": 1,
        // The card's iPXE tries first, fails, and the firmware tries for itself.
        "uefi-pxe-ipxerom": 2,
        // A whole installation and the restart after it, which UEFI begins from the disk.
        "install-bios": 2, "install-uefi": 1,
    ]

    @Test(
        "count once, however many programs of one boot ask for an address", arguments: CaptureTests.captures.map(\.name)
    )
    func count(name: String) throws {
        let captured = try #require(CaptureTests.captures.first { $0.name == name })
        let mac = try #require(MACAddress(number: 0x5254_0077_0000 + captured.machine))
        let file = CaptureTests.folder.appending(path: "\(name).pcap")
        let heard = try PcapFile(Array(Data(contentsOf: file))).datagrams.filter { $0.isDHCP && $0.isForServer }
        let start = try #require(heard.first?.time)
        let store = try Store.open(at: Store.inMemory)
        let policy = BootPolicy(loaders: [:], url: "http://10.77.0.1")
        let pool = IPv4Range.sample(captured.address, captured.address)
        var desk = LeaseDesk(
            LeasePolicy(isAuthoritative: true, unknownMachines: .prompt, subnets: [.sample(pools: [pool])]),
            ownAddresses: [.server]
        ) { _ in policy }
        try store.transaction { transaction in
            try transaction.save(Machine(mac: mac, profile: .sample("api"), state: .armed).sampleArmed())
        }

        for datagram in heard {
            _ = try store.transaction { transaction in
                try desk.handle(
                    datagram.payload.span,
                    from: Arrival(link: .server, isBroadcast: datagram.destination == .broadcast),
                    at: .noon + (datagram.time - start), &transaction)
            }
        }

        let machine = try #require(store.read { $0.machines[mac] })
        #expect(machine.state == .booting)
        #expect(machine.arm?.boots == Self.counts[name])
    }
}
