import DHCPWire
import Inventory
import NetTypes

/// One option that a client may be told, encoded once for all its clients.
package struct ReplyOption: Hashable, Sendable {
    package let code: UInt8
    package let value: [UInt8]
    /// The part of the configuration that has it; `nil` for what goes by the machine and the moment.
    package let origin: OptionOrigin?
    /// Whether a client is told without having asked.
    package let isUnasked: Bool

    package init(code: UInt8, value: [UInt8], origin: OptionOrigin? = nil, isUnasked: Bool = true) {
        self.code = code
        self.value = value
        self.origin = origin
        self.isUnasked = isUnasked
    }

    init<Value>(_ key: OptionKey<Value>, _ value: Value, origin: OptionOrigin? = nil, isUnasked: Bool = true) {
        self.init(code: key.code, value: key.codec.encode(value), origin: origin, isUnasked: isUnasked)
    }

    /// What a network's clients are told. What every client needs is told unasked: some firmware sends no list of what it
    /// wants (Raspberry Pi 3). So is what somebody wrote under `options`, who will have had a reason.
    package static func all(of subnet: Subnet) -> [ReplyOption] {
        let origin = OptionOrigin.subnet(subnet.prefix)
        var options = [
            Self(.subnetMask, subnet.prefix.mask, origin: origin),
            Self(.broadcastAddress, subnet.prefix.broadcast, origin: origin),
        ]
        for (key, addresses) in [
            (OptionKey.routers, subnet.routers), (.dnsServers, subnet.dnsServers), (.ntpServers, subnet.ntpServers),
        ] where !addresses.isEmpty {
            options.append(Self(key, addresses, origin: origin))
        }
        if let domain = subnet.domain { options.append(Self(.domainName, domain.text, origin: origin)) }
        if !subnet.domainSearch.isEmpty {
            options.append(Self(.domainSearch, subnet.domainSearch, origin: origin, isUnasked: false))
        }
        if let mtu = subnet.mtu { options.append(Self(.interfaceMTU, mtu, origin: origin, isUnasked: false)) }
        if !subnet.routes.isEmpty {
            options.append(Self(.classlessRoutes, subnet.allRoutes, origin: origin, isUnasked: false))
        }
        if !subnet.tftpServers.isEmpty {
            options.append(Self(.tftpServers, subnet.tftpServers, origin: origin, isUnasked: false))
        }
        if let wait = subnet.v6OnlyWait { options.append(Self(.v6OnlyWait, wait, origin: origin, isUnasked: false)) }
        return options.overridden(by: subnet.options, of: origin)
    }
}

extension [ReplyOption] {
    /// The same options, with those of a nearer part of the configuration in place of what they override.
    package func overridden(by nearer: [ConfiguredOption], of origin: OptionOrigin) -> Self {
        guard !nearer.isEmpty else { return self }
        return filter { option in !nearer.contains { $0.code == option.code } }
            + nearer.map { ReplyOption(code: $0.code, value: $0.value, origin: origin) }
    }
}

extension Subnet {
    /// A client that takes these does not look at the routers (RFC 3442), so the way to everywhere else is among them.
    fileprivate var allRoutes: [StaticRoute] {
        guard let router = routers.first, let everywhere = IPv4Prefix(containing: .any, length: 0),
            !routes.contains(where: \.isDefault)
        else { return routes }
        return routes + [StaticRoute(to: everywhere, through: router)]
    }
}
