import CLinux
import Glibc
import NetTypes

/// A network interface of this host, as it is now.
package struct Interface: Hashable, Sendable {
    package let name: String
    package let index: Int32
    /// Its first address; `nil` while it has none.
    package let address: IPv4Address?
    /// The network that its first address is in.
    package let prefix: IPv4Prefix?
    package let hardware: MACAddress?
    /// The longest IP packet that its link carries, in bytes.
    package let mtu: Int
    package let isUp: Bool

    package init(named name: String) throws(SystemError) {
        var facts = amorce_interface()
        _ = try SystemError.check(unsafe amorce_interface_read(name, &facts), "interface", name)
        self.name = name
        index = facts.index
        address = facts.address == 0 ? nil : IPv4Address(number: facts.address)
        let mask = IPv4Address(number: facts.mask)
        prefix = address.flatMap { IPv4Prefix(containing: $0, mask: mask) }
        let bytes = facts.hardware
        hardware = MACAddress([bytes.0, bytes.1, bytes.2, bytes.3, bytes.4, bytes.5])
        mtu = Int(facts.mtu)
        isUp = facts.is_up != 0
    }
}

/// Sends IPv4 packets to hardware addresses: the only way to reach a client that has no address yet (RFC 2131 §4.1).
/// Opening it takes `CAP_NET_RAW`; sending through it takes nothing.
package struct PacketSocket: ~Copyable, Sendable {
    private let descriptor: Int32

    package init() throws(SystemError) {
        descriptor = try SystemError.check(amorce_packet_open(), "socket", "AF_PACKET")
    }

    deinit { close(descriptor) }

    /// Sends a whole IPv4 packet to one station of a link.
    package func send(_ packet: [UInt8], to hardware: MACAddress, interface: Int32) throws(SystemError) {
        _ = try SystemError.check(
            unsafe amorce_packet_send(descriptor, interface, hardware.octets, packet, UInt32(packet.count)),
            "send", "\(hardware)")
    }
}
