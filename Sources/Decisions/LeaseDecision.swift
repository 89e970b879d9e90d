import DHCPWire
import Inventory
import NetTypes

/// What is done about one DHCP message.
package enum LeaseDecision: Hashable, Sendable {
    /// An address is held for the client for a short time; nothing is written.
    case offer(IPv4Address, time: Interval)
    /// The lease is committed, then acknowledged; what the client leased before is given up with it.
    case acknowledge(Lease, replacing: Lease?)
    /// The client keeps its address and gets everything else (RFC 2131 §4.3.5).
    case inform
    case refuse(Refusal)
    /// The client gave its address back.
    case release(Lease)
    /// The client found its address in use by another.
    case quarantine(Lease)
    case stayQuiet(QuietReason)
}

/// Why a client is told that it cannot have the address (DHCPNAK); the text goes to the client and into the log.
package enum Refusal: String, Error, Hashable, Sendable, CaseIterable {
    case wrongNetwork = "wrong-network"
    case heldByAnother = "held-by-another"
    case reservedForAnother = "reserved-for-another"
    case notInPool = "not-in-pool"
    case otherAddressLeased = "other-address-leased"
    case unknownLease = "unknown-lease"

    /// For option 56.
    package var explanation: String {
        switch self {
        case .wrongNetwork: "the address belongs to another network"
        case .heldByAnother: "the address is leased to another machine"
        case .reservedForAnother: "the address is reserved for another machine"
        case .notInPool: "the address is in no pool"
        case .otherAddressLeased: "this machine leases another address"
        case .unknownLease: "no lease is known for this machine"
        }
    }
}

/// Why nothing is answered; counted and logged by name.
package enum QuietReason: Error, Hashable, Sendable {
    case malformed(WireError)
    case notARequest
    case noMACAddress
    /// No option 53: BOOTP, which is not served.
    case bootp
    /// A message that only servers send, or of a type that is not served.
    case unexpectedType(DHCPMessageType)
    case noSubnet
    case otherServer
    case poolExhausted
    /// The addresses that are left are for machines that somebody has named.
    case keptForKnown
    /// A request that names no address.
    case noAddressNamed
    /// A client of no record asks for its address, and the daemon is not authoritative.
    case unknownLease
    case wrongNetwork
    /// A release or a decline of what the client does not hold.
    case notTheHolder
    case unknownMachine
    /// The lease could not be written.
    case storeFailed
    /// A client that does not boot over the network, which is the other server's in proxy mode.
    case notPXE
    /// PXE firmware for which there is no loader.
    case noLoader

    /// Its name in the log and among the counters.
    package var name: String {
        switch self {
        case .malformed: "malformed"
        case .notARequest: "not-a-request"
        case .noMACAddress: "no-mac-address"
        case .bootp: "bootp"
        case .unexpectedType: "unexpected-type"
        case .noSubnet: "no-subnet"
        case .otherServer: "other-server"
        case .poolExhausted: "pool-exhausted"
        case .keptForKnown: "kept-for-known"
        case .noAddressNamed: "no-address-named"
        case .unknownLease: "unknown-lease"
        case .wrongNetwork: "wrong-network"
        case .notTheHolder: "not-the-holder"
        case .unknownMachine: "unknown-machine"
        case .storeFailed: "store-failed"
        case .notPXE: "not-pxe"
        case .noLoader: "no-loader"
        }
    }
}
