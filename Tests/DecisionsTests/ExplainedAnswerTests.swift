import DHCPWire
import Decisions
import Inventory
import NetTypes
import TestSupport
import Testing

@Suite("Answers, explained")
struct ExplainedAnswerTests {
    private static let subnet = Subnet.sample()
    private let network = ServedNetwork(address: .server, subnet: Self.subnet)

    @Test(
        "the boot file says which firmware it is for, and how that was known",
        arguments: [
            (
                .pxeBIOS,
                "boot file pxelinux.0 from 10.77.0.1: it is bios firmware, by option 60 (vendor-class-identifier): PXEClient:Arch:00000:UNDI:002001"
            ),
            (
                .pxeUEFI,
                "boot file debian-installer/amd64/bootnetx64.efi from 10.77.0.1: it is uefi-x64 firmware, by option 93 (client-system): 7"
            ),
            (
                .ipxe,
                "boot file http://10.77.0.1/boot.ipxe: it is iPXE (option 77) on bios firmware, by option 93 (client-system): 0; it can fetch by HTTP (option 175, feature 19)"
            ),
            (
                .installer,
                "no boot file: it is the Debian installer (option 60 is d-i), which would take one for its preseed file"
            ),
            (
                .system,
                "no boot file: it does not boot from the network (option 60 is neither PXEClient nor HTTPClient)"
            ),
        ] as [(SampleClient, String)])
    func bootFile(client: SampleClient, reason: String) throws {
        let explanation = try explain(.client(.discover, client.fill))

        #expect(explanation.reasons.last == reason)
    }

    @Test("each option says where it comes from")
    func origins() throws {
        let request = DHCPMessage.client(.discover, giaddr: .sample(254)) { options in
            options.append(.clientIdentifier, [1, 2])
            options.append(.relayAgentInformation, [1, 1, 0x61])
        }
        let profile = ConfiguredOption(code: 42, value: [10, 77, 0, 2])
        let machine = ConfiguredOption(code: 7, value: [10, 77, 0, 3])
        let told = ReplyOption.all(of: Self.subnet).overridden(by: [profile], of: .profile(.sample("api")))
            .overridden(by: [machine], of: .machine(.sample(1)))

        let origins = try #require(explain(request, told: told).answer).origins

        #expect(origins[1] == "subnet 10.77.0.0/24")
        #expect(origins[42] == "profile api")
        #expect(origins[7] == "machine 52:54:00:00:00:01")
        #expect(origins[51] == "daemon")
        #expect(origins[12] == "daemon")
        #expect(origins[61] == "client")
        #expect(origins[82] == "relay")
    }

    @Test(
        "the destination is told in words",
        arguments: [
            (.client(.discover), "10.77.0.100 at 52:54:00:00:00:01, port 68"),
            (.client(.discover, flags: .broadcast), "everyone on the link, port 68"),
            (.client(.discover, giaddr: .sample(254)), "the relay 10.77.0.254, port 67"),
            (.client(.inform, ciaddr: .sample(9)), "10.77.0.9, port 68"),
        ] as [(DHCPMessage, String)])
    func destinations(message: DHCPMessage, words: String) throws {
        #expect(try explain(message).answer?.destination == words)
    }

    @Test("a probe before an offer is told of")
    func probe() throws {
        let reasons = try explain(.client(.discover), isProbed: true).reasons

        #expect(reasons.contains("first the network is asked whether somebody uses it (dhcp.probe-before-offer)"))
    }

    private func explain(
        _ message: DHCPMessage, told: [ReplyOption] = ReplyOption.all(of: subnet), isProbed: Bool = false
    ) throws -> Explanation {
        let request = try ClientRequest(message)
        let facts = Situation().facts(for: request)
        let decision = LeaseDecision(for: request, facts)
        let boot = BootInstructions(
            for: request.speaker, policy: BootPolicy(loaders: [:], url: "http://10.77.0.1"),
            nextServer: .server)
        let answer = DHCPAnswer(
            to: request, decision, from: Arrival(link: .server), network: network,
            name: HostName(provisionalFor: request.mac), told: told, boot: boot, now: .noon)
        return Explanation(
            of: decision, about: request, knowing: LeaseKnowledge(facts: facts, told: told, boot: boot), answer: answer,
            isProbed: isProbed, line: "")
    }
}
