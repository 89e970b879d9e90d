import Inventory
import NetTypes
import YAML

/// A YAML list of machines, in the form of the configuration's `machines:`, with or without that key above it.
package struct MachineList: Sendable {
    /// Each with the line that it begins on.
    package let machines: [(line: Int, machine: Machine)]
    /// A machine with a mistake is not among the machines.
    package let mistakes: [SettingsMistake]

    package init(_ text: TextFile) {
        var notebook = SettingsNotebook(file: text.name)
        do throws(SettingsErrors) {
            let root = try text.root()
            var shape = MachineListFile()
            if let root, case .list = root.content {
                let keys = YAMLNode.Entry(key: "machines", line: root.line, value: root)
                shape = notebook.read(YAMLNode(line: root.line, column: 1, content: .map([keys])))
            } else if let root {
                shape = notebook.read(root)
            }
            let lines = root?.items.map(\.line) ?? []
            var machines: [(line: Int, machine: Machine)] = []
            for (index, item) in shape.machines.enumerated() where !notebook.hasMistake(in: item.key + ".") {
                guard let mac = item.value.mac?.value else {
                    notebook.note("\(item.key).mac", fact: "is missing", cure: "write mac: 52:54:00:77:00:11")
                    continue
                }
                let machine = Machine(
                    mac: mac, name: item.value.name?.value, profile: item.value.profile?.value,
                    address: item.value.address?.value,
                    variables: item.value.variables.isEmpty ? nil : item.value.variables.mapValues(\.value))
                machines.append((lines.indices.contains(index) ? lines[index] : 0, machine))
            }
            self.machines = machines
            mistakes = SettingsErrors(notebook.mistakes).mistakes
        } catch {
            (machines, mistakes) = ([], error.mistakes)
        }
    }
}

/// The file's only key.
struct MachineListFile: SettingsShape {
    var machines: [Keyed<ListedMachineFile>] = []

    static var settings: [Setting<Self>] {
        [Setting("machines", listOf: ListedMachineFile.self, \.machines, "the machines")]
    }
}

/// One machine of such a list.
struct ListedMachineFile: SettingsShape {
    var mac: Keyed<MACAddress>?
    var name: Keyed<HostName>?
    var profile: Keyed<ProfileName>?
    var address: Keyed<IPv4Address>?
    var variables: [String: Keyed<String>] = [:]

    static var settings: [Setting<Self>] {
        [
            Setting("mac", .mac, \.mac, "which machine; must be said"),
            Setting("name", .hostName, \.name, "its host name"),
            Setting("profile", .profile, \.profile, "what it is installed as"),
            Setting("address", .address, \.address, "kept for it"),
            Setting("variables", mapFrom: .variable, to: .text, \.variables, "template variables of this machine"),
        ]
    }
}

extension YAMLNode {
    /// The items of the list, or of the list below `machines:`.
    fileprivate var items: [YAMLNode] {
        switch content {
        case .list(let items): items
        case .map(let entries): entries.first { $0.key == "machines" }?.value.items ?? []
        case .scalar: []
        }
    }
}
