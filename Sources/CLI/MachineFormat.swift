import Inventory
import NetTypes

/// The forms that machines are exported in.
enum MachineFormat: String, CaseIterable {
    /// What `amorce machine import` reads, and `machines:` of the configuration.
    case yaml
    /// An inventory of Ansible's, with a group for each profile.
    case ansible
    case csv

    /// Machines that somebody named, by name.
    func text(of reports: [MachineReport]) -> String {
        let known = reports.filter(\.machine.isKnown).sorted { $0.machine.hostName < $1.machine.hostName }
        return switch self {
        case .yaml: Self.yaml(of: known.map(\.machine))
        case .ansible: Self.ansible(of: known)
        case .csv: Self.csv(of: known.map(\.machine))
        }
    }

    private static func yaml(of machines: [Machine]) -> String {
        let lines = machines.map { machine in
            let fields = [
                "mac: \"\(machine.mac)\"", machine.name.map { "name: \(yamlWord($0.text))" },
                machine.profile.map { "profile: \(yamlWord($0.text))" }, machine.address.map { "address: \($0)" },
                machine.variables.map { "variables: { \(flow($0)) }" },
            ]
            return "  - { \(fields.compactMap { $0 }.joined(separator: ", ")) }\n"
        }
        return "# Written by \"amorce machine export\"; \"amorce machine import\" reads it back.\n"
            + (lines.isEmpty ? "machines: []\n" : "machines:\n" + lines.joined())
    }

    private static func flow(_ variables: [String: String]) -> String {
        variables.sorted { $0.key < $1.key }.map { "\($0.key): \(yamlText($0.value))" }.joined(separator: ", ")
    }

    private static func ansible(of reports: [MachineReport]) -> String {
        let groups = Dictionary(grouping: reports) { report in report.machine.profile.map(group) ?? "ungrouped" }
        let texts = groups.sorted { $0.key < $1.key }.map { group, reports in
            "    \(yamlWord(group)):\n      hosts:\n" + reports.map(host).joined()
        }
        return "# Written by \"amorce machine export --format ansible\".\n"
            + (texts.isEmpty ? "all: {}\n" : "all:\n  children:\n" + texts.joined())
    }

    /// Ansible allows no hyphens in a group's name, and has groups of its own.
    private static func group(_ profile: ProfileName) -> String {
        let name = profile.text.replacing("-", with: "_")
        return ["all", "ungrouped"].contains(name) ? "profile_\(name)" : name
    }

    private static func host(_ report: MachineReport) -> String {
        let variables = [
            report.address.map { "ansible_host: \($0)" }, "amorce_mac: \"\(report.machine.mac)\"",
            "amorce_state: \(report.machine.state.rawValue)",
        ]
        return "        \(yamlWord(report.machine.hostName.text)):\n"
            + variables.compactMap { $0 }.map { "          \($0)\n" }.joined()
    }

    private static func csv(of machines: [Machine]) -> String {
        let lines = machines.map { machine in
            [machine.name?.text, "\(machine.mac)", machine.profile?.text, machine.address?.description]
                .map { $0 ?? "" }.joined(separator: ",") + "\n"
        }
        return "name,mac,profile,address\n" + lines.joined()
    }

    /// A host's or a profile's name, in quotes where other readers of YAML would take it for something else than text.
    private static func yamlWord(_ text: String) -> String {
        let isWord = text.first.map { ("a"..."z").contains($0) } ?? false
        let others = ["y", "n", "yes", "no", "on", "off", "true", "false", "null"]
        return isWord && !others.contains(text) ? text : "\"\(text)\""
    }

    /// Any text, in double quotes (YAML 1.2 §7.3.1).
    private static func yamlText(_ text: String) -> String {
        let escapes: [Unicode.Scalar: String] = ["\\": "\\\\", "\"": "\\\"", "\n": "\\n", "\t": "\\t"]
        return "\"" + text.unicodeScalars.map { escapes[$0] ?? String(Character($0)) }.joined() + "\""
    }
}
