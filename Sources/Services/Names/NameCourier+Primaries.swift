import DNSWire
import Decisions
import LDNS
import Settings

/// Zones whose servers nobody named: they are found, and found again when they do not answer.
extension NameCourier {
    /// Asks the servers of a zone; where none is named for it, its primary.
    package func carry(
        _ request: OutgoingRequest, to zone: DNSName, by way: NamePlan.Way,
        whenEnded: @escaping (NameExchangeEnd) -> Void
    ) {
        guard way.servers.isEmpty else { return carry(request, to: way.servers, whenEnded: whenEnded) }
        findPrimary(of: zone) { [weak self] end in
            guard let self else { return }
            switch end {
            case .failed(let trouble): whenEnded(.failed(trouble))
            case .found(let primary):
                carry(request, to: primary.servers) { [weak self] end in
                    if case .failed = end { self?.primaries[zone] = nil }
                    whenEnded(end)
                }
            }
        }
    }

    /// Those that are named for a zone, else its primary; none where that is not found.
    package func findServers(of zone: DNSName, by way: NamePlan.Way, whenEnded: @escaping ([NameServer]) -> Void) {
        guard way.servers.isEmpty else { return whenEnded(way.servers) }
        findPrimary(of: zone) { end in
            if case .found(let primary) = end { whenEnded(primary.servers) } else { whenEnded([]) }
        }
    }

    /// - Parameter whenEnded: may be called before this returns.
    package func findPrimary(of zone: DNSName, whenEnded: @escaping (PrimarySearchEnd) -> Void) {
        if let primary = primaries[zone] { return whenEnded(.found(primary)) }
        let isUnderWay = waitingForPrimary[zone] != nil
        waitingForPrimary[zone, default: []].append(whenEnded)
        guard !isUnderWay else { return }
        let search = PrimarySearch(zone)
        act(search.action, search, ResolverFile.read(resolverFile).servers)
    }

    private func act(_ action: PrimarySearchAction, _ search: PrimarySearch, _ resolvers: [NameServer]) {
        switch action {
        case .finish(let end):
            if case .found(let primary) = end { primaries[search.zone] = primary }
            for whenEnded in waitingForPrimary.removeValue(forKey: search.zone) ?? [] { whenEnded(end) }
        case .ask(let question):
            var search = search
            guard let request = try? OutgoingRequest(question, key: nil) else {
                return act(search.on(.failed(.unreadable)), search, resolvers)
            }
            carry(request, to: resolvers) { [weak self] end in self?.act(search.on(end), search, resolvers) }
        }
    }
}
