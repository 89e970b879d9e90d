import DNSWire
import NetTypes

/// Who has the first copy of a zone, asked of a resolver: the zone's `SOA` names it in `MNAME` (RFC 1035 §3.3.13), and that
/// name has addresses.
///
/// ```
///   zone's SOA ──▶ its MNAME's A ──▶ found
///        └───────────────┴─────────▶ failed: no answer, or none that says it
/// ```
package struct PrimarySearch: Hashable, Sendable {
    package let zone: DNSName
    package private(set) var state: State

    /// Where it stands: see the drawing above.
    package enum State: Hashable, Sendable {
        case asksZone
        case asksAddress(of: DNSName)
        case ended(PrimarySearchEnd)
    }

    package init(_ zone: DNSName) { (self.zone, state) = (zone, .asksZone) }

    /// What is to be asked, or what has come of it.
    package var action: PrimarySearchAction {
        switch state {
        case .asksZone: .ask(.lookup(zone, .soa))
        case .asksAddress(let primary): .ask(.lookup(primary, .a))
        case .ended(let end): .finish(end)
        }
    }

    /// What is to be done now that the resolver has answered, or has not.
    package mutating func on(_ end: NameExchangeEnd) -> PrimarySearchAction {
        state = next(after: end)
        return action
    }

    private func next(after end: NameExchangeEnd) -> State {
        switch (state, end) {
        case (.ended, _): return state
        case (_, .failed): return .ended(.failed(.resolverFailed))
        case (.asksZone, .replied(let reply)):
            let primary = reply.answers.lazy.filter { $0.owner == zone }.compactMap { record -> DNSName? in
                if case .soa(let authority) = record.data { authority.primary } else { nil }
            }.first
            guard let primary, primary != .root else { return .ended(.failed(.primaryUnknown)) }
            return .asksAddress(of: primary)
        case (.asksAddress(let primary), .replied(let reply)):
            // A resolver answers with what an alias leads to, too.
            let servers = reply.answers.compactMap { record -> NameServer? in
                if case .a(let address) = record.data { NameServer(address) } else { nil }
            }
            return .ended(
                servers.isEmpty ? .failed(.primaryUnknown) : .found(ZonePrimary(name: primary, servers: servers)))
        }
    }
}

/// The server that a zone's `SOA` names.
package struct ZonePrimary: Hashable, Sendable {
    package let name: DNSName
    /// Its addresses, at DNS's own port.
    package let servers: [NameServer]

    package init(name: DNSName, servers: [NameServer]) {
        self.name = name
        self.servers = servers
    }
}

extension ZonePrimary: CustomStringConvertible {
    package var description: String { "\(name) at \(servers.map(\.description).joined(separator: ", "))" }
}

/// What is done next to find a zone's primary.
package enum PrimarySearchAction: Hashable, Sendable {
    case ask(DNSRequest)
    case finish(PrimarySearchEnd)
}

/// What has come of it.
package enum PrimarySearchEnd: Hashable, Sendable {
    case found(ZonePrimary)
    case failed(NameTrouble)
}
