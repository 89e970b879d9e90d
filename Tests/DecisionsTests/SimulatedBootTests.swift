import DHCPWire
import Decisions
import Inventory
import NetTypes
import Testing

private let server = IPv4Address(10, 77, 0, 1)

private func client(_ kind: SimulatedClient.Kind) throws -> SimulatedClient {
    SimulatedClient(kind, mac: try #require(MACAddress("52:54:00:77:00:11")), transactionID: 7)
}

@Suite("A machine that is played")
struct SimulatedClientTests {
    @Test(
        "is taken for what it plays",
        arguments: [
            (SimulatedClient.Kind.bios, Speaker.firmware(.bios)), (.uefi, .firmware(.uefiX64)),
            (.uefiHTTP, .firmware(.uefiX64HTTP)), (.uefiARM64, .firmware(.uefiARM64)),
            (.ipxe, .ipxe(.bios, speaksHTTP: true)),
        ])
    func speaker(kind: SimulatedClient.Kind, speaker: Speaker) throws {
        let request = try ClientRequest(client(kind).discover)

        #expect(request.speaker == speaker && request.type == .discover)
        #expect(request.message.flags.contains(.broadcast) && request.mac.description == "52:54:00:77:00:11")
    }

    @Test("takes an offer, and hears what is meant for it alone")
    func exchange() throws {
        let client = try client(.uefi)
        var offer = DHCPMessage(
            operation: .reply, transactionID: 7, yourAddress: IPv4Address(10, 77, 0, 100),
            hardwareAddress: DHCPMessage.HardwareAddress(client.mac))
        offer.options.append(.messageType, .offer)
        #expect(client.type(of: offer) == .offer && client.request(offer) == nil)
        offer.options.append(.serverIdentifier, server)

        let request = try ClientRequest(#require(client.request(offer)))

        #expect(request.requestedAddress == offer.yourAddress && request.serverIdentifier == server)
        offer.transactionID = 8
        #expect(client.type(of: offer) == nil && client.type(of: client.discover) == nil)
        let release = client.release(offer.yourAddress, to: server)
        #expect(try ClientRequest(release).type == .release && release.clientAddress == offer.yourAddress)
    }
}

@Suite("A boot that is played")
struct SimulatedBootTests {
    private func urls(_ kind: SimulatedClient.Kind, _ file: String) throws -> [String] {
        var boot = SimulatedBoot(try client(kind), file: file, server: server, typing: nil, installs: false)
        return sequence(state: ()) { _ in boot.next()?.url }.map { $0 }
    }

    @Test("loads what its firmware loads")
    func loaders() throws {
        #expect(
            try urls(.bios, "pxelinux.0") == [
                "tftp://10.77.0.1/pxelinux.0", "tftp://10.77.0.1/ldlinux.c32",
                "tftp://10.77.0.1/pxelinux.cfg/01-52-54-00-77-00-11",
            ])
        #expect(
            try urls(.uefi, "debian-installer/amd64/bootnetx64.efi") == [
                "tftp://10.77.0.1/debian-installer/amd64/bootnetx64.efi",
                "tftp://10.77.0.1/debian-installer/amd64/grubx64.efi",
                "tftp://10.77.0.1/debian-installer/amd64/grub/grub.cfg",
            ])
        #expect(
            try urls(.uefiHTTP, "http://10.77.0.1/boot/debian-installer/amd64/bootnetx64.efi") == [
                "http://10.77.0.1/boot/debian-installer/amd64/bootnetx64.efi",
                "http://10.77.0.1/boot/debian-installer/amd64/grubx64.efi",
                "http://10.77.0.1/debian-installer/amd64/grub/grub.cfg",
            ])
        #expect(
            try urls(.uefiARM64, "a/bootnetaa64.efi").last == "tftp://10.77.0.1/debian-installer/arm64/grub/grub.cfg")
        #expect(try urls(.ipxe, "http://10.77.0.1/boot.ipxe") == ["http://10.77.0.1/boot.ipxe"])
        #expect(try urls(.ipxe, "pxelinux.0").count == 3)
    }

    private static let pxelinux = """
        ui vesamenu.c32
        timeout 5
        timeout 10
        label -
            menu label armed
        label api
            menu default
            kernel ::install/api/linux
            append initrd=::install/api/initrd.gz auto=true url=http://10.77.0.1/build/0123456789abcdef0123456789abcdef/api/preseed.cfg
        label ui
            kernel ::install/ui/linux
            append initrd=::install/ui/initrd.gz
        label local
            localboot 0
        """
    private static let grub = """
        set default=api
        set timeout=1
        menuentry "about" --id about {
            true
        }
        menuentry "1  api" --id api --hotkey=1 {
            if linux (http,10.77.0.1)/boot/install/api/linux BOOTIF=01-$net_default_mac auto=true; then
                initrd (http,10.77.0.1)/boot/install/api/initrd.gz
            else
                linux /install/api/linux BOOTIF=01-$net_default_mac auto=true
                initrd /install/api/initrd.gz
            fi
        }
        """
    private static let ipxe = """
        #!ipxe
        choose --default api --timeout 1000 chosen || goto menu
        :chosen-api
        kernel http://10.77.0.1/boot/install/api/linux initrd=initrd.gz auto=true || goto failed
        initrd --name initrd.gz http://10.77.0.1/boot/install/api/initrd.gz || goto failed
        :chosen-local
        """

    @Test(
        "goes on with what the menu boots by itself",
        arguments: [
            (SimulatedClient.Kind.bios, MenuLoader.pxelinux, pxelinux, "tftp://10.77.0.1/install/api/"),
            (.uefi, .grub, grub, "http://10.77.0.1/boot/install/api/"),
            (.ipxe, .ipxe, ipxe, "http://10.77.0.1/boot/install/api/"),
        ])
    func menus(kind: SimulatedClient.Kind, loader: MenuLoader, text: String, folder: String) throws {
        var boot = SimulatedBoot(try client(kind), file: "x.ipxe", server: server, typing: nil, installs: false)

        let step = boot.read(text, of: loader)

        #expect(!step.isFailure && step.got == "boots api by itself after 1.0s", "\(step.got)")
        #expect(step.reasons.last?.contains("auto=true") == true && !step.reasons.joined().contains("$net_default_mac"))
        #expect(!step.reasons.joined().contains("initrd") && !step.reasons.joined().contains("0123456789abcdef"))
        #expect(boot.next()?.url == folder + "linux" && boot.next()?.url == folder + "initrd.gz" && boot.next() == nil)
    }

    @Test("types a name, and fetches the preseed file where an installation is wanted")
    func typed() throws {
        let client = try client(.bios)
        var boot = SimulatedBoot(
            client, file: "pxelinux.0", server: server, typing: ProfileName("ui"), installs: true)
        #expect(boot.read(Self.pxelinux, of: .pxelinux).got == "boots ui by its name")
        boot = SimulatedBoot(client, file: "pxelinux.0", server: server, typing: nil, installs: true)
        _ = boot.read(Self.pxelinux, of: .pxelinux)
        _ = (boot.next(), boot.next())
        #expect(boot.next()?.meaning == .preseed)
        boot = SimulatedBoot(client, file: "pxelinux.0", server: server, typing: ProfileName("db"), installs: false)
        #expect(boot.read(Self.pxelinux, of: .pxelinux).isFailure)
    }

    @Test(
        "ends at the disk where the menu says so",
        arguments: [
            (
                MenuLoader.pxelinux,
                "say api-1, x: it is running. Booting from the disk.\ndefault local\nlabel local\n localboot 0"
            ),
            (.grub, "    echo \"No loader.\"\necho \"api-1, x: it is running. Booting from the disk.\"\nboot_disk"),
            (
                .ipxe,
                "#!ipxe\necho api-1, x: it is running. Booting from the disk.\ngoto chosen-local\n:chosen-local\nsanboot"
            ),
        ])
    func disk(loader: MenuLoader, text: String) throws {
        var boot = SimulatedBoot(try client(.bios), file: "pxelinux.0", server: server, typing: nil, installs: false)
        let step = boot.read(text, of: loader)
        #expect(step.got == "boots its disk" && !step.isFailure)
        #expect(step.reasons == ["api-1, x: it is running. Booting from the disk."])
    }
}
