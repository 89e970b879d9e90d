import DHCPWire
import Decisions
import Inventory
import LinuxIO
import NetTypes
import Settings
import Store

/// Answers messages as the daemon of a configuration would, in memory, and says why: nothing is sent, and nothing kept.
package struct Explainer {
    /// What the messages have led to so far.
    package let store: Store
    private var desk: LeaseDesk

    /// - Parameter state: what is known before the first message; the configuration's own machines come on top.
    /// - Parameter link: this host's own address in the network where the messages are heard.
    /// - Parameter ownAddresses: all of this host's addresses.
    package init(
        _ configuration: Configuration, knowing state: KnownState, link: IPv4Address, ownAddresses: Set<IPv4Address>
    ) throws {
        store = try Store.open(at: Store.inMemory)
        try store.transaction { transaction in
            transaction.follow(
                NameRule([], template: configuration.dhcp.provisionalName), at: Timestamp(milliseconds: 0))
            for machine in state.machines { try transaction.save(machine) }
            for lease in state.leases { try transaction.save(lease) }
            try transaction.take(declared: configuration.machines, at: Timestamp(milliseconds: 0))
        }
        let networks = Networks(
            Self.networks(configuration.dhcp.subnets, link, ownAddresses), http: configuration.http,
            boot: configuration.boot)
        desk = LeaseDesk(LeasePolicy(configuration), ownAddresses: ownAddresses.union([link])) {
            networks.network(of: $0).policy
        }
    }

    /// The link's own networks first, then all others. Those know the daemon by its address on the way to them, as far as
    /// it is here that it runs.
    private static func networks(
        _ subnets: [Subnet], _ link: IPv4Address, _ ownAddresses: Set<IPv4Address>
    ) -> [ServedNetwork] {
        let (onLink, distant) = (
            subnets.filter { $0.prefix.contains(link) }, subnets.filter { !$0.prefix.contains(link) }
        )
        return onLink.map { ServedNetwork(address: link, subnet: $0) }
            + distant.map { subnet in
                let source = Route.source(to: subnet.prefix.hosts.first).flatMap {
                    ownAddresses.contains($0) ? $0 : nil
                }
                return ServedNetwork(address: source ?? link, subnet: subnet, isOnLink: false)
            }
    }

    /// What becomes of one message, by the function that answers on the wire.
    package mutating func explain(_ message: HeardMessage) throws -> Explanation {
        guard message.port == 67 else {
            return .unheard("it goes to port \(message.port), and the daemon listens on 67")
        }
        let bytes = message.bytes.span
        return try store.transaction { transaction in
            let known = desk.knowledge(of: bytes, from: message.arrival, at: message.time, transaction.image)
            let outcome = try desk.handle(bytes, from: message.arrival, at: message.time, &transaction)
            return Explanation(
                of: outcome.decision, about: outcome.request,
                at: outcome.request.map { ClientPlace(of: $0, from: message.arrival) }, knowing: known,
                answer: outcome.answer, isProbed: outcome.wantsProbe, line: LogLine(outcome).text)
        }
    }
}

extension LeaseDesk {
    /// All that the answer to a message is made from; `nil` where nothing is looked up.
    fileprivate func knowledge(
        of bytes: Span<UInt8>, from arrival: Arrival, at now: Timestamp, _ image: StoreImage
    ) -> LeaseKnowledge? {
        guard let request = try? ClientRequest(decoding: bytes),
            let network = ServedNetwork(of: request, from: arrival, among: policy.subnets)
        else { return nil }
        let facts = gather(request, network, now, image)
        return LeaseKnowledge(
            facts: facts,
            told: policy.options(for: request.mac, profile: facts.machine?.profile, in: network.subnet),
            boot: BootInstructions(for: request, in: network, policy: boot(network.subnet)))
    }
}
