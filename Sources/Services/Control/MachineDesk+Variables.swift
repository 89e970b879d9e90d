import Decisions
import HTTPWire
import Inventory
import NetTypes
import Settings

/// Template variables of single machines.
extension MachineDesk {
    /// In bytes: more than any list of keys for a machine has.
    private static let longestVariable = 16 << 10

    /// The same changes, if all may be made. A variable that nothing knows is most likely misspelt, and is refused: a template
    /// would never see it.
    ///
    /// - Parameter profile: what the machine is to become in the same change, if anything.
    func checked(
        _ changes: [String: String?], of machine: Machine, as profile: ProfileName?
    ) throws -> [String: String?] {
        let profile = profile ?? machine.profile ?? provisioning.boot.defaultProfile
        let known = try provisioning.catalog.variableNames(of: profile)
        let values = changes.compactMapValues { $0 }
        if let unknown = UnknownVariable(in: values.keys, among: known, of: profile) {
            let separator = unknown.near == nil ? ";" : ""
            throw Problem(
                .unprocessable, "\(unknown)\(separator) amorce machine show \(machine.hostName) --origin has them all")
        }
        for (name, value) in values.sorted(by: { $0.key < $1.key }) { try check(name, value) }
        return changes
    }

    /// Sets a machine's own variables, or takes them away.
    func set(_ changes: [String: String?], of machine: inout Machine) throws(Problem) {
        var variables = machine.variables ?? [:]
        for (name, value) in changes.sorted(by: { $0.key < $1.key }) {
            guard value != nil || variables[name] != nil else {
                throw Problem(
                    .unprocessable,
                    "\(machine.hostName) has no \(name) of its own; amorce machine show \(machine.hostName) --origin "
                        + "says where it is from")
            }
            variables[name] = value
        }
        machine.variables = variables.isEmpty ? nil : variables
    }

    private func check(_ name: String, _ value: String) throws(Problem) {
        let hasControls = value.unicodeScalars.contains { $0.value < 0x20 && $0 != "\n" || $0.value == 0x7F }
        guard !hasControls, !value.contains("'"), value.utf8.count <= Self.longestVariable else {
            throw Problem(
                .unprocessable,
                "\(name): a value has no ', no control characters, and at most \(Self.longestVariable >> 10) KB")
        }
    }
}
