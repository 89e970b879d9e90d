import Decisions
import Inventory
import NetTypes
import TestSupport
import Testing

@Suite("Where a folder of machines and the store disagree")
struct InventoryDriftTests {
    private func drift(
        _ wanted: [WantedMachine], _ machines: [Machine], leased: Set<MACAddress> = []
    ) -> [InventoryDrift] {
        InventoryDrift.all(
            between: wanted, and: Dictionary(uniqueKeysWithValues: machines.map { ($0.mac, $0) }), leased: leased)
    }

    private func machine(
        _ number: UInt16, _ name: String? = nil, _ origin: Machine.Origin = .inventory, isHeard: Bool = true
    ) -> Machine {
        Machine(
            mac: .sample(number), name: name.map { .sample($0) }, state: .running, origin: origin,
            lastSeen: isHeard ? .noon : nil)
    }

    private func wanted(_ number: UInt16, _ name: String, others: [UInt16] = []) -> WantedMachine {
        WantedMachine(
            place: "f:\(number)", mac: .sample(number), otherMACs: others.map { .sample($0) }, name: .sample(name))
    }

    @Test("where both say the same there is none")
    func none() {
        #expect(drift([wanted(1, "a")], [machine(1, "a")]).isEmpty)
        #expect(drift([], []).isEmpty)
    }

    @Test("a machine of the folder that was never heard; a lease is word enough")
    func neverBooted() {
        let all = drift(
            [wanted(1, "a"), wanted(2, "b"), wanted(3, "c")],
            [machine(1, "a", isHeard: false), machine(3, "c", isHeard: false)], leased: [.sample(3)])

        #expect(
            all == [
                InventoryDrift(.neverBooted, mac: .sample(1), name: .sample("a"), place: "f:1"),
                InventoryDrift(.neverBooted, mac: .sample(2), name: .sample("b"), place: "f:2"),
            ])
    }

    @Test("a machine that was heard and is in no file, unless the configuration declares it or it never booted")
    func inNoFile() {
        let all = drift(
            [],
            [
                machine(1, "a", .admin), machine(2, nil, .discovered), machine(3, "c", .configuration),
                machine(4, "d", .admin, isHeard: false),
            ])

        #expect(
            all == [
                InventoryDrift(.inNoFile, mac: .sample(1), name: .sample("a")),
                InventoryDrift(.inNoFile, mac: .sample(2), name: .sample("vm-525400000002")),
            ])
    }

    @Test("a machine that booted with another of its network cards")
    func otherCard() {
        let all = drift([wanted(1, "a", others: [2])], [machine(1, "a"), machine(2, nil, .discovered)])

        #expect(all.map(\.kind) == [.otherCard])
        #expect(
            all.first?.detail == "it is a network card of a, which is to boot with \(MACAddress.sample(1))")
    }

    @Test("a machine with another name, profile or address; what the folder leaves open is none")
    func differs() {
        var known = machine(1, "b")
        known.profile = .sample("api")
        let wanted = WantedMachine(
            place: "f:1", mac: .sample(1), name: .sample("a"), profile: .sample("ui"), address: .sample(50))

        #expect(
            drift([wanted], [known]).map(\.detail) == [
                "name=a there, b here, profile=ui there, api here, address=10.77.0.50 there, none here"
            ])
        #expect(drift([WantedMachine(place: "f:1", mac: .sample(1))], [known]).isEmpty)
    }
}
