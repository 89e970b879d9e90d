import CLinux
import NetTypes

/// The stations on this host's own links, as the kernel knows them from ARP.
package enum Neighbour {
    /// The hardware address that packets to a neighbour go to; `nil` where the kernel does not know it now. Whoever has
    /// just sent something to this host is known, since it had to ask for this host's hardware address first.
    package static func hardware(of address: IPv4Address, on interface: String) -> MACAddress? {
        var octets = [UInt8](repeating: 0, count: 6)
        guard unsafe amorce_neighbour_read(address.number, interface, &octets) == 0 else { return nil }
        return MACAddress(octets)
    }
}
