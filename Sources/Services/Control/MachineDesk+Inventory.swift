import Decisions
import HTTPWire
import Inventory
import LinuxIO
import NetTypes
import Store

/// What the folder that is followed says of machines.
extension MachineDesk {
    /// Takes in what the folder says. Machines that it has no longer stay, as the admin's, who could not change them
    /// otherwise.
    ///
    /// - Parameter isWhole: whether all of the folder could be read; else nobody knows what is gone.
    func follow(_ wanted: [WantedMachine], isWhole: Bool) throws -> MachineImportReport {
        let report = try takeIn(wanted, origin: .inventory)
        guard isWhole else { return report }
        let named = Set(wanted.map(\.mac))
        let gone = store.read { image in
            image.machines.values.filter { $0.origin == .inventory && !named.contains($0.mac) }.map(\.mac)
        }
        guard !gone.isEmpty else { return report }
        let released = try store.transaction { transaction in
            var released: [Machine] = []
            for mac in gone.sorted() {
                guard var machine = transaction.image.machines[mac], machine.origin == .inventory else { continue }
                machine.origin = .admin
                try transaction.save(machine)
                released.append(machine)
            }
            return released
        }
        for machine in released {
            provisioning.log(.notice, LogLine("inventory", "gone", mac: machine.mac, machine: machine.name))
        }
        return report
    }

    /// Where the folder and the store disagree.
    func drift(from wanted: [WantedMachine]) -> [InventoryDrift] {
        store.read { image in
            InventoryDrift.all(
                between: wanted, and: image.machines, leased: Set(image.leases.leases.map(\.mac)))
        }
    }

    /// Throws where a change is one of what the folder says, which is changed there.
    func check(_ change: MachineChange, against wanted: WantedMachine?) throws(Problem) {
        guard let wanted else { return }
        let told = [
            ("its name is", change.name != nil && wanted.name != nil),
            ("its profile is", change.profile != nil && wanted.profile != nil),
            ("its variables are", change.variables != nil && wanted.variables != nil),
        ]
        guard let (words, _) = told.first(where: \.1) else { return }
        throw Problem(.conflict, "\(wanted.place) says what \(words); change it there")
    }

    /// Throws where the folder has the machine, which would be there again at once.
    func checkRemoval(of wanted: WantedMachine?) throws(Problem) {
        guard let wanted else { return }
        throw Problem(.conflict, "\(wanted.place) has it, and it would be here again at once; take it out there")
    }
}
