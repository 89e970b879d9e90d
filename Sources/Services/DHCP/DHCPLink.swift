import Decisions
import Inventory
import LinuxIO
import NetTypes

/// One interface on which DHCP is served: its socket, and the network behind it.
final class DHCPLink: Sendable {
    let interface: Interface
    let network: ServedNetwork
    let socket: DHCPSocket

    /// Opens a socket on the interface.
    init(opening interface: Interface, _ network: ServedNetwork) throws(SystemError) {
        self.interface = interface
        self.network = network
        socket = try DHCPSocket(on: interface.name)
    }

    /// The same link, as its interface and its network are now.
    init(keeping link: DHCPLink, _ interface: Interface, _ network: ServedNetwork) {
        self.interface = interface
        self.network = network
        socket = link.socket
    }
}

/// Port 67 on one interface, which stays open while what is known of the interface changes.
final class DHCPSocket: Sendable {
    let udp: UDPSocket

    init(on device: String) throws(SystemError) {
        udp = try UDPSocket(port: 67, device: device)
        // A rack that is switched on asks all at once.
        udp.enlargeReceiveQueue(to: 4 << 20)
    }
}
