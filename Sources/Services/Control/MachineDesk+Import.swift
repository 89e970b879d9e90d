import Decisions
import HTTPWire
import Inventory
import LinuxIO
import NetTypes
import Settings
import Store

/// Taking in the machines of an inventory's files.
extension MachineDesk {
    /// All of it in one transaction; with `dry-run`, or with `strict` where a machine is refused, none of it. The results
    /// stand in the order of the machines.
    func takeIn(_ wanted: MachineImport, _ query: [String: String]) throws -> MachineImportReport {
        let (isTrial, isStrict) = (try flag("dry-run", in: query), try flag("strict", in: query))
        let arms = try flag("arm", in: query)
        return try takeIn(wanted.machines, origin: .admin, arms: arms, isTrial: isTrial, isStrict: isStrict)
    }

    func takeIn(
        _ wanted: [WantedMachine], origin: Machine.Origin, arms: Bool = false, isTrial: Bool = false,
        isStrict: Bool = false
    ) throws -> MachineImportReport {
        let profiles = try provisioning.catalog.names()
        let variables = try variableNames(of: wanted, among: profiles)
        let look = { (image: borrowing StoreImage) in
            facts(image, wanted, profiles, variables, origin: origin, arms: arms)
        }
        // Outside of the store's lock, where others wait: mostly there is nothing to write.
        var plan = MachineImportPlan(for: wanted, store.read { look($0) })
        let isIdle = isTrial || isStrict && !plan.isWhole || plan.decisions.allSatisfy { $0.outcome == nil }
        if !isIdle {
            plan = try store.transaction { transaction in
                let plan = MachineImportPlan(for: wanted, look(transaction.image))
                if plan.isWhole || !isStrict { try carryOut(plan, &transaction) }
                return plan
            }
        }
        let isWritten = !isTrial && (plan.isWhole || !isStrict)
        let written = isWritten ? plan.decisions.compactMap(\.outcome) : []
        for machine in written {
            provisioning.log(
                .notice,
                LogLine("machine", "imported", mac: machine.mac, machine: machine.name)
                    .with("profile", machine.profile).with("address", machine.address)
                    .with("state", machine.state.rawValue))
        }
        return MachineImportReport(
            results: zip(wanted, plan.decisions).map { MachineImportReport.Result(of: $0, $1, arms: arms) },
            isTrial: !isWritten)
    }

    /// Those of the profiles that machines with variables may have.
    private func variableNames(
        of wanted: [WantedMachine], among profiles: [ProfileName]
    ) throws -> [ProfileName: Set<String>] {
        let telling = wanted.filter { $0.variables != nil }
        let former = store.read { image in telling.compactMap { image.machines[$0.mac]?.profile } }
        let asked = Set(telling.compactMap(\.profile) + former + [provisioning.boot.defaultProfile])
        var names: [ProfileName: Set<String>] = [:]
        for profile in profiles where !telling.isEmpty && asked.contains(profile) {
            names[profile] = try provisioning.catalog.variableNames(of: profile)
        }
        return names
    }

    private func facts(
        _ image: borrowing StoreImage, _ wanted: [WantedMachine], _ profiles: [ProfileName],
        _ variables: [ProfileName: Set<String>], origin: Machine.Origin, arms: Bool
    ) -> MachineImportFacts {
        var leased: Set<MACAddress> = []
        for machine in wanted where image.leases[machine.mac] != nil { leased.insert(machine.mac) }
        return MachineImportFacts(
            machines: image.machines, leased: leased, profiles: profiles, variables: variables,
            defaultProfile: provisioning.boot.defaultProfile, subnets: provisioning.networks.subnets,
            template: image.template, origin: origin, arms: arms)
    }

    private func carryOut(_ plan: MachineImportPlan, _ transaction: inout StoreTransaction) throws {
        // Two machines may swap names or addresses: first all give up what they no longer have.
        for case .change(let machine, var former) in plan.decisions {
            if machine.name != former.name { former.name = nil }
            if machine.address != former.address { former.address = nil }
            try transaction.save(former)
        }
        for decision in plan.decisions {
            switch decision {
            case .add(var machine, true):
                // Arming needs a machine that the store knows.
                guard let profile = machine.profile else { continue }
                try transaction.save(machine)
                try arm(&machine, profile, Arming.Consent(), &transaction)
            case .add(let machine, false): try transaction.save(machine)
            case .change(let machine, let former):
                if machine.profile != former.profile { try transaction.closeBuilds(of: machine.mac, at: Clock.now()) }
                try transaction.save(machine)
            case .keep, .repeated, .refuse: continue
            }
        }
    }
}
