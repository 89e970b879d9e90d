import NetTypes

/// Every lease that is held or remembered, found by address and by machine.
package struct LeaseBook: Sendable {
    private var byAddress: [IPv4Address: Lease] = [:]
    /// The address that each machine had last.
    private var lastAddress: [MACAddress: IPv4Address] = [:]
    /// The same for clients that are known by what they call themselves.
    private var lastAddressOfClient: [ClientIdentifier: IPv4Address] = [:]
    /// Every address that has a lease, held or run out.
    package private(set) var addresses = AddressSet()
    /// Those of them that nobody holds, as of the last `settle`.
    package private(set) var abandoned = AddressSet()
    /// The others, each at least once, by a moment until which its lease runs at the least.
    private var queue = ExpiryQueue()
    private var settled = Timestamp(milliseconds: .min)

    package init(_ leases: some Sequence<Lease> = []) {
        for lease in leases.sorted(by: { $0.start < $1.start }) { save(lease) }
    }

    /// How many addresses have a lease, held or run out.
    package var count: Int { byAddress.count }
    /// How many moments are kept at which a lease may run out.
    package var queuedCount: Int { queue.count }
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
        let former = byAddress.updateValue(lease, forKey: lease.address)
        let formerLastAddress = former.flatMap { lastAddress[$0.mac] }
        let isMoved = former.map { $0.mac != lease.mac } ?? true
        let undo = Undo(
            address: lease.address, former: former, formerLastAddress: formerLastAddress, mac: lease.mac,
            lastAddress: isMoved ? lastAddress[lease.mac] : formerLastAddress, client: lease.client,
            lastAddressOfClient: lease.client.flatMap { lastAddressOfClient[$0] })
        if let former, isMoved, formerLastAddress == lease.address { lastAddress[former.mac] = nil }
        note(lease, after: former)
        guard lease.state != .quarantined else { return undo }
        if undo.lastAddress != lease.address { lastAddress[lease.mac] = lease.address }
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
        let latest = byAddress[undo.address]
        byAddress[undo.address] = undo.former
        lastAddress[undo.mac] = undo.lastAddress
        if let client = undo.client { lastAddressOfClient[client] = undo.lastAddressOfClient }
        if let former = undo.former {
            lastAddress[former.mac] = undo.formerLastAddress
            note(former, after: latest)
        } else {
            addresses.remove(undo.address)
            abandoned.remove(undo.address)
        }
    }

    /// Moves what has run out by now among the abandoned addresses. It never goes back in time.
    package mutating func settle(at now: Timestamp) {
        guard settled < now else { return }
        settled = now
        while let next = queue.next, next <= now, let entry = queue.removeNext() {
            guard let lease = byAddress[entry.address] else { continue }
            if lease.isHeld(at: now) {
                // It was renewed meanwhile.
                queue.insert(ExpiryQueue.Entry(expiry: lease.expiry, address: lease.address))
            } else {
                abandoned.insert(lease.address)
            }
        }
    }

    /// Keeps the sets up to date.
    private mutating func note(_ lease: Lease, after former: Lease?) {
        if former == nil { addresses.insert(lease.address) }
        guard lease.isHeld(at: settled) else {
            abandoned.insert(lease.address)
            return
        }
        let address = lease.address
        let isQueued = former.map { $0.expiry <= lease.expiry && !abandoned.contains(address) } ?? false
        guard !isQueued else { return }
        abandoned.remove(address)
        queue.insert(ExpiryQueue.Entry(expiry: lease.expiry, address: address))
        // Whoever asks and gives back by turns leaves an entry each time.
        guard queue.count > 2 * byAddress.count + 64 else { return }
        queue = ExpiryQueue(
            byAddress.values.filter { $0.isHeld(at: settled) }.map {
                ExpiryQueue.Entry(expiry: $0.expiry, address: $0.address)
            })
    }
}
