import NetTypes

/// Where a variable is set; where several of these set it, the last one wins. The order is that of DHCP options
/// (`OptionOrigin`): what a machine is goes before where it stands.
package enum VariableLevel: Hashable, Sendable {
    /// `preseed/variables.yaml`.
    case shipped
    /// `variables:` of the configuration.
    case configuration
    case subnet(IPv4Prefix)
    /// The machine's profile, or one that it extends.
    case profile(ProfileName)
    case machine(MACAddress)
}

extension VariableLevel: CustomStringConvertible {
    package var description: String {
        switch self {
        case .shipped: "shipped"
        case .configuration: "configuration"
        case .subnet(let prefix): "subnet \(prefix)"
        case .profile(let name): "profile \(name)"
        case .machine(let mac): "machine \(mac)"
        }
    }
}

/// The variables of one machine, with the level that each comes from.
package struct VariableStack: Hashable, Sendable {
    private var placed: [String: Placed] = [:]

    /// A value, and who set it.
    package struct Placed: Hashable, Sendable {
        package let value: String
        package let level: VariableLevel
    }

    package init() {}

    /// Puts a level over those that are there.
    package mutating func put(_ values: [String: String], of level: VariableLevel) {
        for (name, value) in values { placed[name] = Placed(value: value, level: level) }
    }

    /// What templates are given.
    package var values: [String: String] { placed.mapValues(\.value) }
    /// `nil` where no level sets it.
    package subscript(_ name: String) -> Placed? { placed[name] }
    /// In the order of their names.
    package var all: [(name: String, placed: Placed)] {
        placed.sorted { $0.key < $1.key }.map { (name: $0.key, placed: $0.value) }
    }
}
