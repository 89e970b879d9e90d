import NetTypes

/// A zone that says which name an address has, and the addresses that it speaks for (RFC 1035 §3.5).
///
/// For a network that ends within an octet, the zone's own name is free: the network above has an alias for each address
/// that leads into it (classless delegation, RFC 2317 §4), such as `0/25.2.0.192.in-addr.arpa`.
package struct ReverseZone: Hashable, Sendable {
    package let name: DNSName
    package let network: IPv4Prefix

    package init(_ name: DNSName, network: IPv4Prefix) {
        self.name = name
        self.network = network
    }

    /// Reads the network from the zone's name: octets from the last to the first, and in front of them, if need be, what
    /// RFC 2317 writes for a part of one (`0/25`, `0-127`). `nil` for any other name.
    package init?(_ name: DNSName) {
        var labels = name.labels.map { String(decoding: $0, as: UTF8.self) }
        guard labels.popLast() == "arpa", labels.popLast() == "in-addr", (1...4).contains(labels.count) else {
            return nil
        }
        let part = labels.count == 4 && UInt8(decimal: labels[0]) == nil ? labels.removeFirst() : nil
        var number: UInt32 = 0
        for label in labels.reversed() {
            guard let octet = UInt8(decimal: label) else { return nil }
            number = number << 8 | UInt32(octet)
        }
        let length = 8 * labels.count
        number = length == 32 ? number : number << UInt32(32 - length)
        guard let whole = IPv4Prefix(containing: IPv4Address(number: number), length: length) else { return nil }
        guard let part else {
            self.init(name, network: whole)
            return
        }
        guard length == 24, let network = partOfOctet(part, of: whole) else { return nil }
        self.init(name, network: network)
    }

    /// The name below which an address of the zone has its `PTR`: what the whole octets of the network leave of it, in
    /// front of the zone's name. `nil` for an address of another network.
    package func owner(of address: IPv4Address) -> DNSName? {
        guard network.contains(address) else { return nil }
        let octets = address.octets.dropFirst(network.length / 8).reversed().map { Array(String($0).utf8) }
        return DNSName(labels: octets + name.labels)
    }
}

extension ReverseZone {
    /// The address that a name of the zone says the name of: the other half of `owner`. `nil` for any other name.
    package func address(of owner: DNSName) -> IPv4Address? {
        let count = 4 - network.length / 8
        let labels = owner.labels
        guard count > 0, labels.count == count + name.labels.count else { return nil }
        let octets = labels.prefix(count).reversed().map { UInt8(decimal: String(decoding: $0, as: UTF8.self)) }
        var number: UInt32 = 0
        for octet in network.address.octets.prefix(network.length / 8).map(Optional.some) + octets {
            guard let octet else { return nil }
            number = number << 8 | UInt32(octet)
        }
        let address = IPv4Address(number: number)
        return self.owner(of: address) == owner ? address : nil
    }
}

extension DNSName {
    /// Where the world asks for an address's name: `5.2.0.192.in-addr.arpa` (RFC 1035 §3.5).
    package init(reverseOf address: IPv4Address) {
        let labels = address.octets.reversed().map { String($0) } + ["in-addr", "arpa"]
        self.init(
            unchecked: labels.reduce(into: []) { wire, label in
                wire.append(UInt8(truncatingIfNeeded: label.utf8.count))
                wire += label.utf8
            } + [0])
    }
}

/// `0/25`: the first address and a length; `0-127`: the first and the last address (RFC 2317 §4).
private func partOfOctet(_ text: String, of whole: IPv4Prefix) -> IPv4Prefix? {
    let isRange = text.contains("-")
    let numbers = text.split(separator: isRange ? "-" : "/", omittingEmptySubsequences: false).map {
        UInt8(decimal: $0)
    }
    guard numbers.count == 2, let first = numbers[0], let second = numbers[1] else { return nil }
    let address = IPv4Address(number: whole.address.number + UInt32(first))
    let length = isRange ? 32 - (Int(second) - Int(first) + 1).trailingZeroBitCount : Int(second)
    guard (25...32).contains(length), let network = IPv4Prefix(containing: address, length: length),
        network.address == address, !isRange || network.broadcast.number & 0xff == UInt32(second)
    else { return nil }
    return network
}

extension UInt8 {
    /// Decimal digits without zeros in front, as octets stand in names.
    fileprivate init?(decimal text: some StringProtocol) {
        guard let value = Self(text), String(value) == text else { return nil }
        self = value
    }
}
