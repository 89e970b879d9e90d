import Decisions
import Inventory
import LinuxIO
import NetTypes

/// One interface on which DHCP is served: its sockets, and the network behind it.
final class DHCPLink: Sendable {
    let interface: Interface
    let network: ServedNetwork
    let socket: DHCPSocket
    /// The boot server's port, 4011, which is heard in proxy mode only.
    let bootSocket: DHCPSocket?

    /// Opens the sockets on the interface.
    init(opening interface: Interface, _ network: ServedNetwork, isProxy: Bool) throws(SystemError) {
        self.interface = interface
        self.network = network
        socket = try DHCPSocket(on: interface.name)
        bootSocket = isProxy ? try DHCPSocket(on: interface.name, door: .boot) : nil
    }

    /// The same link, as its interface and its network are now.
    init(keeping link: DHCPLink, _ interface: Interface, _ network: ServedNetwork) {
        self.interface = interface
        self.network = network
        socket = link.socket
        bootSocket = link.bootSocket
    }

    /// Its sockets, by the port that machines know them by.
    var doors: [(door: ProxyDoor, socket: DHCPSocket)] {
        [(.dhcp, socket)] + (bootSocket.map { [(.boot, $0)] } ?? [])
    }

    func socket(of door: ProxyDoor) -> DHCPSocket? {
        switch door {
        case .dhcp: socket
        case .boot: bootSocket
        }
    }
}

/// Port 67 or 4011 on one interface, which stays open while what is known of the interface changes.
final class DHCPSocket: Sendable {
    let udp: UDPSocket

    init(on device: String, door: ProxyDoor = .dhcp) throws(SystemError) {
        udp = try UDPSocket(port: door.rawValue, device: device)
        // A rack that is switched on asks all at once.
        udp.enlargeReceiveQueue(to: 4 << 20)
    }
}
