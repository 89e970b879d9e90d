import Decisions
import LinuxIO

/// Why DHCP is not served on an interface, and what to do.
package struct DHCPLinkError: Error, Hashable, Sendable {
    package let interface: String
    package let reason: Reason

    /// What it lacks, or what the kernel says.
    package enum Reason: Hashable, Sendable {
        case obstacle(LinkObstacle)
        case system(SystemError)
    }

    package init(_ interface: String, _ reason: Reason) {
        self.interface = interface
        self.reason = reason
    }

    /// Whether the whole daemon lacks something, which no other interface would mend.
    var isFatal: Bool {
        if case .system(let error) = reason { error.isPermission || error.isAddressInUse } else { false }
    }
}

extension DHCPLinkError: CustomStringConvertible {
    package var description: String { "\(fact); \(cure)" }

    /// What is so.
    var fact: String {
        switch reason {
        case .obstacle(.noInterface): "there is no interface \(interface)"
        case .obstacle(.isDown): "interface \(interface) is down"
        case .obstacle(.noAddress): "interface \(interface) has no IPv4 address"
        case .obstacle(.noSubnet(let address)):
            "interface \(interface) has the address \(address), which is in none of dhcp.subnets"
        case .system(let error): "\(error)"
        }
    }

    /// What to do.
    var cure: String {
        switch reason {
        case .obstacle(.noInterface): "write one of `ip link` under dhcp.interfaces"
        case .obstacle(.isDown): "`ip link set \(interface) up`"
        case .obstacle(.noAddress): "give it one, such as `ip address add 10.77.0.1/24 dev \(interface)`"
        case .obstacle(.noSubnet): "add its subnet"
        case .system(let error) where error.isPermission:
            "run amorce as root, or with CAP_NET_BIND_SERVICE and CAP_NET_RAW"
        case .system(let error) where error.isAddressInUse:
            "another DHCP server runs here: `ss -lunp sport = 67` names it"
        case .system: "see the kernel's words; it is tried again"
        }
    }
}
