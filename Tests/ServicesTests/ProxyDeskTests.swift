import DHCPWire
import Decisions
import Inventory
import NetTypes
import Services
import Store
import TestSupport
import Testing

@Suite("The desk that answers beside another DHCP server")
struct ProxyDeskTests {
    private static let other = IPv4Address.sample(2)

    private let store: Store
    private let sightings = Sightings()
    private let hearings = Hearings()
    private var desk: ProxyDesk

    init() throws {
        let policy = BootPolicy(loaders: [:], url: "http://10.77.0.1")
        store = try Store.open(at: Store.inMemory)
        desk = ProxyDesk(
            ProxyPolicy(unknownMachines: .prompt, subnets: [.sample(pools: [])]), ownAddresses: [.server],
            sightings: sightings, hearings: hearings
        ) { _ in policy }
    }

    private func ask(
        _ message: DHCPMessage, at door: ProxyDoor = .dhcp, _ now: Timestamp = .noon
    ) throws -> ProxyDesk.Outcome {
        try store.transaction {
            try desk.handle(
                message.encoded().span, at: door, from: Arrival(link: .server), peer: .any, now, &$0)
        }
    }

    private func request(_ client: SampleClient, of server: IPv4Address?, xid: UInt32 = 1) -> DHCPMessage {
        var message = DHCPMessage.client(.request) { options in
            client.fill(&options)
            options.append(.requestedAddress, .sample(50))
            if let server { options.append(.serverIdentifier, server) }
        }
        message.transactionID = xid
        return message
    }

    @Test("what is offered is not written; what the machine takes elsewhere is its timeline")
    func boot() throws {
        #expect(try ask(.client(.discover, SampleClient.pxeUEFI.fill)).decision == .offer)
        #expect(store.lastEvent == 0)

        let outcome = try ask(request(.pxeUEFI, of: Self.other), at: .dhcp, .noon + .seconds(4))

        #expect(outcome.decision == .stayQuiet(.otherServer))
        #expect(outcome.sighting?.address == .sample(50))
        #expect(try store.events(limit: 9).map(\.stage) == [.discovered, .offered, .leased])
        #expect(store.read { $0.machines[.sample(1)]?.firmware } == .uefiX64)
        #expect(store.read { $0.leases.count } == 0)
        #expect(sightings.mac(at: .sample(50), .noon + .seconds(5)) == .sample(1))
    }

    @Test("who is told what to boot, and gets no address of the other server, is remembered until it gets one")
    func invited() throws {
        for second in 0..<3 {
            _ = try ask(.client(.discover, SampleClient.pxeUEFI.fill), at: .dhcp, .noon + .seconds(second))
        }
        #expect(hearings.hearing(of: .sample(1))?.outcome == .invited)
        #expect(hearings.hearing(of: .sample(1))?.count == 3)

        _ = try ask(request(.pxeUEFI, of: Self.other), at: .dhcp, .noon + .seconds(4))
        #expect(hearings.hearing(of: .sample(1)) == nil)
    }

    @Test("a request repeated is told once")
    func repeated() throws {
        _ = try ask(request(.pxeUEFI, of: Self.other))
        _ = try ask(request(.pxeUEFI, of: Self.other), at: .dhcp, .noon + .seconds(2))

        #expect(try store.events(limit: 9).map(\.stage) == [.discovered, .leased])
    }

    @Test("a request that names this server is answered, and shows no address")
    func named() throws {
        let outcome = try ask(request(.pxeUEFI, of: .server))

        #expect(outcome.decision == .acknowledge)
        #expect(outcome.answer?.message.yourAddress == .any)
        #expect(outcome.sighting == nil)
    }

    @Test("the boot server answers at its own port")
    func bootServer() throws {
        let outcome = try ask(.client(.request, ciaddr: .sample(50), SampleClient.pxeBIOS.fill), at: .boot)

        #expect(try outcome.answer?.message.options.value(.bootFileName) == "pxelinux.0")
    }

    @Test("a client that does not boot is not answered, and not written down")
    func system() throws {
        let outcome = try ask(request(.system, of: Self.other))

        #expect(outcome.answer == nil)
        #expect(LogLine(outcome).text.contains("proxy=request speaker=system decision=stay-quiet reason=not-pxe"))
        #expect(store.read { $0.machines.isEmpty })
    }

    @Test("who is ignored leaves no trace")
    mutating func ignored() throws {
        desk.policy = ProxyPolicy(unknownMachines: .ignore, subnets: desk.policy.subnets)

        #expect(try ask(request(.pxeUEFI, of: Self.other)).decision == .stayQuiet(.unknownMachine))
        #expect(store.read { $0.machines.isEmpty })
    }

    @Test("a relay's machine is told through the relay, if its network is one of the file's")
    mutating func relay() throws {
        let relay = IPv4Address(192, 0, 2, 1)
        let message = DHCPMessage.client(.discover, giaddr: relay, SampleClient.pxeUEFI.fill)
        #expect(try ask(message).decision == .stayQuiet(.noSubnet))
        let distant = Subnet(prefix: try #require(IPv4Prefix("192.0.2.0/24")), nextServer: .sample(7))
        desk.policy = ProxyPolicy(unknownMachines: .prompt, subnets: desk.policy.subnets + [distant])

        let answer = try #require(try ask(message).answer)

        #expect(answer.destination == relay)
        #expect(answer.message.nextServer == .sample(7))
        #expect(try answer.message.options.value(.serverIdentifier) == .server)
    }

    @Test("what cannot be read is left alone", arguments: [0, 1, 239, 240])
    func unreadable(count: Int) throws {
        let bytes = Array(DHCPMessage.client(.discover).encoded().prefix(count))

        let outcome = try store.transaction {
            try desk.handle(bytes.span, at: .boot, from: Arrival(link: .server), peer: .any, .noon, &$0)
        }

        #expect(outcome.answer == nil && outcome.request == nil)
    }
}
