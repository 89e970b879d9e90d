import Decisions
import Inventory
import LinuxIO
import NetTypes

/// One interface on which DHCP is served: its socket, and the network behind it.
final class DHCPLink: Sendable {
    let interface: Interface
    let network: ServedNetwork
    let socket: UDPSocket

    /// The interface must be there, with an address in one of the subnets.
    init(_ name: String, subnets: [Subnet]) throws(DHCPLinkError) {
        do {
            interface = try Interface(named: name)
        } catch {
            throw error.isNotFound ? .noInterface(name) : .system(error)
        }
        guard let address = interface.address else { throw .noAddress(name) }
        guard let subnet = subnets.first(where: { $0.prefix.contains(address) }) else { throw .noSubnet(name, address) }
        network = ServedNetwork(address: address, subnet: subnet)
        do {
            socket = try UDPSocket(port: 67, device: name)
        } catch {
            throw .system(error)
        }
        // A rack that is switched on asks all at once.
        socket.enlargeReceiveQueue(to: 4 << 20)
    }
}

/// Why DHCP cannot be served on an interface, and what to do.
package enum DHCPLinkError: Error, Hashable, Sendable {
    case noInterface(String)
    case noAddress(String)
    case noSubnet(String, IPv4Address)
    case system(SystemError)
}

extension DHCPLinkError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .noInterface(let name):
            "there is no interface \(name); write one of `ip link` under dhcp.interfaces"
        case .noAddress(let name):
            "interface \(name) has no IPv4 address; give it one, such as `ip address add 10.77.0.1/24 dev \(name)`"
        case .noSubnet(let name, let address):
            "interface \(name) has the address \(address), which is in none of dhcp.subnets; add its subnet"
        case .system(let error) where error.isPermission:
            "\(error); run amorce as root, or with CAP_NET_BIND_SERVICE and CAP_NET_RAW"
        case .system(let error) where error.isAddressInUse:
            "\(error); another DHCP server runs here: `ss -lunp sport = 67` names it"
        case .system(let error): error.description
        }
    }
}
