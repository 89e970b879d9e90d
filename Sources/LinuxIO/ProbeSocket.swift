import CLinux
import Glibc
import NetTypes

/// Asks the network below UDP, and hears what answers. Opening it takes `CAP_NET_RAW`; the rest takes nothing.
package struct ProbeSocket: ~Copyable, Sendable {
    /// For `EventLoop.watch`; the socket keeps owning it.
    package let descriptor: Int32
    package let kind: Kind

    /// What is sent and heard.
    package enum Kind: Hashable, Sendable {
        /// ARP packets of one link, by its number, to all of its stations.
        case arp(interface: Int32)
        /// ICMP echo requests to one address, and all replies that come to this host, each with its IPv4 header.
        case echo
    }

    package init(_ kind: Kind) throws(SystemError) {
        self.kind = kind
        switch kind {
        case .arp(let interface):
            descriptor = try SystemError.check(amorce_arp_open(interface), "socket", "ARP")
        case .echo:
            descriptor = try SystemError.check(amorce_echo_open(), "socket", "ICMP")
        }
    }

    deinit { close(descriptor) }

    /// Asks about an address.
    package func send(_ packet: [UInt8], about address: IPv4Address) throws(SystemError) {
        let count = UInt32(clamping: packet.count)
        let result =
            switch kind {
            case .arp(let interface): unsafe amorce_arp_send(descriptor, interface, packet, count)
            case .echo: unsafe amorce_echo_send(descriptor, address.number, packet, count)
            }
        _ = try SystemError.check(result, "send", "a probe of \(address)")
    }

    /// The next packet that has come in, the first 256 bytes of it; `nil` if none has.
    package func receive() throws(SystemError) -> [UInt8]? {
        var bytes = [UInt8](repeating: 0, count: 256)
        let count = unsafe amorce_probe_receive(descriptor, &bytes, UInt32(bytes.count))
        guard count != -EAGAIN else { return nil }
        return Array(bytes.prefix(Int(try SystemError.check(count, "recv", "answers to probes"))))
    }
}
