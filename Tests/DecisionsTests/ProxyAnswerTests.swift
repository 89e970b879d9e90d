import DHCPWire
import Decisions
import Inventory
import NetTypes
import TestSupport
import Testing

@Suite("What a machine is told beside another DHCP server")
struct ProxyAnswerTests {
    private static let policy = BootPolicy(loaders: [:], url: "http://10.77.0.1")

    private func answer(
        to message: DHCPMessage, _ decision: ProxyDecision = .offer, at door: ProxyDoor = .dhcp,
        from arrival: Arrival = Arrival(link: .server), peer: IPv4Address = .any
    ) throws -> ProxyAnswer {
        let request = try ClientRequest(message)
        let boot = try #require(BootInstructions(for: request.speaker, policy: Self.policy, nextServer: .server))
        return try #require(
            ProxyAnswer(
                to: request, decision, at: door, from: arrival, peer: peer,
                network: ServedNetwork(address: .server, subnet: .sample()), boot: boot))
    }

    @Test(
        "an offer names the boot file for the firmware, and of addresses only this server's own",
        arguments: [
            (SampleClient.pxeBIOS, "pxelinux.0"), (.pxeUEFI, "debian-installer/amd64/bootnetx64.efi"),
            (.httpUEFI, "http://10.77.0.1/boot/debian-installer/amd64/bootnetx64.efi"),
            (.ipxe, "http://10.77.0.1/boot.ipxe"),
        ])
    func offer(client: SampleClient, file: String) throws {
        let reply = try answer(to: .client(.discover, client.fill)).message

        #expect(reply.operation == .reply)
        #expect(reply.transactionID == 0x1234_5678)
        #expect(reply.yourAddress == .any)
        #expect(reply.nextServer == .server)
        #expect(reply.bootFile == Array(file.utf8))
        #expect(try reply.options.value(.messageType) == .offer)
        #expect(try reply.options.value(.serverIdentifier) == .server)
        #expect(try reply.options.value(.tftpServerName) == "10.77.0.1")
        #expect(try reply.options.value(.bootFileName) == file)
        let told = Set(reply.options.entries.map(\.code))
        #expect(told.isSubset(of: [53, 54, 60, 43, 66, 67]))
    }

    @Test("PXE firmware is told to take the boot file from this very offer", arguments: [SampleClient.pxeBIOS, .ipxe])
    func discoveryControl(client: SampleClient) throws {
        let options = try answer(to: .client(.discover, client.fill)).message.options

        #expect(try options.value(.vendorClass) == "PXEClient")
        #expect(try options.value(.vendorOptions) == [6, 1, 8, 255])
    }

    @Test("HTTP firmware is answered as such")
    func http() throws {
        let options = try answer(to: .client(.discover, SampleClient.httpUEFI.fill)).message.options

        #expect(try options.value(.vendorClass) == "HTTPClient")
        #expect(!options.contains(OptionKey.vendorOptions.code))
    }

    @Test(
        "the boot item that is asked for goes back", arguments: [[71, 4, 0x80, 0, 0, 0, 255], [71, 4, 0x80, 0, 0, 0]])
    func bootItem(asked: [UInt8]) throws {
        let message = DHCPMessage.client(.request, ciaddr: .sample(50)) { options in
            SampleClient.pxeUEFI.fill(&options)
            options.append(.vendorOptions, asked)
        }

        let reply = try answer(to: message, .acknowledge, at: .boot).message

        #expect(try reply.options.value(.messageType) == .ack)
        #expect(try reply.options.value(.vendorOptions) == [71, 4, 0x80, 0, 0, 0, 255])
        #expect(reply.clientAddress == .sample(50))
    }

    @Test("vendor options that cannot be read are none")
    func badVendorOptions() throws {
        let message = DHCPMessage.client(.request) { options in
            SampleClient.pxeUEFI.fill(&options)
            options.append(.vendorOptions, [71, 9, 1])
        }

        #expect(try answer(to: message).message.options.value(.vendorOptions) == [6, 1, 8, 255])
    }

    @Test("identifiers go back as they came, and last what a relay added")
    func echoed() throws {
        let message = DHCPMessage.client(.discover, giaddr: .sample(9)) { options in
            options.append(.relayAgentInformation, [1, 1, 7])
            SampleClient.pxeUEFI.fill(&options)
            options.append(.clientIdentifier, [1, 2, 3])
            options.append(.machineIdentifier, [0, 4, 5])
        }

        let options = try answer(to: message).message.options

        #expect(options.entries.suffix(3).map(\.code) == [61, 97, 82])
        #expect(try options.value(.clientIdentifier) == [1, 2, 3])
        #expect(try options.value(.machineIdentifier) == [0, 4, 5])
        #expect(try options.value(.relayAgentInformation) == [1, 1, 7])
    }

    @Test("who has no address is told with everyone on the link; who asks through a relay, through it")
    func destinations() throws {
        let fill = SampleClient.pxeUEFI.fill
        let from = Arrival(link: .server, isBroadcast: false, peerPort: 4000)

        let link = try answer(to: .client(.discover, fill))
        let relay = try answer(to: .client(.discover, giaddr: .sample(9), fill), from: from)
        let inform = try answer(to: .client(.inform, ciaddr: .sample(50), fill), .acknowledge)
        let boot = try answer(
            to: .client(.request, ciaddr: .sample(50), fill), .acknowledge, at: .boot, from: from, peer: .sample(51))
        let unnamed = try answer(to: .client(.request, fill), .acknowledge, at: .boot, from: from, peer: .any)

        #expect(link.destination == .broadcast && link.port == 68)
        #expect(relay.destination == .sample(9) && relay.port == 67)
        #expect(inform.destination == .sample(50) && inform.port == 68)
        #expect(boot.destination == .sample(51) && boot.port == 4000)
        #expect(unnamed.destination == .broadcast && unnamed.port == 68)
        for answer in [link, relay, inform, boot, unnamed] { #expect(answer.source == .server) }
    }

    @Test("silence sends nothing")
    func quiet() throws {
        let request = try ClientRequest(.client(.discover, SampleClient.pxeUEFI.fill))
        let boot = try #require(BootInstructions(for: request.speaker, policy: Self.policy, nextServer: .server))

        let answer = ProxyAnswer(
            to: request, .stayQuiet(.noLoader), at: .dhcp, from: Arrival(link: .server), peer: .any,
            network: ServedNetwork(address: .server, subnet: .sample()), boot: boot)

        #expect(answer == nil)
    }
}
