import Decisions
import Inventory
import MachineFiles
import OtherServers
import Settings

/// What is wrong with the files of the folder that the configuration follows. A daemon serves with them all the same.
package struct InventoryInspection {
    /// What is wrong and what to do, a line each.
    package let mistakes: [String]
    /// What is passed over, a line each.
    package let remarks: [String]

    package init(_ configuration: Configuration) {
        guard let folder = configuration.inventory else {
            (mistakes, remarks) = ([], [])
            return
        }
        var reading = FolderReading()
        reading.look(in: folder)
        let declared = Dictionary(configuration.machines.map { ($0.mac, $0) }) { first, _ in first }
        // Where the profiles cannot be listed, `Inspection` says so.
        let catalog = try? ProfileCatalog(configuration)
        let profiles = (try? catalog?.names()) ?? reading.machines.compactMap(\.profile)
        let variables = profiles.compactMap { profile in
            (try? catalog?.variableNames(of: profile)).map { (profile, $0) }
        }
        let plan = MachineImportPlan(
            for: reading.machines,
            MachineImportFacts(
                machines: declared, profiles: profiles,
                variables: Dictionary(variables) { first, _ in first },
                defaultProfile: configuration.boot.defaultProfile, subnets: configuration.dhcp.subnets,
                template: configuration.dhcp.provisionalName, origin: .inventory))
        mistakes =
            reading.mistakes.map(\.description)
            + zip(reading.machines, plan.decisions).compactMap { machine, decision in
                if case .refuse(let refusal) = decision { "\(machine.place): \(refusal)" } else { nil }
            }
        remarks = reading.remarks.map(\.description)
    }
}
