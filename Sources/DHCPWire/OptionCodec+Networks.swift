import NetTypes

extension OptionCodec<IPv4Address> {
    /// One address.
    static var address: Self {
        Self(
            decode: { bytes throws(WireError) in IPv4Address(number: try bytes.number(4, "address")) },
            encode: { $0.octets }, parse: { IPv4Address($0) }, show: \.description)
    }
}

extension OptionCodec<[IPv4Address]> {
    /// Addresses, one or more.
    static var addresses: Self {
        Self(
            decode: { bytes throws(WireError) in
                try bytes.chunks(4, "addresses").map { IPv4Address(number: $0.reduce(0) { $0 << 8 | UInt32($1) }) }
            },
            encode: { $0.flatMap(\.octets) }, parse: { listed($0) { IPv4Address($0) } },
            show: { $0.map(\.description).joined(separator: ", ") })
    }
}

extension OptionCodec<[StaticRoute]> {
    /// Routes, one or more: the network's length, as many of its bytes as that needs, the router (RFC 3442).
    static var routes: Self {
        Self(
            decode: { bytes throws(WireError) in
                var routes: [StaticRoute] = []
                var rest = bytes
                while let length = rest.popFirst() {
                    let at = rest.startIndex - bytes.startIndex
                    let count = (Int(length) + 7) / 8
                    guard rest.count >= count + 4 else {
                        throw WireError("route", at: at, .short(wanted: count + 4, had: rest.count))
                    }
                    var network = rest.prefix(count).reduce(0 as UInt32) { $0 << 8 | UInt32($1) }
                    if count > 0, count < 4 { network <<= UInt32(8 * (4 - count)) }
                    let router = rest.dropFirst(count).prefix(4).reduce(0 as UInt32) { $0 << 8 | UInt32($1) }
                    rest = rest.dropFirst(count + 4)
                    guard let prefix = IPv4Prefix(containing: IPv4Address(number: network), length: Int(length)) else {
                        throw WireError("route", at: at - 1, .invalid("a network of \(length) bits"))
                    }
                    routes.append(StaticRoute(to: prefix, through: IPv4Address(number: router)))
                }
                guard !routes.isEmpty else { throw WireError("route", at: 0, .short(wanted: 5, had: 0)) }
                return routes
            },
            encode: { routes in
                routes.flatMap { route in
                    [UInt8(truncatingIfNeeded: route.network.length)]
                        + route.network.address.octets.prefix((route.network.length + 7) / 8) + route.router.octets
                }
            },
            parse: { listed($0) { StaticRoute($0) } }, show: { $0.map(\.description).joined(separator: ", ") })
    }
}
