import DHCPWire
import Decisions
import Inventory
import NetTypes
import TestSupport
import Testing

@Suite("What is done beside another DHCP server, PXE 2.1 §2.2")
struct ProxyDecisionTests {
    private func decide(
        _ type: DHCPMessageType, _ client: SampleClient = .pxeUEFI, _ facts: ProxyFacts = ProxyFacts()
    ) throws -> ProxyDecision {
        ProxyDecision(for: try ClientRequest(.client(type, client.fill)), facts)
    }

    @Test("a machine that boots is told what to boot", arguments: SampleClient.allCases)
    func discover(client: SampleClient) throws {
        let boots: [SampleClient] = [.pxeBIOS, .pxeUEFI, .httpUEFI, .ipxe]

        #expect(try decide(.discover, client) == (boots.contains(client) ? .offer : .stayQuiet(.notPXE)))
    }

    @Test(
        "a client that does not boot is never answered, whatever it sends, and to whom",
        arguments: [DHCPMessageType.discover, .request, .inform, .decline, .release, .offer])
    func others(type: DHCPMessageType) throws {
        for client in [SampleClient.installer, .system] {
            for door in ProxyDoor.allCases {
                #expect(
                    try decide(type, client, ProxyFacts(door: door, namesThisServer: true)) == .stayQuiet(.notPXE))
            }
        }
    }

    @Test(
        "at each port each message has its answer",
        arguments: [
            (DHCPMessageType.discover, ProxyDoor.dhcp, false, ProxyDecision.offer),
            (.discover, .boot, false, .stayQuiet(.unexpectedType(.discover))),
            (.request, .dhcp, true, .acknowledge),
            (.request, .dhcp, false, .stayQuiet(.otherServer)),
            (.request, .boot, true, .acknowledge),
            (.request, .boot, false, .acknowledge),
            (.inform, .dhcp, false, .acknowledge),
            (.inform, .boot, false, .acknowledge),
            (.decline, .dhcp, false, .stayQuiet(.unexpectedType(.decline))),
            (.decline, .dhcp, true, .stayQuiet(.unexpectedType(.decline))),
            (.release, .dhcp, true, .stayQuiet(.unexpectedType(.release))),
            (.ack, .dhcp, true, .stayQuiet(.unexpectedType(.ack))),
        ])
    func doors(type: DHCPMessageType, door: ProxyDoor, namesThisServer: Bool, decision: ProxyDecision) throws {
        let facts = ProxyFacts(door: door, namesThisServer: namesThisServer)

        #expect(try decide(type, .pxeUEFI, facts) == decision)
    }

    @Test("firmware that nothing is there for is left alone")
    func noLoader() throws {
        let facts = ProxyFacts(namesThisServer: true, hasLoader: false)

        #expect(try decide(.discover, .pxeUEFI, facts) == .stayQuiet(.noLoader))
        #expect(try decide(.request, .pxeUEFI, facts) == .stayQuiet(.noLoader))
        #expect(
            try decide(.request, .pxeUEFI, ProxyFacts(namesThisServer: false, hasLoader: false))
                == .stayQuiet(.otherServer))
    }

    @Test(
        "who is not known is left alone where the configuration says so",
        arguments: [
            (nil, true), (Machine(mac: .sample(1), origin: .discovered), true),
            (Machine(mac: .sample(1), profile: .sample("api"), origin: .discovered), false),
            (Machine(mac: .sample(1)), false),
        ] as [(Machine?, Bool)])
    func unknown(machine: Machine?, isIgnored: Bool) throws {
        let decision = try decide(.discover, .pxeUEFI, ProxyFacts(unknownMachines: .ignore, machine: machine))

        #expect(decision == (isIgnored ? .stayQuiet(.unknownMachine) : .offer))
        #expect(try decide(.discover, .pxeUEFI, ProxyFacts(unknownMachines: .localBoot, machine: machine)) == .offer)
    }
}
