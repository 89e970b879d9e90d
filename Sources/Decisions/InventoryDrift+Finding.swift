import Inventory
import NetTypes

extension InventoryDrift {
    /// Where a folder and the store disagree, in the order of the MAC addresses.
    ///
    /// - Parameter leased: MAC addresses that have, or had, a lease.
    package static func all(
        between wanted: [WantedMachine], and machines: [MACAddress: Machine], leased: Set<MACAddress>
    ) -> [Self] {
        let wantedByMAC = Dictionary(wanted.map { ($0.mac, $0) }) { first, _ in first }
        let cards = Dictionary(wanted.flatMap { machine in machine.otherMACs.map { ($0, machine) } }) { first, _ in
            first
        }
        let ofFolder = wantedByMAC.values.flatMap { wanted in
            drift(of: wanted, machines[wanted.mac], wasHeard: leased.contains(wanted.mac))
        }
        let ofStore = machines.values.filter { machine in
            wantedByMAC[machine.mac] == nil && machine.origin != .configuration
                && (machine.wasHeard || leased.contains(machine.mac))
        }.map { machine in
            guard let owner = cards[machine.mac] else {
                return Self(.inNoFile, mac: machine.mac, name: machine.hostName)
            }
            return Self(
                .otherCard, mac: machine.mac, name: machine.hostName, place: owner.place,
                detail: "it is a network card of \(owner.name.map(\.text) ?? "\(owner.mac)"), which is to boot with "
                    + "\(owner.mac)")
        }
        return (ofFolder + ofStore).sorted { ($0.mac, $0.kind.rawValue) < ($1.mac, $1.kind.rawValue) }
    }

    private static func drift(of wanted: WantedMachine, _ machine: Machine?, wasHeard: Bool) -> [Self] {
        var drift: [Self] = []
        let name = machine?.hostName ?? wanted.name
        if !wasHeard && machine?.wasHeard != true {
            drift.append(Self(.neverBooted, mac: wanted.mac, name: name, place: wanted.place))
        }
        guard let machine else { return drift }
        let differences = [
            difference("name", wanted.name?.text, machine.name?.text),
            difference("profile", wanted.profile?.text, machine.profile?.text),
            difference("address", wanted.address?.description, machine.address?.description),
            difference("variables", wanted.variables?.shown, machine.variables?.shown),
        ].compactMap { $0 }
        guard !differences.isEmpty else { return drift }
        return drift + [
            Self(
                .differs, mac: wanted.mac, name: name, place: wanted.place,
                detail: differences.joined(separator: ", "))
        ]
    }

    private static func difference(_ field: String, _ wanted: String?, _ known: String?) -> String? {
        guard let wanted, wanted != known else { return nil }
        return "\(field)=\(wanted) there, \(known ?? "none") here"
    }
}

extension Machine {
    /// Whether it was ever heard on the network.
    fileprivate var wasHeard: Bool { lastSeen != nil || firstSeen != nil }
}
