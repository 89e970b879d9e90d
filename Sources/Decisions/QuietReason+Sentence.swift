import DHCPWire
import Inventory
import NetTypes

extension QuietReason {
    /// Why nothing is answered, in plain words.
    package func clause(about request: ClientRequest?, _ facts: LeaseFacts?) -> String {
        let prefix = facts.map { $0.network.subnet.prefix.description } ?? "the network"
        let named = request?.namedAddress?.description ?? "the address"
        switch self {
        case .malformed(let error): return "it cannot be read: \(error)"
        case .notARequest: return "it is no request (op is not 1)"
        case .noMACAddress: return "it has no Ethernet address of one machine (htype, hlen, chaddr)"
        case .bootp: return "it has no message type (option 53): it is BOOTP, which is not served"
        case .unexpectedType(let type): return "\(type) is no message for a DHCP server like this one"
        case .noSubnet: return "it is in none of dhcp.subnets"
        case .otherServer:
            let server = request?.serverIdentifier?.description ?? "which it names"
            return "the client chose another server, \(server) (option 54)"
        case .poolExhausted:
            let size = facts?.network.subnet.poolSize ?? 0
            return size == 0
                ? "\(prefix) has no pools, and nothing is reserved for this machine"
                : "all \(size) addresses in the pools of \(prefix) are taken"
        case .keptForKnown:
            return
                "what is free in the pools of \(prefix) is kept for machines that somebody has named (kept-for-known)"
        case .noAddressNamed: return "the request names no address, neither in ciaddr nor in option 50"
        case .unknownLease:
            return "no lease of this client is known, and dhcp.authoritative is false: it may be another server's"
        case .wrongNetwork where request?.type == .inform: return "\(named) is not in \(prefix), where it is heard"
        case .wrongNetwork:
            return "\(named) is not in \(prefix), where it is heard, and dhcp.authoritative is false"
        case .notTheHolder:
            if facts?.isForThisServer == false { return QuietReason.otherServer.clause(about: request, facts) }
            let address = request?.type == .release ? request?.message.clientAddress : request?.requestedAddress
            return "\(address?.description ?? "the address") is not its lease"
        case .unknownMachine: return "nobody has named this machine, and dhcp.unknown-machines is ignore"
        case .notPXE: return "it does not boot over the network, so it is the other server's"
        case .noLoader: return "there is no loader for its firmware"
        case .storeFailed: return "the lease could not be written"
        }
    }
}
