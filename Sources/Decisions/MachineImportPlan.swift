import Inventory
import NetTypes

/// What is to be done with all machines of an import, seen together: one machine's name or address is no other's.
package struct MachineImportPlan: Hashable, Sendable {
    /// In the order of the machines.
    package let decisions: [MachineImportDecision]

    package init(for wanted: [WantedMachine], _ facts: MachineImportFacts) {
        var decisions = decideAlone(wanted, facts)
        // Who is refused keeps what it has, which may stand in the way of others: until nothing changes any more.
        while let refusals = clashes(of: wanted, decisions, facts), !refusals.isEmpty {
            for (index, refusal) in refusals { decisions[index] = .refuse(refusal) }
        }
        self.decisions = decisions
    }

    /// Whether every machine can be taken in.
    package var isWhole: Bool {
        decisions.allSatisfy { if case .refuse = $0 { false } else { true } }
    }
}

/// Each machine by itself; of those that stand twice, the first one.
private func decideAlone(_ wanted: [WantedMachine], _ facts: MachineImportFacts) -> [MachineImportDecision] {
    var first: [MACAddress: WantedMachine] = [:]
    for machine in wanted where first[machine.mac] == nil { first[machine.mac] = machine }
    var told: Set<MACAddress> = []
    return wanted.map { machine in
        if !told.insert(machine.mac).inserted, let former = first[machine.mac] {
            return machine.saysTheSame(as: former)
                ? .repeated(place: former.place) : .refuse(.macTwice(machine.mac, place: former.place))
        }
        for other in machine.otherMACs {
            if let former = first[other], former.mac != machine.mac {
                return .refuse(.macTwice(other, place: former.place))
            }
        }
        return facts.decision(on: machine)
    }
}

/// The machines that would get what another one has or gets, with their places in the list.
private func clashes(
    of wanted: [WantedMachine], _ decisions: [MachineImportDecision], _ facts: MachineImportFacts
) -> [(Int, MachineImportRefusal)]? {
    let outcomes = decisions.map(\.outcome)
    let moving = Set(outcomes.compactMap { $0?.mac })
    var (names, addresses) = (Holders<HostName>(), Holders<IPv4Address>())
    for machine in facts.machines.values where !moving.contains(machine.mac) {
        names.add(machine.hostName, machine.mac)
        if let address = machine.address { addresses.add(address, machine.mac) }
    }
    var refusals: [(Int, MachineImportRefusal)] = []
    for (index, outcome) in outcomes.enumerated() {
        guard let machine = outcome else { continue }
        if let refusal = clash(of: machine, names, addresses) {
            refusals.append((index, refusal))
        } else {
            names.add(machine.hostName, machine.mac, place: wanted[index].place)
            if let address = machine.address { addresses.add(address, machine.mac, place: wanted[index].place) }
        }
    }
    return refusals
}

private func clash(
    of machine: Machine, _ names: Holders<HostName>, _ addresses: Holders<IPv4Address>
) -> MachineImportRefusal? {
    if let holder = names[machine.hostName] {
        return holder.place.map { .nameTwice(machine.hostName, place: $0) }
            ?? .nameTaken(machine.hostName, by: holder.mac)
    }
    guard let address = machine.address, let holder = addresses[address] else { return nil }
    return holder.place.map { .addressTwice(address, place: $0) } ?? .addressTaken(address, by: holder.mac)
}

/// Who has a name or an address, and by which file.
private struct Holders<Value: Hashable> {
    private var all: [Value: (mac: MACAddress, place: String?)] = [:]

    mutating func add(_ value: Value, _ mac: MACAddress, place: String? = nil) { all[value] = (mac, place) }

    subscript(value: Value) -> (mac: MACAddress, place: String?)? { all[value] }
}

extension MachineImportDecision {
    /// The machine as it is afterwards, if it is written.
    package var outcome: Machine? {
        switch self {
        case .add(let machine, _), .change(let machine, _): machine
        case .keep, .repeated, .refuse: nil
        }
    }
}
