import DHCPWire
import Decisions
import Inventory
import NetTypes
import Store

/// Gathers the facts about one DHCP message, has it decided, and writes what was decided into the batch's transaction.
package struct LeaseDesk {
    /// What is decided by, for the next message.
    package var policy: LeasePolicy
    /// This host's own addresses: what clients may know the server by, and nobody is lent.
    package var ownAddresses: Set<IPv4Address>
    /// What machines of a network are told to boot.
    package var boot: @Sendable (Subnet) -> BootPolicy
    /// Whether what is decided can be written. Where it cannot, only what needs no writing is answered, and nothing is
    /// changed.
    package var canCommit = true
    package private(set) var offers = OfferBook(capacity: 4096)
    /// Where it is noted what led to no lease.
    var hearings: Hearings?

    /// How long an offered address is kept for the client.
    private let offerTime = Interval.seconds(60)

    package init(
        _ policy: LeasePolicy, ownAddresses: Set<IPv4Address>, boot: @escaping @Sendable (Subnet) -> BootPolicy
    ) {
        self.policy = policy
        self.ownAddresses = ownAddresses
        self.boot = boot
    }

    /// What became of one datagram: the line for the log, and the answer, if there is one.
    package struct Outcome: Sendable {
        /// `nil` for what could not be read.
        package let request: ClientRequest?
        /// The machine's name, if it has one.
        package let machine: HostName?
        package let decision: LeaseDecision
        package let answer: DHCPAnswer?
        /// Whether the network is to be asked before the answer is sent.
        package var wantsProbe = false

        /// The type of the message, for log and counters.
        var heard: String { request.map { $0.type.description } ?? "undecodable" }
    }

    /// Answers one datagram as it is answered on the wire: the caller sends nothing before the transaction is committed.
    package mutating func handle(
        _ bytes: Span<UInt8>, from arrival: Arrival, at now: Timestamp, _ transaction: inout StoreTransaction
    ) throws -> Outcome {
        let request: ClientRequest
        do throws(QuietReason) {
            request = try ClientRequest(decoding: bytes)
        } catch {
            return Outcome(request: nil, machine: nil, decision: .stayQuiet(error), answer: nil)
        }
        guard let network = ServedNetwork(of: request, from: arrival, among: policy.subnets) else {
            return Outcome(request: request, machine: nil, decision: .stayQuiet(.noSubnet), answer: nil)
        }
        transaction.settle(at: now)
        offers.removeExpired(at: now)
        var facts = gather(request, network, now, transaction.image)
        var decision = LeaseDecision(for: request, facts)
        if decision == .stayQuiet(.poolExhausted) {
            // It has no address of its own. Only now is one looked for.
            facts.candidate = candidate(for: request, network, now, transaction.image)
            decision = LeaseDecision(for: request, facts)
        }
        if !canCommit { decision = decision.withoutCommit(facts) }
        try carryOut(decision, request, facts, &transaction)
        hearings?.note(decision, of: request, facts)
        let answer = DHCPAnswer(
            to: request, decision, from: arrival, network: network,
            name: facts.hostName(of: request.mac),
            told: policy.options(for: request.mac, profile: facts.machine?.profile, in: network.subnet),
            boot: BootInstructions(for: request, in: network, policy: boot(network.subnet)), now: now)
        return Outcome(
            request: request, machine: facts.machine?.name, decision: decision, answer: answer,
            wantsProbe: policy.probesBeforeOffer && facts.wantsProbe(before: decision))
    }

    /// Puts an address away that was found in use, unless somebody has got a lease of it meanwhile.
    package func putAway(
        _ address: IPv4Address, usedBy mac: MACAddress?, at now: Timestamp, _ transaction: inout StoreTransaction
    ) throws {
        let former = transaction.image.leases[address]
        guard former?.isHeld(at: now) != true else { return }
        try transaction.save(Lease(inUse: address, by: mac, former: former, at: now))
    }

    func gather(
        _ request: ClientRequest, _ network: ServedNetwork, _ now: Timestamp, _ image: StoreImage
    ) -> LeaseFacts {
        let mac = request.mac
        let identifier = network.subnet.identity == .clientIdentifier ? request.clientIdentifier : nil
        let relay = request.message.relayAddress
        let address = { (address: IPv4Address) in
            let lease = image.leases[address]
            return AddressFacts(
                address,
                isHeld: lease.map {
                    $0.isHeld(at: now) && (!$0.belongs(to: mac, identifier) || $0.state == .quarantined)
                } ?? false,
                isReservedForAnother: image.reservations[address] ?? mac != mac,
                isOfferedToAnother: offers.holder(of: address, at: now) ?? mac != mac,
                isInfrastructure: address == network.address || address == network.identifier || address == relay
                    || ownAddresses.contains(address) || network.subnet.routers.contains(address))
        }
        let lease = image.leases.lease(of: mac, identifier)
        let machine = image.machines[mac]
        let reserved = machine?.address.flatMap { network.subnet.prefix.contains($0) ? $0 : nil }
        return LeaseFacts(
            now: now, network: network,
            isForThisServer: request.serverIdentifier.map {
                $0 == network.identifier || $0 == network.address || ownAddresses.contains($0)
            } ?? true,
            isAuthoritative: policy.isAuthoritative, unknownMachines: policy.unknownMachines, machine: machine,
            provisionalName: machine == nil ? image.hostName(of: mac) : nil, identifier: identifier, lease: lease,
            reserved: reserved.map(address),
            own: lease.map { address($0.address) }, offered: offers.offer(to: mac, at: now).map { address($0.address) },
            named: request.namedAddress.map(address),
            isShortOfAddresses: machine?.isKnown != true && isShort(network, for: request, now, image))
    }

    private func isShort(
        _ network: ServedNetwork, for request: ClientRequest, _ now: Timestamp, _ image: StoreImage
    ) -> Bool {
        guard network.subnet.keptForKnown != .addresses(0), [.discover, .request].contains(request.type) else {
            return false
        }
        return isShortOfAddresses(
            network.subnet, for: request.mac, infrastructure: infrastructure(request, network), leases: image.leases,
            offers: offers, reserved: image.reservations, now: now)
    }

    private func candidate(
        for request: ClientRequest, _ network: ServedNetwork, _ now: Timestamp, _ image: StoreImage
    ) -> IPv4Address? {
        chooseAddress(
            for: request.mac, in: network.subnet, infrastructure: infrastructure(request, network),
            leases: image.leases, offers: offers, reserved: image.reservations, now: now)
    }

    /// What nobody is lent.
    private func infrastructure(_ request: ClientRequest, _ network: ServedNetwork) -> Set<IPv4Address> {
        ownAddresses.union(
            [network.address, network.identifier, request.message.relayAddress] + network.subnet.routers)
    }

    private mutating func carryOut(
        _ decision: LeaseDecision, _ request: ClientRequest, _ facts: LeaseFacts, _ transaction: inout StoreTransaction
    ) throws {
        switch decision {
        case .offer(let address, _):
            let former = offers.offer(to: request.mac, at: facts.now).flatMap { $0.takenBy == nil ? $0 : nil }
            offers.add(
                OfferBook.Offer(
                    mac: request.mac, address: address, discovered: former?.discovered ?? facts.now,
                    offered: facts.now, expiry: facts.now + offerTime))
        case .acknowledge where !canCommit, .stayQuiet(.storeFailed):
            giveBackOffer(takenBy: request, at: facts.now)
        case .acknowledge(let lease, let former):
            let consequences = LeaseConsequences(
                of: lease, request: request, machine: facts.machine,
                offer: offers.take(request.mac, by: request.message.transactionID, at: facts.now), now: facts.now,
                policy: policy.installs)
            if consequences.endsBuilds { try transaction.closeBuilds(of: request.mac, at: facts.now) }
            if let former { try transaction.save(former) }
            try transaction.save(lease)
            if let machine = consequences.machine { try transaction.save(machine) }
            for event in consequences.events { try transaction.record(event) }
        case .release(let lease), .quarantine(let lease):
            try transaction.save(lease)
        case .stayQuiet(.otherServer):
            offers.remove(request.mac)
        case .inform, .refuse, .stayQuiet:
            break
        }
    }

    /// The request that took an offer was not committed: when it comes again it takes it again, with all that follows.
    private mutating func giveBackOffer(takenBy request: ClientRequest, at now: Timestamp) {
        guard let offer = offers.offer(to: request.mac, at: now), offer.takenBy == request.message.transactionID else {
            return
        }
        offers.add(
            OfferBook.Offer(
                mac: offer.mac, address: offer.address, discovered: offer.discovered, offered: offer.offered,
                expiry: offer.expiry))
    }
}
