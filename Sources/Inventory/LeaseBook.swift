import NetTypes

/// Every lease that is held or remembered, found by address and by machine.
package struct LeaseBook: Sendable {
    private var byAddress: [IPv4Address: Lease] = [:]
    /// The address that each machine had last.
    private var lastAddress: [MACAddress: IPv4Address] = [:]

    package init(_ leases: some Sequence<Lease> = []) {
        for lease in leases.sorted(by: { $0.start < $1.start }) { save(lease) }
    }

    package var count: Int { byAddress.count }
    package var leases: some Collection<Lease> { byAddress.values }

    package subscript(_ address: IPv4Address) -> Lease? { byAddress[address] }

    /// The lease that this machine has, or had last; `nil` if another machine has had the address since.
    package subscript(_ mac: MACAddress) -> Lease? {
        guard let address = lastAddress[mac], let lease = byAddress[address], lease.mac == mac else { return nil }
        return lease
    }

    /// Keeps a lease in place of what stood at its address.
    package mutating func save(_ lease: Lease) {
        if let former = byAddress[lease.address], former.mac != lease.mac,
            lastAddress[former.mac] == lease.address
        {
            lastAddress[former.mac] = nil
        }
        byAddress[lease.address] = lease
        lastAddress[lease.mac] = lease.address
    }
}
