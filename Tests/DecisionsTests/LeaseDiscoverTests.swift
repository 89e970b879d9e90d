import DHCPWire
import Decisions
import Inventory
import NetTypes
import TestSupport
import Testing

@Suite("DHCPDISCOVER, RFC 2131 §4.3.1")
struct LeaseDiscoverTests {
    @Test(
        "a client is offered what is reserved, what it has or had, what it was offered, what it asks for, or any",
        arguments: [
            (Situation(), nil, "offer 100"),
            (Situation(candidate: nil), nil, "quiet pool-exhausted"),
            // What it asks for
            (Situation(), 102, "offer 102"),
            (Situation(held: [102]), 102, "offer 100"),
            (Situation(reservedForOthers: [102]), 102, "offer 100"),
            (Situation(offeredToOthers: [102]), 102, "offer 100"),
            (Situation(), 50, "offer 100"),
            (Situation(), 1, "offer 100"),
            (Situation(candidate: nil), 102, "offer 102"),
            // What it was offered
            (Situation(offered: 101), 102, "offer 101"),
            (Situation(offered: 101, held: [101]), 102, "offer 102"),
            // What it has or had
            (Situation(lease: .own(103), offered: 101), 102, "offer 103"),
            (Situation(lease: .own(103, ranOut: true)), 102, "offer 103"),
            (Situation(lease: .own(103, .free)), 102, "offer 103"),
            (Situation(lease: .own(103, .free), offeredToOthers: [103]), 102, "offer 102"),
            (Situation(lease: .own(103), reservedForOthers: [103]), nil, "offer 100"),
            (Situation(lease: .own(50)), nil, "offer 100"),
            (Situation(lease: .own(103, .quarantined), held: [103]), nil, "offer 100"),
            // What is reserved for it, in a pool or beside them
            (Situation(lease: .own(103), reserved: 50, offered: 101), 102, "offer 50"),
            (Situation(reserved: 102), nil, "offer 102"),
            (Situation(lease: .own(103), reserved: 50, held: [50]), 102, "offer 103"),
            (Situation(reserved: 50, offeredToOthers: [50]), nil, "offer 100"),
        ] as [(Situation, UInt8?, String)])
    func choice(situation: Situation, asked: UInt8?, expected: String) throws {
        #expect(try situation.decision(on: .client(.discover, asking: asked)).word == expected)
    }

    @Test("an address of another network is not offered")
    func foreignAddress() throws {
        let message = DHCPMessage.client(.discover, asking: IPv4Address(192, 0, 2, 5), of: nil, ciaddr: .any)

        #expect(try Situation().decision(on: message).word == "offer 100")
    }

    @Test(
        "an installation keeps the address that it began with",
        arguments: [
            (.installing, "offer 103"), (.finishing, "offer 103"), (.armed, "offer 50"), (.installed, "offer 50"),
        ] as [(InstallState, String)])
    func installing(state: InstallState, expected: String) throws {
        let machine = Machine(mac: .sample(1), address: .sample(50), state: state)
        // The reservation was made meanwhile, and another machine has the address for now.
        let situation = Situation(
            machine: machine, lease: .own(103), reserved: 50, held: state == .armed || state == .installed ? [] : [50])

        #expect(try situation.decision(on: .client(.discover, asking: nil)).word == expected)
    }

    @Test(
        "where unknown machines are ignored, only known ones are answered",
        arguments: [
            (nil, "quiet unknown-machine"),
            (Machine(mac: .sample(1), origin: .discovered), "quiet unknown-machine"),
            (Machine(mac: .sample(1), profile: .sample("api"), origin: .discovered), "offer 100"),
            (Machine(mac: .sample(1), origin: .admin), "offer 100"),
            (Machine(mac: .sample(1), origin: .configuration), "offer 100"),
        ] as [(Machine?, String)])
    func unknown(machine: Machine?, expected: String) throws {
        let situation = Situation(unknownMachines: .ignore, machine: machine)

        #expect(try situation.decision(on: .client(.discover, asking: nil)).word == expected)
        #expect(try Situation(machine: machine).decision(on: .client(.discover, asking: nil)).word == "offer 100")
        #expect(
            try Situation(unknownMachines: .localBoot, machine: machine)
                .decision(on: .client(.discover, asking: nil)).word == "offer 100")
    }

    @Test(
        "the time is what is asked for, within the network's bounds; the installer's is the longest",
        arguments: [
            (.system, nil, .hours(1)), (.system, .minutes(30), .minutes(30)), (.system, .hours(5), .hours(5)),
            (.system, .hours(25), .hours(24)), (.system, .seconds(0xffff_ffff), .hours(24)),
            (.system, .seconds(0), .minutes(1)), (.system, .seconds(59), .minutes(1)),
            (.pxeUEFI, nil, .hours(1)), (.installer, nil, .hours(24)), (.installer, .minutes(5), .hours(24)),
        ] as [(SampleClient, Interval?, Interval)])
    func time(client: SampleClient, asked: Interval?, given: Interval) throws {
        let message = DHCPMessage.client(.discover) { options in
            client.fill(&options)
            if let asked { options.append(.leaseTime, asked) }
        }

        #expect(try Situation().decision(on: message) == .offer(.sample(100), time: given))
    }

    @Test(
        "types that only servers send, and those that are not served, are met with silence",
        arguments: [.offer, .ack, .nak, DHCPMessageType(rawValue: 0), DHCPMessageType(rawValue: 13)]
            as [DHCPMessageType])
    func unexpectedType(type: DHCPMessageType) throws {
        #expect(try Situation().decision(on: .client(type)) == .stayQuiet(.unexpectedType(type)))
    }
}
