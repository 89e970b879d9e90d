/// A way to a network: `192.0.2.0/24 via 10.77.0.1`.
package struct StaticRoute: Hashable, Sendable {
    package let network: IPv4Prefix
    package let router: IPv4Address

    package init(to network: IPv4Prefix, through router: IPv4Address) {
        self.network = network
        self.router = router
    }

    /// `NETWORK via ROUTER`; `nil` for anything else.
    package init?(_ text: some StringProtocol) {
        let words = text.split(separator: " ")
        guard words.count == 3, words[1] == "via", let network = IPv4Prefix(words[0]),
            let router = IPv4Address(words[2])
        else { return nil }
        self.init(to: network, through: router)
    }

    /// Whether it is the way to everywhere else.
    package var isDefault: Bool { network.length == 0 }
}

extension StaticRoute: CustomStringConvertible {
    package var description: String { "\(network) via \(router)" }
}
