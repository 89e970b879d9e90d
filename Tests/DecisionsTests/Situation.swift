import DHCPWire
import Decisions
import Inventory
import NetTypes
import TestSupport

/// What is so when a message of 52:54:00:00:00:01 comes in at noon: by default nothing is known of it, and every address
/// is free. Addresses are given by their last byte in 10.77.0.0/24, of which .100 to .103 are the pool.
struct Situation: Sendable {
    var isAuthoritative = true
    var unknownMachines = UnknownMachines.prompt
    var machine: Machine?
    var lease: Lease?
    var reserved: UInt8?
    var offered: UInt8?
    /// Leased to others, or in quarantine.
    var held: Set<UInt8> = []
    var reservedForOthers: Set<UInt8> = []
    var offeredToOthers: Set<UInt8> = []
    var candidate: UInt8? = 100
    var isShortOfAddresses = false
    var subnet = Subnet.sample()

    func decision(on message: DHCPMessage) throws(QuietReason) -> LeaseDecision {
        let request = try ClientRequest(message)
        return LeaseDecision(for: request, facts(for: request))
    }

    /// Whether the network is to be asked before what is decided about a message goes out.
    func wantsProbe(on message: DHCPMessage) throws(QuietReason) -> Bool {
        let request = try ClientRequest(message)
        let facts = facts(for: request)
        return facts.wantsProbe(before: LeaseDecision(for: request, facts))
    }

    func facts(for request: ClientRequest) -> LeaseFacts {
        LeaseFacts(
            now: .noon, network: ServedNetwork(address: .server, subnet: subnet),
            isForThisServer: request.serverIdentifier ?? .server == .server, isAuthoritative: isAuthoritative,
            unknownMachines: unknownMachines, machine: machine, lease: lease,
            reserved: reserved.map { facts(of: .sample($0)) }, own: lease.map { facts(of: $0.address) },
            offered: offered.map { facts(of: .sample($0)) }, named: request.namedAddress.map { facts(of: $0) },
            candidate: candidate.map { .sample($0) }, isShortOfAddresses: isShortOfAddresses)
    }

    private func facts(of address: IPv4Address) -> AddressFacts {
        let isOurs = subnet.prefix.contains(address)
        let number = address.octets[3]
        return AddressFacts(
            address, isHeld: isOurs && held.contains(number),
            isReservedForAnother: isOurs && reservedForOthers.contains(number),
            isOfferedToAnother: isOurs && offeredToOthers.contains(number), isInfrastructure: address == .server)
    }
}

extension Lease {
    /// The client's own, of which an hour is left, or that ran out an hour ago.
    static func own(_ address: UInt8, _ state: State = .active, ranOut: Bool = false) -> Self {
        let start = Timestamp(seconds: Timestamp.noon.seconds - (ranOut ? 7200 : 1800))
        return .sample(address, to: .sample(1), state, from: start, for: ranOut ? .hours(1) : .minutes(90))
    }
}

extension DHCPMessage {
    /// A client's message that asks for an address (50), of a server (54).
    static func client(
        _ type: DHCPMessageType, asking address: UInt8?, of server: IPv4Address? = nil, ciaddr: UInt8? = nil
    ) -> Self {
        .client(type, asking: address.map { .sample($0) }, of: server, ciaddr: ciaddr.map { .sample($0) } ?? .any)
    }

    static func client(
        _ type: DHCPMessageType, asking address: IPv4Address?, of server: IPv4Address?, ciaddr: IPv4Address
    ) -> Self {
        .client(type, ciaddr: ciaddr) { options in
            if let address { options.append(.requestedAddress, address) }
            if let server { options.append(.serverIdentifier, server) }
        }
    }
}

extension LeaseDecision {
    /// `offer 100`, `acknowledge 100`, `refuse held-by-another`, `quiet other-server`: what tables compare.
    var word: String {
        switch self {
        case .offer(let address, _): "offer \(address.octets[3])"
        case .acknowledge(let lease, nil): "acknowledge \(lease.address.octets[3])"
        case .acknowledge(let lease, let former?):
            "acknowledge \(lease.address.octets[3]) for \(former.address.octets[3])"
        case .inform: "inform"
        case .refuse(let refusal): "refuse \(refusal.rawValue)"
        case .release(let lease): "release \(lease.address.octets[3])"
        case .quarantine(let lease): "quarantine \(lease.address.octets[3])"
        case .stayQuiet(let reason): "quiet \(reason.name)"
        }
    }
}
