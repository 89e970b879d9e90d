import NetTypes

/// When leases run out, the next first. An address may be asked about too early, when its lease was renewed meanwhile;
/// whoever takes it out looks at its lease.
package struct LeaseExpiries: Sendable {
    private var queue = ExpiryQueue()
    private var addresses: Set<IPv4Address> = []

    package init(_ leases: some Sequence<Lease> = []) {
        for lease in leases { add(lease) }
    }

    /// - Parameter earliest: asks about it then, at the soonest.
    package mutating func add(_ lease: Lease, notBefore earliest: Timestamp = Timestamp(milliseconds: .min)) {
        // It is asked about when its earlier lease runs out.
        guard addresses.insert(lease.address).inserted else { return }
        queue.insert(ExpiryQueue.Entry(expiry: max(lease.expiry, earliest), address: lease.address))
    }

    /// The addresses whose leases may have run out by now.
    package mutating func takeDue(at now: Timestamp) -> [IPv4Address] {
        var due: [IPv4Address] = []
        while let next = queue.next, next <= now, let entry = queue.removeNext() {
            addresses.remove(entry.address)
            due.append(entry.address)
        }
        return due
    }
}
