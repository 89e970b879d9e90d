import DHCPWire
import Inventory
import NetTypes

/// How long an address that was found in use is given to nobody; one that is reserved for the machine comes back sooner,
/// since the machine has no other of its own.
let quarantineTime = (any: Interval.hours(24), reserved: Interval.hours(1))

extension LeaseDecision {
    /// What a server does about a message (RFC 2131 §4.3).
    package init(for request: ClientRequest, _ facts: LeaseFacts) {
        if facts.unknownMachines == .ignore && facts.isUnknown {
            self = .stayQuiet(.unknownMachine)
            return
        }
        switch request.type {
        case .discover: self = .discover(request, facts)
        case .request: self = .request(request, facts)
        case .decline: self = .decline(request, facts)
        case .release: self = .release(request, facts)
        case .inform: self = .inform(facts)
        default: self = .stayQuiet(.unexpectedType(request.type))
        }
    }

    /// RFC 2131 §4.3.1: what is reserved, what the client has or had, what it was offered, what it asks for, or else any
    /// free address.
    private static func discover(_ request: ClientRequest, _ facts: LeaseFacts) -> Self {
        let choices = [facts.reserved, facts.own, facts.offered, facts.named]
        let choice = choices.lazy.compactMap { $0 }.first { facts.refusal(of: $0) == nil }
        guard let address = choice?.address ?? facts.candidate else { return .stayQuiet(.poolExhausted) }
        guard !facts.isKeptForKnown(address) else { return .stayQuiet(.keptForKnown) }
        return .offer(address, time: facts.leaseTime(for: request))
    }

    /// RFC 2131 §4.3.2. The four kinds of request tell themselves apart by what they carry:
    ///
    ///     state         54    50    ciaddr
    ///     selecting     yes   yes   0
    ///     init-reboot   no    yes   0
    ///     renewing,     no    no    the client's
    ///     rebinding
    private static func request(_ request: ClientRequest, _ facts: LeaseFacts) -> Self {
        guard facts.isForThisServer else { return .stayQuiet(.otherServer) }
        guard let named = facts.named else { return .stayQuiet(.noAddressNamed) }
        guard request.serverIdentifier == nil else { return acknowledge(named, request, facts) }
        guard facts.subnet.prefix.contains(named.address) else {
            return facts.isAuthoritative ? .refuse(.wrongNetwork) : .stayQuiet(.wrongNetwork)
        }
        let isReboot = request.message.clientAddress.isUnspecified
        if let lease = facts.lease {
            let hasMoved = lease.address != named.address && (isReboot || lease.isHeld(at: facts.now))
            return hasMoved ? .refuse(.otherAddressLeased) : acknowledge(named, request, facts)
        }
        // No record of it. After a reboot it can start over; in the middle of its lease it keeps a free address, as it
        // must after the loss of a store.
        guard facts.isAuthoritative else { return .stayQuiet(.unknownLease) }
        return isReboot && facts.reserved?.address != named.address
            ? .refuse(.unknownLease) : acknowledge(named, request, facts)
    }

    private static func acknowledge(
        _ named: AddressFacts, _ request: ClientRequest, _ facts: LeaseFacts
    ) -> Self {
        if let refusal = facts.refusal(of: named) { return .refuse(refusal) }
        guard !facts.isKeptForKnown(named.address) else { return .stayQuiet(.keptForKnown) }
        var lease = Lease(
            address: named.address, mac: request.mac, client: facts.identifier,
            name: facts.hostName(of: request.mac), start: facts.now,
            expiry: facts.now + facts.leaseTime(for: request))
        guard var former = facts.lease, former.isHeld(at: facts.now), former.state == .active else {
            return .acknowledge(lease, replacing: nil)
        }
        guard former.address != lease.address else {
            lease.start = former.start
            if former.isFresh(beside: lease, at: facts.now) { lease.expiry = former.expiry }
            return .acknowledge(lease, replacing: nil)
        }
        former.state = .free
        former.expiry = facts.now
        return .acknowledge(lease, replacing: former)
    }

    /// RFC 2131 §4.3.3.
    private static func decline(_ request: ClientRequest, _ facts: LeaseFacts) -> Self {
        guard var lease = facts.lease, lease.address == request.requestedAddress, lease.state == .active,
            lease.isHeld(at: facts.now),
            facts.isForThisServer
        else { return .stayQuiet(.notTheHolder) }
        lease.state = .quarantined
        let isReserved = facts.reserved?.address == lease.address
        lease.expiry = facts.now + (isReserved ? quarantineTime.reserved : quarantineTime.any)
        return .quarantine(lease)
    }

    /// RFC 2131 §4.3.5: the address is the client's own affair, but not which network it is in.
    private static func inform(_ facts: LeaseFacts) -> Self {
        guard let named = facts.named, !facts.subnet.prefix.contains(named.address) else { return .inform }
        return .stayQuiet(.wrongNetwork)
    }

    /// RFC 2131 §4.3.4.
    private static func release(_ request: ClientRequest, _ facts: LeaseFacts) -> Self {
        guard var lease = facts.lease, lease.address == request.message.clientAddress, lease.state == .active,
            facts.isForThisServer
        else { return .stayQuiet(.notTheHolder) }
        lease.state = .free
        lease.expiry = facts.now
        return .release(lease)
    }
}

extension LeaseFacts {
    /// Why the client may not have the address; `nil` if it may.
    func refusal(of choice: AddressFacts) -> Refusal? {
        guard subnet.prefix.contains(choice.address) else { return .wrongNetwork }
        guard !choice.isInfrastructure else { return .heldByAnother }
        guard !choice.isReservedForAnother else { return .reservedForAnother }
        guard !choice.isHeld, !choice.isOfferedToAnother else { return .heldByAnother }
        guard let reserved, !reserved.isHeld, !reserved.isOfferedToAnother, !isInstalling else {
            return subnet.lends(choice.address) || choice.address == reserved?.address ? nil : .notInPool
        }
        return choice.address == reserved.address ? nil : .otherAddressLeased
    }

    /// An installation that runs keeps the address that it began with, whatever is reserved meanwhile.
    var isInstalling: Bool { machine?.state.isInstalling == true }

    /// What the client asks for, within what the network allows. The installer never renews its lease (its udhcpc is
    /// killed once the interface is up), so it gets the longest.
    fileprivate func leaseTime(for request: ClientRequest) -> Interval {
        guard request.speaker != .installer else { return subnet.maxLeaseTime }
        guard let wanted = request.requestedTime else { return subnet.leaseTime }
        return min(max(wanted, .minutes(1)), subnet.maxLeaseTime)
    }
}

extension Lease {
    /// Whether so little of it has run that it serves in place of a renewed one, which would have to be written: one boot
    /// asks three times within seconds.
    fileprivate func isFresh(beside renewed: Lease, at now: Timestamp) -> Bool {
        let (rest, whole) = (expiry - now, renewed.expiry - now)
        return rest <= whole && rest.milliseconds >= whole.milliseconds / 4 * 3
    }
}

extension Subnet {
    /// Whether the address is in one of its pools.
    package func lends(_ address: IPv4Address) -> Bool { pools.contains { $0.contains(address) } }
}
