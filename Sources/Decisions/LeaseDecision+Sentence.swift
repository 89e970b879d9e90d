import DHCPWire
import Inventory
import NetTypes

extension LeaseDecision {
    /// The decision in plain words, with its reason.
    func sentence(about request: ClientRequest?, at place: ClientPlace?, _ facts: LeaseFacts?) -> String {
        switch self {
        case .offer(let address, let time):
            return "\(address) is offered for \(time)\(timeClause(request)): \(originClause(address, facts))"
        case .acknowledge(let lease, let former):
            let time = facts.map { " for \(lease.expiry - $0.now)" } ?? ""
            let given = former.map { "; \($0.address), which it leased, is given up for it" } ?? ""
            return "\(lease.address) is acknowledged\(time)\(timeClause(request)): "
                + originClause(lease.address, facts) + given
        case .inform:
            return "told everything but an address: it has one already, and says so by an inform"
        case .refuse(let refusal):
            let why =
                facts.flatMap { facts in facts.named.map { refusal.clause(about: $0, facts) } } ?? refusal.explanation
            return "refused: \(why); the client starts over with a discover"
        case .release(let lease):
            return "\(lease.address) is free again: its holder gave it back; it is kept in mind for the same machine"
        case .quarantine(let lease):
            let time = facts.map { " for \(lease.expiry - $0.now)" } ?? ""
            return "\(lease.address) is given to nobody\(time): the client found it in use by another"
        case .stayQuiet(.noSubnet):
            return "left alone: it is in none of dhcp.subnets" + (place.map { ": \($0.clause)" } ?? "")
        case .stayQuiet(let reason):
            return "left alone: \(reason.clause(about: request, facts))"
        }
    }
}

/// Why the time is not the usual one.
private func timeClause(_ request: ClientRequest?) -> String {
    guard let request else { return "" }
    if request.speaker == .installer { return ", the longest, since the installer never renews" }
    return request.requestedTime.map { ", as it asked for \($0) (option 51)" } ?? ""
}

private func originClause(_ address: IPv4Address, _ facts: LeaseFacts?) -> String {
    facts.map { "it \($0.origin(of: address).clause)" } ?? "nothing stands against it"
}

extension AddressOrigin {
    /// What an address is to the client: `is reserved for this machine`.
    var clause: String {
        switch self {
        case .reserved: "is reserved for this machine"
        case .leased: "is its own lease"
        case .remembered: "was its own lease, and nobody has had it since"
        case .offered: "was offered to it shortly before"
        case .named: "is what the client asks for, and free"
        case .pool: "is free in the pool; where the search begins goes by the MAC address"
        }
    }
}

extension AddressOrigin {
    /// What an address that the client cannot have is to it: `reserved for this machine`.
    var claim: String {
        switch self {
        case .reserved: "reserved for this machine"
        case .leased: "its own lease"
        case .remembered: "its own lease before"
        case .offered: "offered to it shortly before"
        case .named: "what the client asks for"
        case .pool: "free in the pool"
        }
    }
}

extension Refusal {
    /// Why the client may not have an address.
    func clause(about choice: AddressFacts, _ facts: LeaseFacts) -> String {
        let address = choice.address
        let prefix = facts.network.subnet.prefix
        switch self {
        case .wrongNetwork: return "\(address) is not in \(prefix), where the client is"
        case .heldByAnother where choice.isInfrastructure:
            return "\(address) is this server's own, a router's or the relay's"
        case .heldByAnother where choice.isOfferedToAnother: return "\(address) is being offered to another machine"
        case .heldByAnother:
            return facts.lease?.address == address
                ? "\(address) was found in use by another, and is in quarantine"
                : "\(address) is leased to another machine, or in quarantine after a conflict"
        case .reservedForAnother: return "\(address) is reserved for another machine"
        case .notInPool: return "\(address) is in no pool of \(prefix), and not reserved for this machine"
        case .otherAddressLeased:
            if let reserved = facts.reserved, reserved.address != address {
                return "\(reserved.address) is reserved for this machine, and \(address) is not"
            }
            return facts.lease.map { "the machine leases \($0.address), not \(address)" } ?? explanation
        case .unknownLease: return "no lease of \(address) to this machine is known"
        }
    }
}
