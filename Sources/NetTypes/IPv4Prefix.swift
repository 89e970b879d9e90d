/// A network with its length: `10.77.0.0/24`. The host bits of `address` are zero.
package struct IPv4Prefix: Hashable, Sendable {
    package let address: IPv4Address
    /// How many bits are the network's: 0 to 32.
    package let length: Int

    /// The network that `address` is in; `nil` if the length is not from 0 to 32.
    package init?(containing address: IPv4Address, length: Int) {
        guard (0...32).contains(length) else { return nil }
        self.length = length
        self.address = IPv4Address(number: address.number & Self.maskNumber(length))
    }

    /// The network that `address` is in; `nil` if the mask is none: ones and then zeros.
    package init?(containing address: IPv4Address, mask: IPv4Address) {
        let length = mask.number.nonzeroBitCount
        guard Self.maskNumber(length) == mask.number else { return nil }
        self.init(containing: address, length: length)
    }

    /// `ADDRESS/LENGTH`; `nil` for anything else, and where host bits are set.
    package init?(_ text: some StringProtocol) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 2, let address = IPv4Address(parts[0]), let length = Int(parts[1]),
            let prefix = IPv4Prefix(containing: address, length: length), prefix.address == address
        else { return nil }
        self = prefix
    }

    /// The same length as people and DHCP write it: `255.255.255.0`.
    package var mask: IPv4Address { IPv4Address(number: Self.maskNumber(length)) }
    /// The last address of the network: the directed broadcast.
    package var broadcast: IPv4Address { IPv4Address(number: address.number | ~Self.maskNumber(length)) }

    /// Whether the address is one of the network's, its own and the broadcast included.
    package func contains(_ other: IPv4Address) -> Bool {
        other.number & Self.maskNumber(length) == address.number
    }

    /// The addresses a host may have: without the network's own and the broadcast, except in /31 and /32.
    package var hosts: IPv4Range {
        guard length < 31 else { return IPv4Range(uncheckedFrom: address, to: broadcast) }
        return IPv4Range(
            uncheckedFrom: IPv4Address(number: address.number + 1), to: IPv4Address(number: broadcast.number - 1))
    }

    private static func maskNumber(_ length: Int) -> UInt32 { length == 0 ? 0 : ~0 << UInt32(32 - length) }
}

extension IPv4Prefix: CustomStringConvertible {
    package var description: String { "\(address)/\(length)" }
}
