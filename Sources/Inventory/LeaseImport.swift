import NetTypes

/// A lease that another server gave.
package struct ImportedLease: Hashable, Sendable, Codable {
    package let address: IPv4Address
    /// All zeros for an address in quarantine that is nobody's.
    package let mac: MACAddress
    /// What the client called itself there.
    package let client: ClientIdentifier?
    package let name: HostName?
    package let state: Lease.State
    /// When it was granted; `nil` where its server does not write that down.
    package let start: Timestamp?
    package let expiry: Timestamp

    package init(
        address: IPv4Address, mac: MACAddress, client: ClientIdentifier? = nil, name: HostName? = nil,
        state: Lease.State = .active, start: Timestamp? = nil, expiry: Timestamp
    ) {
        self.address = address
        self.mac = mac
        self.client = client
        self.name = name
        self.state = state
        self.start = start
        self.expiry = expiry
    }

    package init(_ lease: Lease) {
        self.init(
            address: lease.address, mac: lease.mac, client: lease.client, name: lease.name, state: lease.state,
            start: lease.start, expiry: lease.expiry)
    }
}

/// Leases to take over: the body of `POST /api/v1/leases`.
package struct LeaseImport: Hashable, Sendable, Codable {
    package let leases: [ImportedLease]

    package init(leases: [ImportedLease]) { self.leases = leases }
}

/// What became of leases to take over, in their order: the answer of `POST /api/v1/leases`.
package struct LeaseImportReport: Hashable, Sendable, Codable {
    package let results: [Result]
    /// Whether it was only tried, and nothing was written.
    package let isTrial: Bool

    /// What became of one lease.
    package struct Result: Hashable, Sendable, Codable {
        package let address: IPv4Address
        package let mac: MACAddress
        package let outcome: Outcome
        /// Why it was not imported, and what to do; `nil` for what was.
        package let reason: String?

        package init(address: IPv4Address, mac: MACAddress, outcome: Outcome, reason: String?) {
            self.address = address
            self.mac = mac
            self.outcome = outcome
            self.reason = reason
        }
    }

    /// The three ends that a lease to take over can come to.
    package enum Outcome: String, Hashable, Sendable, Codable, CaseIterable {
        case imported
        /// amorce has a newer one, or the same.
        case kept
        case refused
    }

    package init(results: [Result], isTrial: Bool) {
        self.results = results
        self.isTrial = isTrial
    }
}
