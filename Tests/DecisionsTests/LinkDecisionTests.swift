import Decisions
import Inventory
import NetTypes
import TestSupport
import Testing

private let near = Subnet(prefix: IPv4Prefix("10.77.0.0/24") ?? Subnet.sample().prefix)
private let far = Subnet(prefix: IPv4Prefix("192.0.2.0/24") ?? Subnet.sample().prefix)

private func decide(
    _ interface: LinkFacts.Interface?, subnets: [Subnet] = [near, far], served: Int32? = nil
) -> LinkDecision {
    LinkDecision(for: LinkFacts(interface: interface, subnets: subnets, servedIndex: served))
}

@Suite("Whether DHCP is served on an interface")
struct LinkDecisionTests {
    private let here = IPv4Address(10, 77, 0, 1)
    private let there = IPv4Address(192, 0, 2, 1)

    @Test("an interface that is up, with an address in a subnet, is served")
    func open() {
        #expect(decide(.init(index: 3, address: here)) == .open(ServedNetwork(address: here, subnet: near)))
        #expect(decide(.init(index: 3, address: there)) == .open(ServedNetwork(address: there, subnet: far)))
    }

    @Test("while it is the same interface its socket stays, whatever becomes of its address and its subnet")
    func keep() {
        var wider = near
        wider.routers = [here]
        #expect(
            decide(.init(index: 3, address: here), served: 3) == .keep(ServedNetwork(address: here, subnet: near)))
        #expect(
            decide(.init(index: 3, address: there), served: 3) == .keep(ServedNetwork(address: there, subnet: far)))
        #expect(
            decide(.init(index: 3, address: here), subnets: [wider], served: 3)
                == .keep(ServedNetwork(address: here, subnet: wider)))
    }

    @Test("another interface of the same name gets a socket of its own")
    func madeAgain() {
        #expect(
            decide(.init(index: 4, address: here), served: 3) == .open(ServedNetwork(address: here, subnet: near)))
    }

    @Test("what it lacks is said, served or not", arguments: [nil, 3] as [Int32?])
    func wait(served: Int32?) {
        let stranger = IPv4Address(203, 0, 113, 1)
        #expect(decide(nil, served: served) == .wait(.noInterface))
        #expect(decide(.init(index: 3, isUp: false, address: here), served: served) == .wait(.isDown))
        #expect(decide(.init(index: 3, address: nil), served: served) == .wait(.noAddress))
        #expect(decide(.init(index: 3, address: stranger), served: served) == .wait(.noSubnet(stranger)))
        #expect(decide(.init(index: 3, address: here), subnets: [], served: served) == .wait(.noSubnet(here)))
    }
}
