import Inventory
import NetTypes

/// Notes the profiles that extend each other in a circle. Whether a profile is there at all depends on the content folder.
func checkLines(
    of files: [ProfileName: Keyed<ProfileFile>], _ profiles: [ProfileName: Profile],
    _ notebook: inout SettingsNotebook
) {
    for (name, file) in files.sorted(by: { $0.key < $1.key }) {
        do throws(LineageFault) {
            _ = try profiles.lineage(of: name)
        } catch {
            guard case .circle(let names) = error else { continue }
            // Told once for each circle, and not for those that only lead into it.
            guard let extends = file.value.extends, names.min() == name else { continue }
            notebook.note(
                extends.key, fact: "\(names.map(\.text).joined(separator: " extends ")), which never ends",
                cure: "take extends: out of one of them")
        }
    }
}

extension [ProfileName: Profile] {
    /// DHCP options with those of extended profiles among them; of a code that several have, the nearest.
    func inherited(_ options: [ProfileName: [ConfiguredOption]]) -> [ProfileName: [ConfiguredOption]] {
        var inherited: [ProfileName: [ConfiguredOption]] = [:]
        for name in keys {
            var own: [UInt8: ConfiguredOption] = [:]
            for ancestor in ((try? lineage(of: name)) ?? [name]).reversed() {
                for option in options[ancestor] ?? [] { own[option.code] = option }
            }
            inherited[name] = own.values.sorted { $0.code < $1.code }
        }
        return inherited
    }
}

extension ConfigurationFile {
    /// Of subnets that set any.
    var subnetVariables: [IPv4Prefix: [String: String]] {
        let own = subnets.compactMap { subnet in
            subnet.value.subnet.map { ($0.value, subnet.value.variables.mapValues(\.value)) }
        }
        return Dictionary(own) { first, _ in first }.filter { !$1.isEmpty }
    }

    /// Of machines that set any.
    var machineVariables: [MACAddress: [String: String]] {
        let own = machines.compactMap { machine in
            machine.value.mac.map { ($0.value, machine.value.variables.mapValues(\.value)) }
        }
        return Dictionary(own) { first, _ in first }.filter { !$1.isEmpty }
    }
}
