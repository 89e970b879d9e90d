import DHCPWire
import Decisions
import Inventory
import NetTypes
import Services
import Store
import TestSupport
import Testing

@Suite("The desk that answers DHCP")
struct LeaseDeskTests {
    private let store: Store
    private var desk: LeaseDesk

    init() throws {
        let policy = BootPolicy(loaders: [:], url: "http://10.77.0.1")
        store = try Store.open(at: Store.inMemory)
        desk = LeaseDesk(
            LeasePolicy(
                isAuthoritative: true, unknownMachines: .prompt, subnets: [.sample(pools: [.sample(100, 100)])]),
            ownAddresses: [.server]
        ) { _ in policy }
    }

    private mutating func ask(_ message: DHCPMessage, at now: Timestamp = .noon) throws -> LeaseDesk.Outcome {
        try ask(message.encoded(), at: now)
    }

    private mutating func ask(_ bytes: [UInt8], at now: Timestamp = .noon) throws -> LeaseDesk.Outcome {
        try store.transaction { try desk.handle(bytes.span, from: Arrival(link: .server), at: now, &$0) }
    }

    private func request(_ address: UInt8, of server: IPv4Address?, mac: MACAddress = .sample(1)) -> DHCPMessage {
        .client(.request, mac: mac) { options in
            SampleClient.pxeUEFI.fill(&options)
            options.append(.requestedAddress, .sample(address))
            if let server { options.append(.serverIdentifier, server) }
        }
    }

    @Test("an offer is held in memory, and nothing of it is written")
    mutating func offer() throws {
        let outcome = try ask(.client(.discover, SampleClient.pxeUEFI.fill))

        #expect(outcome.decision == .offer(.sample(100), time: .hours(1)))
        #expect(desk.offers.holder(of: .sample(100), at: .noon) == .sample(1))
        #expect(store.read { $0.leases.count } == 0)
        #expect(store.lastEvent == 0)
    }

    /// A boot of the machine's firmware, as far as the address.
    private mutating func boot(at now: Timestamp) throws -> Machine? {
        _ = try ask(request(100, of: .server), at: now)
        return store.read { $0.machines[.sample(1)] }
    }

    private func add(_ state: InstallState, _ arm: Arm) throws {
        try store.transaction { transaction in
            try transaction.save(
                Machine(mac: .sample(1), name: .sample("api-1"), profile: .sample("api"), state: state, arm: arm))
            try transaction.save(Build(token: "0123", mac: .sample(1), created: .noon))
        }
    }

    @Test("counts the network boots of an arm, and stops a loop, in the lease's own transaction")
    mutating func loop() throws {
        try add(.armed, Arm(by: .person, since: .noon, until: .noon + .hours(9)))

        for number in 1...5 {
            #expect(try boot(at: .noon + .minutes(number))?.arm?.boots == number)
            #expect(store.read { $0.machines[.sample(1)]?.state } == .booting)
        }
        let machine = try boot(at: .noon + .minutes(6))

        #expect(machine?.state == .failed)
        #expect(store.read { $0.openBuild(of: .sample(1)) } == nil)
        #expect(try store.events(limit: 100).last?.detail.hasPrefix("booted 5 times and never reached") == true)
    }

    @Test("a boot in the middle of an installation ends its build, and begins it anew as often as the profile says")
    mutating func brokenOff() throws {
        desk.policy = LeasePolicy(
            isAuthoritative: true, unknownMachines: .prompt, installs: InstallPolicy(retries: [.sample("api"): 1]),
            subnets: desk.policy.subnets)
        try add(.installing, Arm(by: .person, since: .noon, until: .noon + .hours(9), boots: 1, used: .noon))

        let once = try boot(at: .noon + .minutes(1))
        #expect(once?.state == .booting && once?.arm?.by == .retry && once?.arm?.retries == 1)
        #expect(store.read { $0.openBuild(of: .sample(1)) } == nil)
        #expect(try store.events(limit: 100).map(\.stage) == [.armed, .discovered, .leased])

        try store.transaction { transaction in
            guard var machine = transaction.image.machines[.sample(1)] else { return }
            machine.state = .installing
            try transaction.save(machine)
        }
        #expect(try boot(at: .noon + .minutes(2))?.state == .installing)
    }

    @Test("what is on offer to one machine is offered to no other before it runs out")
    mutating func held() throws {
        _ = try ask(.client(.discover))

        #expect(try ask(.client(.discover, mac: .sample(2))).decision == .stayQuiet(.poolExhausted))
        #expect(try ask(.client(.discover, mac: .sample(2)), at: .noon + .seconds(60)).answer != nil)
    }

    @Test(
        "a machine that nobody named is called by the template, whatever it calls itself; one that was named is called so"
    )
    mutating func names() throws {
        let template = try #require(HostNameTemplate("node-{{mac}}"))
        let (network, domain) = (try #require(IPv4Prefix("10.77.0.0/24")), try #require(DomainName("lab.example.org")))
        try store.transaction { $0.follow(NameRule([(network, domain)], template: template), at: .noon) }
        for own in ["evil", "b\u{fc}cher.example.net", "a..b\n", String(repeating: "x", count: 200)] {
            let outcome = try ask(
                .client(.request) { options in
                    SampleClient.pxeUEFI.fill(&options)
                    options.append(.requestedAddress, .sample(100))
                    options.append(.serverIdentifier, .server)
                    options.append(.hostName, own)
                })
            let told = try #require(outcome.answer?.message)
            let called = template.name(of: .sample(1)).text
            #expect(try told.options.value(.hostName) == called)
            #expect(store.read { $0.names[.sample(1)]?.map(\.name.text) } == ["\(called).lab.example.org"])
            #expect(store.read { $0.machines[.sample(1)]?.hostName.text } == called)
        }

        var machine = try #require(store.read { $0.machines[.sample(1)] })
        machine.name = HostName("api-1")
        try store.transaction { try $0.save(machine) }
        let outcome = try ask(request(100, of: .server))
        let told = try #require(outcome.answer?.message)
        #expect(try told.options.value(.hostName) == "api-1")
    }

    @Test("an acknowledged lease, its machine and its events are in the store")
    mutating func acknowledged() throws {
        _ = try ask(.client(.discover, SampleClient.pxeUEFI.fill))

        let outcome = try ask(request(100, of: .server))

        #expect(outcome.answer?.message.yourAddress == .sample(100))
        #expect(store.read { $0.leases[IPv4Address.sample(100)]?.mac } == .sample(1))
        #expect(store.read { $0.machines[.sample(1)]?.firmware } == .uefiX64)
        #expect(try store.events(limit: 9).map(\.stage) == [.discovered, .offered, .leased])
    }

    @Test("a request that is repeated is answered again, and told once")
    mutating func repeated() throws {
        _ = try ask(.client(.discover, SampleClient.pxeUEFI.fill))
        _ = try ask(request(100, of: .server))

        let outcome = try ask(request(100, of: .server), at: .noon + .seconds(2))

        #expect(outcome.answer?.message.yourAddress == .sample(100))
        #expect(store.lastEvent == 3)
    }

    @Test("a client that takes another server's offer gives ours back")
    mutating func otherServer() throws {
        _ = try ask(.client(.discover))

        #expect(try ask(request(50, of: .sample(2))).answer == nil)

        #expect(desk.offers.count == 0)
    }

    @Test("what was declined is offered to nobody, what was released to anybody")
    mutating func givenBack() throws {
        _ = try ask(request(100, of: .server))
        _ = try ask(.client(.release, ciaddr: .sample(100)))
        #expect(try ask(request(100, of: .server, mac: .sample(2))).answer != nil)
        _ = try ask(.client(.decline, mac: .sample(2)) { $0.append(.requestedAddress, .sample(100)) })

        #expect(try ask(.client(.discover, mac: .sample(2))).decision == .stayQuiet(.poolExhausted))
        #expect(try ask(.client(.discover, mac: .sample(3)), at: .noon + .hours(24)).answer != nil)
    }

    @Test("a relay's client gets an address of the relay's network, and nobody gets the relay's own")
    mutating func relay() throws {
        let relay = IPv4Address(192, 0, 2, 1)
        #expect(try ask(.client(.discover, giaddr: relay)).decision == .stayQuiet(.noSubnet))
        let pool = try #require(IPv4Range("192.0.2.1 - 192.0.2.2"))
        desk.policy = LeasePolicy(
            isAuthoritative: true, unknownMachines: .prompt,
            subnets: desk.policy.subnets + [Subnet(prefix: try #require(IPv4Prefix("192.0.2.0/24")), pools: [pool])])

        let outcome = try ask(.client(.discover, giaddr: relay))

        #expect(outcome.decision == .offer(pool.last, time: .hours(1)))
        #expect(outcome.answer?.destination == .relay(relay, port: 67))
        #expect(outcome.answer?.source == .server)
    }

    @Test("a router's address is lent to nobody, though it lies in a pool")
    mutating func router() throws {
        let pool = try #require(IPv4Range("10.77.0.1 - 10.77.0.2"))
        var subnet = Subnet.sample(pools: [pool])
        subnet.routers = [.sample(2)]
        desk.policy = LeasePolicy(isAuthoritative: true, unknownMachines: .prompt, subnets: [subnet])

        #expect(try ask(.client(.discover)).decision == .stayQuiet(.poolExhausted))
    }

    @Test("this host's own addresses, wherever they are, are what clients may name it by", arguments: [1, 2, 3])
    mutating func identifiers(last: UInt8) throws {
        desk.ownAddresses = [.server, .sample(2)]

        let outcome = try ask(request(100, of: .sample(last)))

        #expect((outcome.answer != nil) == (last != 3))
    }

    @Test("one hardware address is one client, or as many as call themselves differently, as the network has it")
    mutating func identity() throws {
        var subnet = Subnet.sample(pools: [.sample(100, 102)])
        let acknowledged = { (desk: inout LeaseDesk, store: Store, id: [UInt8]?, address: UInt8) in
            let message = DHCPMessage.client(.request) { options in
                options.append(.requestedAddress, .sample(address))
                options.append(.serverIdentifier, .server)
                if let id { options.append(.clientIdentifier, id) }
            }
            let outcome = try store.transaction {
                try desk.handle(message.encoded().span, from: Arrival(link: .server), at: .noon, &$0)
            }
            return outcome.answer?.message.yourAddress
        }
        subnet.identity = .clientIdentifier
        desk.policy = LeasePolicy(isAuthoritative: true, unknownMachines: .prompt, subnets: [subnet])

        // Firmware has no name for itself; the system that it boots gets the same address, another system another.
        #expect(try acknowledged(&desk, store, nil, 100) == .sample(100))
        #expect(try acknowledged(&desk, store, [1], 100) == .sample(100))
        #expect(try acknowledged(&desk, store, [2], 100) == .any)
        #expect(try acknowledged(&desk, store, [2], 101) == .sample(101))
        #expect(try acknowledged(&desk, store, [1], 100) == .sample(100))
        #expect(store.read { $0.leases.leases.count { $0.state == .active } } == 2)

        subnet.identity = .mac
        desk.policy = LeasePolicy(isAuthoritative: true, unknownMachines: .prompt, subnets: [subnet])
        #expect(try acknowledged(&desk, store, [3], 102) == .sample(102))
        #expect(try acknowledged(&desk, store, [4], 102) == .sample(102))
    }

    @Test("what cannot be read is left alone", arguments: [0, 1, 239, 240])
    mutating func unreadable(count: Int) throws {
        let outcome = try ask(Array(DHCPMessage.client(.discover).encoded().prefix(count)))

        #expect(outcome.answer == nil && outcome.request == nil)
        #expect(LogLine(outcome).text.hasPrefix("dhcp=undecodable decision=stay-quiet reason="))
    }
}
