import DHCPWire
import Decisions
import Inventory
import NetTypes
import TestSupport
import Testing

/// 10.77.0.0/24 is the link's; 192.0.2.0/24 and 198.51.100.0/24 lie behind relays.
private let subnets = ["10.77.0.0/24", "192.0.2.0/24", "198.51.100.0/24"].compactMap { IPv4Prefix($0) }
    .map { Subnet(prefix: $0) }

private func network(
    of message: DHCPMessage, to local: IPv4Address = .server, isBroadcast: Bool = true
) throws -> ServedNetwork? {
    ServedNetwork(
        of: try ClientRequest(message), from: Arrival(link: .server, local: local, isBroadcast: isBroadcast),
        among: subnets)
}

@Suite("The network that a client is in, RFC 2131 §4.3.1, RFC 3527, RFC 5107")
struct ServedNetworkTests {
    @Test(
        "a relay says where its client is; without one it is the link, or where a client that renews has its address",
        arguments: [
            ("0.0.0.0", "0.0.0.0", true, "10.77.0.0/24"),
            ("192.0.2.1", "0.0.0.0", false, "192.0.2.0/24"),
            ("192.0.2.1", "198.51.100.9", false, "192.0.2.0/24"),
            ("203.0.113.1", "0.0.0.0", false, nil),
            // Renewing and releasing, past the relay.
            ("0.0.0.0", "192.0.2.9", false, "192.0.2.0/24"),
            ("0.0.0.0", "203.0.113.9", false, nil),
            // Rebinding: whoever is heard on the link is in the link's network, whatever it says.
            ("0.0.0.0", "192.0.2.9", true, "10.77.0.0/24"),
            // Nothing can be sent to these.
            ("255.255.255.255", "0.0.0.0", false, nil), ("127.0.0.1", "0.0.0.0", false, nil),
        ] as [(String, String, Bool, String?)])
    func place(relay: String, client: String, isBroadcast: Bool, expected: String?) throws {
        let message = DHCPMessage.client(
            .request, ciaddr: try #require(IPv4Address(client)), giaddr: try #require(IPv4Address(relay)))

        let found = try network(of: message, isBroadcast: isBroadcast)

        #expect(found?.subnet.prefix.description == expected)
        #expect(found.map { $0.isOnLink } == expected.map { $0 == "10.77.0.0/24" })
    }

    @Test("a relay may select another network than its own; what it adds without being a relay counts for nothing")
    func linkSelection() throws {
        let message = { (relay: IPv4Address) in
            DHCPMessage.client(.discover, giaddr: relay) { options in
                options.append(.relayAgentInformation, [1, 2, 0, 7, 5, 4, 198, 51, 100, 0, 11, 4, 198, 51, 100, 1])
            }
        }

        let relayed = try network(of: message(IPv4Address(192, 0, 2, 1)), isBroadcast: false)
        let direct = try network(of: message(.any))

        #expect(relayed?.subnet.prefix.description == "198.51.100.0/24")
        #expect(relayed?.identifier == IPv4Address(198, 51, 100, 1))
        #expect(relayed?.address == .server)
        #expect(direct?.subnet.prefix.description == "10.77.0.0/24")
        #expect(direct?.identifier == .server)
    }

    @Test(
        "what a relay writes wrong selects nothing",
        arguments: [[5, 3, 198, 51, 100], [5, 4, 0, 0, 0, 0], [5, 9, 1]] as [[UInt8]])
    func unreadable(information: [UInt8]) throws {
        let message = DHCPMessage.client(.discover, giaddr: IPv4Address(192, 0, 2, 1)) {
            $0.append(.relayAgentInformation, information)
        }

        #expect(try network(of: message)?.subnet.prefix.description == "192.0.2.0/24")
    }

    @Test("the server is known by the address that was written to")
    func ownAddress() throws {
        let relayed = DHCPMessage.client(.discover, giaddr: IPv4Address(192, 0, 2, 1))

        #expect(try network(of: relayed, to: .sample(2), isBroadcast: false)?.address == .sample(2))
        #expect(try network(of: relayed, to: .sample(2), isBroadcast: false)?.identifier == .sample(2))
    }
}
