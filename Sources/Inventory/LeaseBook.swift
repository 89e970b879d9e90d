import NetTypes

/// Every lease that is held or remembered, found by address and by machine.
package struct LeaseBook: Sendable {
    private var byAddress: [IPv4Address: Lease] = [:]
    /// The address that each machine had last.
    private var lastAddress: [MACAddress: IPv4Address] = [:]
    /// The same for clients that are known by what they call themselves.
    private var lastAddressOfClient: [ClientIdentifier: IPv4Address] = [:]

    package init(_ leases: some Sequence<Lease> = []) {
        for lease in leases.sorted(by: { $0.start < $1.start }) { save(lease) }
    }

    /// How many addresses have a lease, held or run out.
    package var count: Int { byAddress.count }
    /// The leases of all addresses, in no order.
    package var leases: some Collection<Lease> { byAddress.values }

    /// The lease of an address, held or run out.
    package subscript(_ address: IPv4Address) -> Lease? { byAddress[address] }

    /// The lease that this machine has, or had last; `nil` if another machine has had the address since, or if it is in
    /// quarantine: that is nobody's, whoever declined it or was found to use it.
    package subscript(_ mac: MACAddress) -> Lease? {
        guard let address = lastAddress[mac], let lease = byAddress[address], lease.mac == mac,
            lease.state != .quarantined
        else { return nil }
        return lease
    }

    /// The lease that a client has, or had last: by what it calls itself, else by its hardware address.
    package func lease(of mac: MACAddress, _ identifier: ClientIdentifier?) -> Lease? {
        if let identifier, let address = lastAddressOfClient[identifier], let lease = byAddress[address],
            lease.client == identifier, lease.state != .quarantined
        {
            return lease
        }
        return self[mac].flatMap { $0.belongs(to: mac, identifier) ? $0 : nil }
    }

    /// Keeps a lease in place of what stood at its address. The answer takes it back, as long as later ones went first.
    @discardableResult
    package mutating func save(_ lease: Lease) -> Undo {
        let former = byAddress[lease.address]
        let undo = Undo(
            address: lease.address, former: former, formerLastAddress: former.flatMap { lastAddress[$0.mac] },
            mac: lease.mac, lastAddress: lastAddress[lease.mac], client: lease.client,
            lastAddressOfClient: lease.client.flatMap { lastAddressOfClient[$0] })
        if let former, former.mac != lease.mac, undo.formerLastAddress == lease.address {
            lastAddress[former.mac] = nil
        }
        byAddress[lease.address] = lease
        guard lease.state != .quarantined else { return undo }
        lastAddress[lease.mac] = lease.address
        if let client = lease.client { lastAddressOfClient[client] = lease.address }
        return undo
    }

    /// What `save` put aside.
    package struct Undo: Sendable {
        fileprivate let address: IPv4Address
        fileprivate let former: Lease?
        fileprivate let formerLastAddress: IPv4Address?
        fileprivate let mac: MACAddress
        fileprivate let lastAddress: IPv4Address?
        fileprivate let client: ClientIdentifier?
        fileprivate let lastAddressOfClient: IPv4Address?
    }

    /// Takes the latest `save` back that is not yet taken back.
    package mutating func take(back undo: Undo) {
        byAddress[undo.address] = undo.former
        lastAddress[undo.mac] = undo.lastAddress
        if let client = undo.client { lastAddressOfClient[client] = undo.lastAddressOfClient }
        if let former = undo.former { lastAddress[former.mac] = undo.formerLastAddress }
    }
}
