import DHCPWire
import Decisions
import Inventory
import NetTypes
import TestSupport
import Testing

@Suite("What a client's message says")
struct ClientRequestTests {
    private static let ipxe = Array("iPXE".utf8)
    /// Features of a ROM as the captures have them: HTTP (19) among others.
    private static let features: [UInt8] = [0xb1, 5, 1, 0x1a, 0xf4, 0x10, 0, 0xeb, 3, 1, 0, 0, 0x17, 1, 1, 0x13, 1, 1]

    /// A client, by what it sends in options 60, 93, 77, 175 and others.
    struct Client: Sendable {
        var vendorClass: String?
        var architectures: [UInt16] = []
        var userClass: [UInt8] = []
        var features: [UInt8] = []
        var identifier: [UInt8] = []
        var name: String?
        var wanted: [UInt8] = []

        func fill(_ options: inout DHCPOptions) {
            if let vendorClass { options.append(.vendorClass, vendorClass) }
            if !architectures.isEmpty { options.append(.architectures, architectures) }
            if !userClass.isEmpty { options.append(.userClass, userClass) }
            if !features.isEmpty { options.append(.ipxe, features) }
            if !identifier.isEmpty { options.append(.clientIdentifier, identifier) }
            if let name { options.append(.hostName, name) }
            if !wanted.isEmpty { options.append(.parameterRequestList, wanted) }
        }
    }

    @Test(
        "who speaks is known by the vendor class, the architecture and iPXE's user class",
        arguments: [
            // Firmware
            (Client(vendorClass: "PXEClient:Arch:00007:UNDI:003000", architectures: [7]), .firmware(.uefiX64)),
            (Client(vendorClass: "PXEClient:Arch:00009:UNDI:003000", architectures: [9]), .firmware(.uefiX64)),
            (Client(vendorClass: "HTTPClient:Arch:00016:UNDI:003000", architectures: [16]), .firmware(.uefiX64HTTP)),
            (Client(vendorClass: "PXEClient:Arch:00011:UNDI:003000", architectures: [11]), .firmware(.uefiARM64)),
            (Client(vendorClass: "HTTPClient:Arch:00019:UNDI:003000", architectures: [19]), .firmware(.uefiARM64HTTP)),
            (Client(vendorClass: "PXEClient:Arch:00000:UNDI:002001", architectures: [0]), .firmware(.bios)),
            // 93 goes before the vendor class, which goes before nothing at all
            (Client(vendorClass: "PXEClient:Arch:00000:UNDI:002001", architectures: [7]), .firmware(.uefiX64)),
            (Client(vendorClass: "PXEClient:Arch:00007:UNDI:003000"), .firmware(.uefiX64)),
            (Client(vendorClass: "PXEClient"), .firmware(.bios)),
            (Client(vendorClass: "PXEClient:Arch:"), .firmware(.bios)),
            (Client(vendorClass: "PXEClient:Arch:99999:UNDI:003000"), .firmware(.bios)),
            // The first of several that there is a loader for
            (Client(vendorClass: "PXEClient", architectures: [6, 7]), .firmware(.uefiX64)),
            (Client(vendorClass: "PXEClient", architectures: [7, 11]), .firmware(.uefiX64)),
            (Client(vendorClass: "PXEClient:Arch:00006", architectures: [6]), .unknownFirmware(architecture: 6)),
            (Client(vendorClass: "PXEClient", architectures: [6, 10]), .unknownFirmware(architecture: 6)),
            // iPXE, whose user class is bare, or as RFC 3004 has it
            (
                Client(vendorClass: "PXEClient:Arch:00000", architectures: [0], userClass: ipxe, features: features),
                .ipxe(.bios, speaksHTTP: true)
            ),
            (
                Client(vendorClass: "PXEClient:Arch:00007", architectures: [7], userClass: [4] + ipxe),
                .ipxe(.uefiX64, speaksHTTP: false)
            ),
            (
                Client(vendorClass: "PXEClient", userClass: ipxe, features: [19, 1, 0]),
                .ipxe(.bios, speaksHTTP: false)
            ),
            (Client(vendorClass: "PXEClient", userClass: ipxe, features: [19]), .ipxe(.bios, speaksHTTP: false)),
            (Client(vendorClass: "PXEClient", userClass: ipxe, features: [19, 0]), .ipxe(.bios, speaksHTTP: false)),
            (Client(vendorClass: "PXEClient", userClass: ipxe, features: [8, 9, 1]), .ipxe(.bios, speaksHTTP: false)),
            (
                Client(vendorClass: "PXEClient", userClass: ipxe, features: [0, 19, 1, 1, 255]),
                .ipxe(.bios, speaksHTTP: true)
            ),
            (
                Client(vendorClass: "PXEClient", userClass: ipxe, features: [255, 19, 1, 1]),
                .ipxe(.bios, speaksHTTP: false)
            ),
            (Client(vendorClass: "PXEClient", userClass: Array("iPXE!".utf8)), .firmware(.bios)),
            // GRUB's net_dhcp: 53 alone in its DISCOVER, and what it asks for in its REQUEST
            (Client(), .grub),
            (Client(wanted: [1, 3, 6, 15, 12, 17, 18, 60]), .grub),
            // The installer, and systems: dhclient, systemd-networkd, an initramfs' udhcpc
            (Client(vendorClass: "d-i", identifier: [1, 2], wanted: [1, 3, 6, 12, 15, 28, 42]), .installer),
            (Client(identifier: [255, 1], name: "api-1", wanted: [1, 28, 2, 3, 15, 6, 119, 12]), .system),
            (Client(identifier: [255, 1], wanted: [1, 3, 12, 15, 6, 33, 121, 42]), .system),
            (Client(wanted: [1, 3, 6]), .system),
            (Client(name: "printer"), .system),
            (Client(vendorClass: "udhcp 1.35.0", wanted: [1, 3, 6, 12, 15, 28, 42]), .system),
            (Client(vendorClass: "d-i2"), .system),
            (Client(vendorClass: "", architectures: [7]), .system),
        ] as [(Client, Speaker)])
    func speaker(client: Client, speaker: Speaker) throws {
        #expect(try ClientRequest(.client(.discover, client.fill)).speaker == speaker)
    }

    @Test("every option that a decision looks at is read")
    func options() throws {
        let request = try ClientRequest(
            .client(.request, ciaddr: .sample(9)) { options in
                options.append(.requestedAddress, .sample(42))
                options.append(.serverIdentifier, .server)
                options.append(.leaseTime, .minutes(5))
            })

        #expect(request.type == .request)
        #expect(request.mac == .sample(1))
        #expect(request.requestedAddress == .sample(42))
        #expect(request.serverIdentifier == .server)
        #expect(request.requestedTime == .minutes(5))
        #expect(request.namedAddress == .sample(9))
    }

    @Test(
        "a message with an option that means nothing is malformed, and says which",
        arguments: [(50, "dhcp-requested-address"), (54, "dhcp-server-identifier")] as [(UInt8, String)], [0, 3, 5])
    func malformed(option: (code: UInt8, name: String), count: Int) {
        let message = DHCPMessage.client(.request) {
            $0.append(code: option.code, Array(repeating: 1, count: count))
        }

        #expect(
            throws: QuietReason.malformed(
                WireError("option \(option.code) (\(option.name))", at: 0, .short(wanted: 4, had: count)))
        ) { try ClientRequest(message) }
    }

    @Test("a wish that cannot be read is none", arguments: [0, 3, 5])
    func unreadableTime(count: Int) throws {
        let message = DHCPMessage.client(.request) { $0.append(code: 51, Array(repeating: 1, count: count)) }

        #expect(try ClientRequest(message).requestedTime == nil)
    }

    @Test(
        "firmware that says of itself what cannot be read is known by what can be",
        arguments: [
            ([0], "PXEClient:Arch:00007:UNDI:003000", "uefi-x64"), ([], "PXEClient:Arch:00000", "bios"),
            ([0, 7, 0], "PXEClient", "bios"), ([7], "PXEClient:Arch:x", "bios"),
            ([0, 99], "PXEClient:Arch:00007", "unknown-firmware-99"), ([0, 99, 0, 7], "PXEClient", "uefi-x64"),
        ] as [([UInt8], String, String)])
    func unreadableFirmware(architectures: [UInt8], vendorClass: String, speaker: String) throws {
        let message = DHCPMessage.client(.discover) { options in
            options.append(code: 93, architectures)
            options.append(.vendorClass, vendorClass)
            options.append(code: 175, [1])
        }

        #expect(try ClientRequest(message).speaker.description == speaker)
    }

    @Test("what no client sends, BOOTP, and what has no machine's address are left alone")
    func unanswerable() {
        var reply = DHCPMessage.client(.discover)
        reply.operation = .reply
        var bootp = DHCPMessage.client(.discover)
        bootp.options = DHCPOptions()
        var infiniband = DHCPMessage.client(.discover)
        infiniband.hardwareType = 32

        #expect(throws: QuietReason.notARequest) { try ClientRequest(reply) }
        #expect(throws: QuietReason.bootp) { try ClientRequest(bootp) }
        #expect(throws: QuietReason.noMACAddress) { try ClientRequest(infiniband) }
    }
}
