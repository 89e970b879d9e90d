import DHCPWire
import Decisions
import Inventory
import NetTypes
import TestSupport
import Testing

private let otherServer = IPv4Address.sample(2)

@Suite("DHCPDECLINE, DHCPRELEASE, DHCPINFORM, RFC 2131 §4.3.3–4.3.5")
struct LeaseEndTests {
    @Test(
        "the holder alone can decline its address",
        arguments: [
            (Situation(lease: .own(102)), 102, .server, "quarantine 102"),
            (Situation(lease: .own(102)), 102, nil, "quarantine 102"),
            (Situation(lease: .own(102)), 102, otherServer, "quiet not-the-holder"),
            (Situation(lease: .own(102)), 103, .server, "quiet not-the-holder"),
            (Situation(lease: .own(102)), nil, .server, "quiet not-the-holder"),
            (Situation(lease: .own(102, ranOut: true)), 102, .server, "quiet not-the-holder"),
            (Situation(lease: .own(102, .free)), 102, .server, "quiet not-the-holder"),
            (Situation(lease: .own(102, .quarantined)), 102, .server, "quiet not-the-holder"),
            (Situation(), 102, .server, "quiet not-the-holder"),
        ] as [(Situation, UInt8?, IPv4Address?, String)])
    func decline(situation: Situation, asked: UInt8?, server: IPv4Address?, expected: String) throws {
        #expect(try situation.decision(on: .client(.decline, asking: asked, of: server)).word == expected)
    }

    @Test("what was declined is given to nobody for a day; a machine's own address comes back after an hour")
    func quarantine() throws {
        let decision = try Situation(lease: .own(102)).decision(on: .client(.decline, asking: 102, of: .server))
        let reserved = try Situation(lease: .own(102), reserved: 102).decision(
            on: .client(.decline, asking: 102, of: .server))

        var lease = Lease.own(102)
        lease.state = .quarantined
        lease.expiry = .noon + .hours(24)
        #expect(decision == .quarantine(lease))
        lease.expiry = .noon + .hours(1)
        #expect(reserved == .quarantine(lease))
    }

    @Test(
        "the holder alone can release its address",
        arguments: [
            (Situation(lease: .own(102)), 102, .server, "release 102"),
            (Situation(lease: .own(102)), 102, nil, "release 102"),
            (Situation(lease: .own(102)), 102, otherServer, "quiet not-the-holder"),
            (Situation(lease: .own(102)), 103, .server, "quiet not-the-holder"),
            (Situation(lease: .own(102)), nil, .server, "quiet not-the-holder"),
            (Situation(lease: .own(102, .free)), 102, .server, "quiet not-the-holder"),
            // Else a machine could end the quarantine of an address that somebody uses.
            (Situation(lease: .own(102, .quarantined)), 102, .server, "quiet not-the-holder"),
            (Situation(), 102, .server, "quiet not-the-holder"),
        ] as [(Situation, UInt8?, IPv4Address?, String)])
    func release(situation: Situation, ciaddr: UInt8?, server: IPv4Address?, expected: String) throws {
        #expect(try situation.decision(on: .client(.release, asking: nil, of: server, ciaddr: ciaddr)).word == expected)
    }

    @Test("what was released is free at once, and remembered")
    func released() throws {
        let decision = try Situation(lease: .own(102)).decision(on: .client(.release, asking: nil, ciaddr: 102))

        var lease = Lease.own(102)
        lease.state = .free
        lease.expiry = .noon
        #expect(decision == .release(lease))
        #expect(!lease.isHeld(at: .noon))
    }

    @Test(
        "parameters are told to whoever is in this network, leased to or not",
        arguments: [
            (.sample(102), "inform"), (.sample(5), "inform"), (.any, "inform"),
            (IPv4Address(192, 0, 2, 5), "quiet wrong-network"),
        ] as [(IPv4Address, String)])
    func inform(ciaddr: IPv4Address, expected: String) throws {
        let message = DHCPMessage.client(.inform, ciaddr: ciaddr)

        #expect(try Situation(held: [102]).decision(on: message).word == expected)
    }
}
