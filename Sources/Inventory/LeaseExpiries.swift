import NetTypes

/// When leases run out, the next first. An address may be asked about too early, when its lease was renewed meanwhile;
/// whoever takes it out looks at its lease.
package struct LeaseExpiries: Sendable {
    private var queue = ExpiryQueue()
    /// When each address is asked about next.
    private var moments: [IPv4Address: Timestamp] = [:]

    package init(_ leases: some Sequence<Lease> = []) {
        for lease in leases { add(lease) }
    }

    /// - Parameter earliest: asks about it then, at the soonest.
    package mutating func add(_ lease: Lease, notBefore earliest: Timestamp = Timestamp(milliseconds: .min)) {
        let moment = max(lease.expiry, earliest)
        if let former = moments[lease.address], former <= moment { return }
        moments[lease.address] = moment
        queue.insert(ExpiryQueue.Entry(expiry: moment, address: lease.address))
    }

    /// The addresses whose leases may have run out by now.
    package mutating func takeDue(at now: Timestamp) -> [IPv4Address] {
        var due: [IPv4Address] = []
        while let next = queue.next, next <= now, let entry = queue.removeNext() {
            guard moments[entry.address] == entry.expiry else { continue }
            moments[entry.address] = nil
            due.append(entry.address)
        }
        return due
    }
}
