import DHCPWire
import Inventory
import NetTypes

/// All that a decision about one DHCP message may know.
package struct LeaseFacts: Hashable, Sendable {
    package let now: Timestamp
    package let network: ServedNetwork
    /// Whether the server that the client names in option 54 is this one, under any of its addresses.
    package let isForThisServer: Bool
    package let isAuthoritative: Bool
    package let unknownMachines: UnknownMachines
    package let machine: Machine?
    /// What the client is called while nobody has named it, where that is another name than the usual one.
    package let provisionalName: HostName?
    /// What the client calls itself, where its network knows clients by that.
    package let identifier: ClientIdentifier?
    /// The lease that the client has, or had last.
    package let lease: Lease?
    /// The address that is reserved for the client in this network.
    package let reserved: AddressFacts?
    /// The address of its lease.
    package let own: AddressFacts?
    /// The address that is being offered to it.
    package let offered: AddressFacts?
    /// The address that it names, in `ciaddr` or in option 50.
    package let named: AddressFacts?
    /// What it could have if none of these serves. Looking for it is worth while only then.
    package var candidate: IPv4Address?
    /// Whether no more addresses are free than the subnet keeps for known machines.
    package let isShortOfAddresses: Bool

    package init(
        now: Timestamp, network: ServedNetwork, isForThisServer: Bool = true, isAuthoritative: Bool = true,
        unknownMachines: UnknownMachines = .prompt, machine: Machine? = nil,
        provisionalName: HostName? = nil, identifier: ClientIdentifier? = nil, lease: Lease? = nil,
        reserved: AddressFacts? = nil, own: AddressFacts? = nil, offered: AddressFacts? = nil,
        named: AddressFacts? = nil, candidate: IPv4Address? = nil, isShortOfAddresses: Bool = false
    ) {
        self.now = now
        self.network = network
        self.isForThisServer = isForThisServer
        self.isAuthoritative = isAuthoritative
        self.unknownMachines = unknownMachines
        self.machine = machine
        self.provisionalName = provisionalName
        self.identifier = identifier
        self.lease = lease
        self.reserved = reserved
        self.own = own
        self.offered = offered
        self.named = named
        self.candidate = candidate
        self.isShortOfAddresses = isShortOfAddresses
    }

    var subnet: Subnet { network.subnet }

    /// What a client is called: by who named it, else by its MAC. What it calls itself is never used.
    package func hostName(of mac: MACAddress) -> HostName {
        machine?.hostName ?? provisionalName ?? HostName(provisionalFor: mac)
    }

    /// Whether nobody has named the client.
    var isUnknown: Bool { machine?.isKnown != true }
}

/// What stands in the way of one client's having one address.
package struct AddressFacts: Hashable, Sendable {
    package let address: IPv4Address
    /// Whether another machine leases it, or it is in quarantine.
    package let isHeld: Bool
    /// Whether it is reserved for another machine.
    package let isReservedForAnother: Bool
    /// Whether it is being offered to another machine.
    package let isOfferedToAnother: Bool
    /// Whether the network itself needs it: it is this host's own, a relay's or a router's.
    package let isInfrastructure: Bool

    package init(
        _ address: IPv4Address, isHeld: Bool = false, isReservedForAnother: Bool = false,
        isOfferedToAnother: Bool = false, isInfrastructure: Bool = false
    ) {
        self.address = address
        self.isHeld = isHeld
        self.isReservedForAnother = isReservedForAnother
        self.isOfferedToAnother = isOfferedToAnother
        self.isInfrastructure = isInfrastructure
    }
}

extension ClientRequest {
    /// The address that the message is about: `ciaddr`, else option 50.
    package var namedAddress: IPv4Address? {
        message.clientAddress.isUnspecified ? requestedAddress : message.clientAddress
    }
}
