import Inventory
import LinuxIO
import NetTypes
import Settings
import Store

/// Which machine is at an address, as far as it decides who gets whose pages.
package enum Tenants: Sendable {
    /// The one that leases it from this server.
    case leases
    /// The one that the wire says it is, since another server lends the address.
    case wire(WireTenants)

    init(_ dhcp: Configuration.DHCP, _ links: [LinkState], _ sightings: Sightings) {
        guard dhcp.mode == .proxy else {
            self = .leases
            return
        }
        let served = links.filter { $0.network != nil }.compactMap { try? Interface(named: $0.name) }
        self = .wire(
            WireTenants(
                links: served.compactMap { interface in
                    interface.prefix.map { WireTenants.Link(interface: interface.name, prefix: $0) }
                }, sightings: sightings))
    }

    /// `nil` if none is known to be there now.
    func mac(at address: IPv4Address, in image: borrowing StoreImage, _ now: Timestamp) -> MACAddress? {
        switch self {
        case .leases:
            guard let lease = image.leases[address], lease.state == .active, lease.isHeld(at: now) else { return nil }
            return lease.mac
        case .wire(let wire):
            return wire.mac(at: address, now)
        }
    }
}

/// Who is at an address where another server lends it. On this host's own links it is the station that answers are
/// really sent to: a request that claims the address for another machine, which anybody can send, changes nothing about
/// that. Behind a relay it is the machine that took the address in its request, the same word that a lease would go by.
package struct WireTenants: Sendable {
    private let links: [Link]
    private let sightings: Sightings
    private let neighbour: @Sendable (IPv4Address, _ interface: String) -> MACAddress?

    /// A network that an interface of this host is in.
    package struct Link: Hashable, Sendable {
        let interface: String
        let prefix: IPv4Prefix

        package init(interface: String, prefix: IPv4Prefix) {
            self.interface = interface
            self.prefix = prefix
        }
    }

    /// - Parameter neighbour: who has an address on a link; the kernel's own answer if nothing is said.
    package init(
        links: [Link], sightings: Sightings,
        neighbour: @escaping @Sendable (IPv4Address, _ interface: String) -> MACAddress? = Neighbour.hardware
    ) {
        self.links = links
        self.sightings = sightings
        self.neighbour = neighbour
    }

    /// The machine that is at an address now; `nil` if nobody is known to be.
    package func mac(at address: IPv4Address, _ now: Timestamp) -> MACAddress? {
        let near = links.filter { $0.prefix.contains(address) }
        guard near.isEmpty else { return near.lazy.compactMap { neighbour(address, $0.interface) }.first }
        return sightings.mac(at: address, now)
    }
}
