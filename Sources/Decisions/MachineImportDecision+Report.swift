import Inventory
import NetTypes

extension MachineImportReport.Result {
    /// What is told of a decision.
    ///
    /// - Parameter arms: whether somebody asked for machines to be armed.
    package init(of wanted: WantedMachine, _ decision: MachineImportDecision, arms: Bool) {
        let (outcome, changes, reason): (MachineImportReport.Outcome, [MachineImportReport.Change], String?) =
            switch decision {
            case .add(let machine, let isArmed):
                (
                    .added, machine.changes(from: nil, isArmed: isArmed),
                    arms && !isArmed && machine.profile != nil
                        ? "not armed: something has had a lease with its MAC address" : nil
                )
            case .change(let machine, let known): (.changed, machine.changes(from: known), machine.whyNotArmed(arms))
            case .keep(let known): (.unchanged, [], known.whyNotArmed(arms))
            case .repeated(let place): (.unchanged, [], "stands at \(place) already")
            case .refuse(let refusal): (.refused, [], "\(refusal)")
            }
        self.init(
            place: wanted.place, mac: wanted.mac, name: wanted.name, outcome: outcome, changes: changes, reason: reason)
    }
}

extension Machine {
    fileprivate func changes(from former: Machine?, isArmed: Bool = false) -> [MachineImportReport.Change] {
        var changes: [MachineImportReport.Change] = []
        func note(_ field: MachineImportReport.Field, _ old: String?, _ new: String?) {
            if let new, new != old { changes.append(MachineImportReport.Change(field, from: old, to: new)) }
        }
        note(.name, former?.name?.text, name?.text)
        note(.profile, former?.profile?.text, profile?.text)
        note(.address, former?.address?.description, address?.description)
        note(.variables, former?.variables?.shown, variables?.shown)
        if isArmed { note(.armed, nil, "yes") }
        return changes
    }

    fileprivate func whyNotArmed(_ arms: Bool) -> String? {
        arms && profile != nil && state != .armed
            ? "not armed: it is known already; amorce machine reinstall \(hostName) arms it" : nil
    }
}
