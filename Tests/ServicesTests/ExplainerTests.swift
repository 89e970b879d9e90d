import DHCPWire
import Decisions
import Inventory
import NetTypes
import Services
import Settings
import TestSupport
import Testing
import YAML

@Suite("What a daemon would answer, without one")
struct ExplainerTests {
    @Test("what was answered before counts, and nothing else is kept")
    func goesOn() throws {
        var explainer = try explainer()

        let offer = try explainer.explain(.heard(.client(.discover)))
        let address = try #require(offer.answer?.message.yourAddress)
        let ack = try explainer.explain(
            .heard(
                .client(.request) { options in
                    options.append(.serverIdentifier, .server)
                    options.append(.requestedAddress, address)
                }))

        #expect(ack.reasons.first == "\(address) is acknowledged for 1h00m: it was offered to it shortly before")
        #expect(explainer.store.read { $0.leases[address]?.mac } == .sample(1))
    }

    @Test("a network behind a relay fetches from the daemon's address, not from that of the host of the explainer")
    func distant() throws {
        let ipxe = DHCPMessage.client(.discover, giaddr: IPv4Address(192, 0, 2, 1), SampleClient.ipxe.fill)
        var explainer = try explainer()

        let explanation = try explainer.explain(
            .heard(ipxe, from: Arrival(link: .server, isBroadcast: false, peerPort: 67)))

        #expect(explanation.reasons.contains("in 192.0.2.0/24: its relay is 192.0.2.1 (giaddr)"))
        #expect(explanation.reasons.last?.hasPrefix("boot file http://10.77.0.1/boot.ipxe: ") == true)
    }

    @Test("a message to another port than DHCP's is not heard")
    func otherPort() throws {
        var explainer = try explainer()

        let explanation = try explainer.explain(.heard(.client(.discover), port: 4011))

        #expect(explanation.line == nil)
        #expect(explanation.reasons == ["not heard by the daemon: it goes to port 4011, and the daemon listens on 67"])
    }

    private func explainer() throws -> Explainer {
        let text = """
            dhcp:
              interfaces: [br0]
              subnets:
                - { subnet: 192.0.2.0/24, pools: [192.0.2.100 - 192.0.2.200] }
                - { subnet: 10.77.0.0/24, pools: [10.77.0.100 - 10.77.0.200] }
            """
        return try Explainer(
            Configuration.read(TextFile(name: "amorce.yaml", bytes: Array(text.utf8))), knowing: KnownState(),
            link: .server, ownAddresses: [.server])
    }
}

extension HeardMessage {
    fileprivate static func heard(
        _ message: DHCPMessage, from arrival: Arrival = Arrival(link: .server), port: UInt16 = 67
    ) -> Self {
        Self(message.encoded(), arrival: arrival, port: port, peer: .any, time: .noon)
    }
}
