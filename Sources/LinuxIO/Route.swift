import CLinux
import NetTypes

/// The way that packets take to an address.
package enum Route {
    /// The longest IP packet in bytes that is known to reach the address whole; 1500 where no route is known.
    package static func mtu(to address: IPv4Address) -> Int {
        let mtu = amorce_path_mtu(address.number)
        return mtu > 0 ? Int(mtu) : 1500
    }

    /// This host's own address that packets to an address leave from; `nil` where no way is known.
    package static func source(to address: IPv4Address) -> IPv4Address? {
        let source = amorce_route_source(address.number)
        return source == 0 ? nil : IPv4Address(number: source)
    }
}
