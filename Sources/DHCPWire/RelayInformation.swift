import NetTypes

/// What a relay says in option 82 that an answer depends on; the rest of it only goes back.
package struct RelayInformation: Hashable, Sendable {
    /// An address in the client's network, where that is not the one `giaddr` is in (sub-option 5, RFC 3527).
    package let linkSelection: IPv4Address?
    /// What the client shall take for its server, so that all it sends comes through the relay (sub-option 11, RFC 5107).
    package let serverIdentifier: IPv4Address?
    /// Whether answers go to the port that the relay sent from (sub-option 19, RFC 8357).
    package let usesSourcePort: Bool

    /// What stands in option 82. What cannot be read says nothing: many relays write what pleases them.
    package init(_ options: DHCPOptions) {
        let sub = options.bytes(OptionKey.relayAgentInformation.code).flatMap { try? SubOptions(decoding: $0, .bare) }
        linkSelection = sub?[5].flatMap { IPv4Address($0) }
        serverIdentifier = sub?[11].flatMap { IPv4Address($0) }
        usesSourcePort = sub?[19] != nil
    }
}

extension IPv4Address {
    /// `nil` unless there are four bytes that name a host.
    fileprivate init?(_ bytes: [UInt8]) {
        guard bytes.count == 4 else { return nil }
        self.init(number: bytes.reduce(0) { $0 << 8 | UInt32($1) })
        if !isHost { return nil }
    }
}
