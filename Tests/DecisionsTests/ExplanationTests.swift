import DHCPWire
import Decisions
import Inventory
import NetTypes
import TestSupport
import Testing

@Suite("Decisions, explained")
struct ExplanationTests {
    @Test(
        "an offer says why it is this address",
        arguments: [
            (Situation(reserved: 50), nil, "it is reserved for this machine"),
            (Situation(lease: .own(101)), nil, "it is its own lease"),
            (Situation(lease: .own(101, ranOut: true)), nil, "it was its own lease, and nobody has had it since"),
            (Situation(offered: 102), nil, "it was offered to it shortly before"),
            (Situation(), 103, "it is what the client asks for, and free"),
            (Situation(), nil, "it is free in the pool; where the search begins goes by the MAC address"),
        ] as [(Situation, UInt8?, String)])
    func origins(situation: Situation, asked: UInt8?, reason: String) throws {
        let reasons = try explain(.client(.discover, asking: asked), in: situation)

        #expect(reasons.count == 1)
        #expect(reasons.first?.hasSuffix(reason) == true, "\(reasons)")
    }

    @Test("an offer says what stood in the way of a better address")
    func passedOver() throws {
        let situation = Situation(lease: .own(101, ranOut: true), reserved: 50, held: [50, 101])

        let reasons = try explain(.client(.discover, asking: 1), in: situation)

        #expect(
            reasons == [
                "10.77.0.100 is offered for 1h00m: it is free in the pool; where the search begins goes by the MAC address",
                "not 10.77.0.50, reserved for this machine: 10.77.0.50 is leased to another machine, or in quarantine after a conflict",
                "not 10.77.0.101, its own lease before: 10.77.0.101 was found in use by another, and is in quarantine",
                "not 10.77.0.1, what the client asks for: 10.77.0.1 is this server's own, a router's or the relay's",
            ])
    }

    @Test(
        "every other decision says what is done and why",
        arguments: [
            (
                .client(.request, asking: 100, of: .server), Situation(),
                "10.77.0.100 is acknowledged for 1h00m: it is what the client asks for, and free"
            ),
            (
                .client(.request, asking: 100, of: .server), Situation(lease: .own(101)),
                "10.77.0.100 is acknowledged for 1h00m: it is what the client asks for, and free; 10.77.0.101, which it leased, is given up for it"
            ),
            (
                .client(.request, asking: 102, of: .sample(2)), Situation(),
                "left alone: the client chose another server, 10.77.0.2 (option 54)"
            ),
            (
                .client(.request, asking: nil), Situation(),
                "left alone: the request names no address, neither in ciaddr nor in option 50"
            ),
            (
                .client(.request, asking: IPv4Address(192, 0, 2, 7), of: nil, ciaddr: .any), Situation(),
                "refused: 192.0.2.7 is not in 10.77.0.0/24, where the client is; the client starts over with a discover"
            ),
            (
                .client(.request, asking: IPv4Address(192, 0, 2, 7), of: nil, ciaddr: .any),
                Situation(isAuthoritative: false),
                "left alone: 192.0.2.7 is not in 10.77.0.0/24, where it is heard, and dhcp.authoritative is false"
            ),
            (
                .client(.request, asking: 102), Situation(isAuthoritative: false),
                "left alone: no lease of this client is known, and dhcp.authoritative is false: it may be another server's"
            ),
            (
                .client(.request, asking: 102), Situation(),
                "refused: no lease of 10.77.0.102 to this machine is known; the client starts over with a discover"
            ),
            (
                .client(.request, asking: 102), Situation(lease: .own(101)),
                "refused: the machine leases 10.77.0.101, not 10.77.0.102; the client starts over with a discover"
            ),
            (
                .client(.request, asking: 102, of: .server), Situation(reserved: 50),
                "refused: 10.77.0.50 is reserved for this machine, and 10.77.0.102 is not; the client starts over with a discover"
            ),
            (
                .client(.request, asking: 60, of: .server), Situation(),
                "refused: 10.77.0.60 is in no pool of 10.77.0.0/24, and not reserved for this machine; the client starts over with a discover"
            ),
            (
                .client(.request, asking: 102, of: .server), Situation(reservedForOthers: [102]),
                "refused: 10.77.0.102 is reserved for another machine; the client starts over with a discover"
            ),
            (
                .client(.request, asking: 102, of: .server), Situation(offeredToOthers: [102]),
                "refused: 10.77.0.102 is being offered to another machine; the client starts over with a discover"
            ),
            (
                .client(.discover, asking: nil), Situation(candidate: nil),
                "left alone: all 4 addresses in the pools of 10.77.0.0/24 are taken"
            ),
            (
                .client(.discover, asking: nil), Situation(candidate: nil, subnet: .sample(pools: [])),
                "left alone: 10.77.0.0/24 has no pools, and nothing is reserved for this machine"
            ),
            (
                .client(.discover, asking: nil), Situation(unknownMachines: .ignore),
                "left alone: nobody has named this machine, and dhcp.unknown-machines is ignore"
            ),
            (
                .client(.decline, asking: 101, of: .server), Situation(lease: .own(101)),
                "10.77.0.101 is given to nobody for 24h00m: the client found it in use by another"
            ),
            (
                .client(.decline, asking: 102, of: .server), Situation(lease: .own(101)),
                "left alone: 10.77.0.102 is not its lease"
            ),
            (
                .client(.release, asking: nil, ciaddr: 101), Situation(lease: .own(101)),
                "10.77.0.101 is free again: its holder gave it back; it is kept in mind for the same machine"
            ),
            (
                .client(.release, asking: nil, of: .sample(2), ciaddr: 101), Situation(lease: .own(101)),
                "left alone: the client chose another server, 10.77.0.2 (option 54)"
            ),
            (
                .client(.inform, asking: nil, ciaddr: 9), Situation(),
                "told everything but an address: it has one already, and says so by an inform"
            ),
            (
                .client(.offer, asking: nil), Situation(),
                "left alone: offer is no message for a DHCP server like this one"
            ),
        ] as [(DHCPMessage, Situation, String)])
    func decisions(message: DHCPMessage, situation: Situation, reason: String) throws {
        #expect(try explain(message, in: situation).first == reason)
    }

    @Test(
        "what could not be looked up says why",
        arguments: [
            (
                .malformed(WireError("xid", at: 4, .short(wanted: 4, had: 1))),
                "left alone: it cannot be read: xid: at byte 4: wanted 4 bytes, had 1"
            ),
            (.bootp, "left alone: it has no message type (option 53): it is BOOTP, which is not served"),
            (.noMACAddress, "left alone: it has no Ethernet address of one machine (htype, hlen, chaddr)"),
            (.noSubnet, "left alone: it is in none of dhcp.subnets"),
            (.notARequest, "left alone: it is no request (op is not 1)"),
            (.storeFailed, "left alone: the lease could not be written"),
        ] as [(QuietReason, String)])
    func unread(reason: QuietReason, text: String) {
        let explanation = Explanation(
            of: .stayQuiet(reason), about: nil, knowing: nil, answer: nil, line: "dhcp=undecodable")

        #expect(explanation.reasons == [text])
    }

    @Test(
        "what says in which network a client is",
        arguments: [
            (.client(.discover), .here, "it is heard on the link of 10.77.0.1"),
            (.client(.discover, giaddr: .sample(254)), .here, "its relay is 10.77.0.254 (giaddr)"),
            (
                .client(.discover, giaddr: .far) { $0.append(.relayAgentInformation, [5, 4, 10, 77, 0, 0]) }, .here,
                "its relay selects 10.77.0.0 (option 82, link-selection)"
            ),
            (
                .client(.request, ciaddr: .sample(9)), Arrival(link: .server, isBroadcast: false),
                "it writes to the server alone, from 10.77.0.9 (ciaddr)"
            ),
            (
                .client(.request, ciaddr: .sample(9)), .here,
                "it is heard on the link of 10.77.0.1"
            ),
        ] as [(DHCPMessage, Arrival, String)])
    func place(message: DHCPMessage, arrival: Arrival, words: String) throws {
        let request = try ClientRequest(message)
        let facts = Situation().facts(for: request)

        let served = Explanation(
            of: .inform, about: request, at: ClientPlace(of: request, from: arrival),
            knowing: LeaseKnowledge(facts: facts, told: [], boot: nil), answer: nil, line: "")
        let unserved = Explanation(
            of: .stayQuiet(.noSubnet), about: request, at: ClientPlace(of: request, from: arrival), knowing: nil,
            answer: nil, line: "")

        #expect(served.reasons.last == "in 10.77.0.0/24: \(words)")
        #expect(unserved.reasons == ["left alone: it is in none of dhcp.subnets: \(words)"])
    }

    private func explain(_ message: DHCPMessage, in situation: Situation) throws -> [String] {
        let request = try ClientRequest(message)
        let facts = situation.facts(for: request)
        return Explanation(
            of: LeaseDecision(for: request, facts), about: request,
            knowing: LeaseKnowledge(facts: facts, told: [], boot: nil), answer: nil, line: ""
        ).reasons
    }
}

extension Arrival {
    fileprivate static var here: Self { Self(link: .server) }
}

extension IPv4Address {
    fileprivate static var far: Self { Self(192, 0, 2, 1) }
}
