import Inventory
import NetTypes

/// What is done with a lease that another server gave.
package enum LeaseImportDecision: Hashable, Sendable {
    case take(Lease)
    case keep(KeepReason)
    case refuse(ImportRefusal)

    /// Why what amorce has stays.
    package enum KeepReason: Hashable, Sendable {
        /// It is the same, or newer, and the same machine's.
        case known
        /// Another machine got the address later.
        case leasedSince(to: MACAddress)
        /// The machine got another address later.
        case movedSince(to: IPv4Address)
        /// A machine found the address in use, and it is set aside.
        case quarantined
    }

    /// Why a lease cannot be ours.
    package enum ImportRefusal: Hashable, Sendable {
        case outsideSubnets
        case notAHost
        case ownAddress
        case notInPool
        case reserved(for: MACAddress)
        case groupAddress
    }
}

/// All that a decision about an imported lease may know.
package struct LeaseImportFacts: Hashable, Sendable {
    package let now: Timestamp
    /// The subnet that the address is in.
    package let subnet: Subnet?
    /// Whether the address is this host's own.
    package let isOwnAddress: Bool
    /// The machine that the address is reserved for.
    package let reservation: MACAddress?
    /// What stands at the address now.
    package let atAddress: Lease?
    /// The lease that the machine has, or had last.
    package let ofMachine: Lease?

    package init(
        now: Timestamp, subnet: Subnet?, isOwnAddress: Bool = false, reservation: MACAddress? = nil,
        atAddress: Lease? = nil, ofMachine: Lease? = nil
    ) {
        self.now = now
        self.subnet = subnet
        self.isOwnAddress = isOwnAddress
        self.reservation = reservation
        self.atAddress = atAddress
        self.ofMachine = ofMachine
    }
}

extension LeaseImportDecision {
    /// What is lent goes before what is only remembered, and what was granted later before what was granted earlier.
    package init(for imported: ImportedLease, _ facts: LeaseImportFacts) {
        if let refusal = facts.refusal(of: imported) {
            self = .refuse(refusal)
        } else if let reason = facts.reasonToKeep(against: imported) {
            self = .keep(reason)
        } else {
            self = .take(imported.lease(at: facts.now, client: facts.client(of: imported)))
        }
    }
}

extension LeaseImportFacts {
    fileprivate func refusal(of imported: ImportedLease) -> LeaseImportDecision.ImportRefusal? {
        guard !imported.mac.isGroup else { return .groupAddress }
        guard let subnet else { return .outsideSubnets }
        guard subnet.prefix.hosts.contains(imported.address) else { return .notAHost }
        guard !isOwnAddress else { return .ownAddress }
        if let reservation, reservation != imported.mac { return .reserved(for: reservation) }
        // The machine would be refused when it renews.
        return subnet.lends(imported.address) || reservation != nil ? nil : .notInPool
    }

    fileprivate func reasonToKeep(against imported: ImportedLease) -> LeaseImportDecision.KeepReason? {
        if let atAddress {
            guard !atAddress.belongs(to: imported.mac, client(of: imported)) else {
                if atAddress.state == .quarantined, atAddress.isHeld(at: now), imported.state != .quarantined {
                    return .quarantined
                }
                return imported.outlasts(atAddress, at: now) ? movedSince(imported) : .known
            }
            if !imported.isNewer(than: atAddress, at: now) {
                return atAddress.state == .quarantined ? .quarantined : .leasedSince(to: atAddress.mac)
            }
        }
        return movedSince(imported)
    }

    /// What it calls itself, where its network goes by that.
    fileprivate func client(of imported: ImportedLease) -> ClientIdentifier? {
        subnet?.identity == .clientIdentifier ? imported.client : nil
    }

    private func movedSince(_ imported: ImportedLease) -> LeaseImportDecision.KeepReason? {
        guard let ofMachine, ofMachine.address != imported.address, imported.mac.number != 0 else { return nil }
        return imported.isNewer(than: ofMachine, at: now) ? nil : .movedSince(to: ofMachine.address)
    }
}

extension ImportedLease {
    fileprivate func isHeld(at now: Timestamp) -> Bool { state != .free && now < expiry }

    /// Whether it says more of the machine that has the other one too: that it is lent, or for longer.
    fileprivate func outlasts(_ other: Lease, at now: Timestamp) -> Bool {
        // Given back to us after it was granted there.
        if other.state == .free, let start, other.expiry >= start { return false }
        return isHeld(at: now) == other.isHeld(at: now) ? expiry > other.expiry : isHeld(at: now)
    }

    /// Whether it takes the place of another machine's lease, or of one at another address. Where its server wrote no
    /// start down, what amorce lends stays.
    fileprivate func isNewer(than other: Lease, at now: Timestamp) -> Bool {
        guard isHeld(at: now) == other.isHeld(at: now) else { return isHeld(at: now) }
        guard isHeld(at: now) else { return expiry > other.expiry }
        return start.map { $0 > other.start } ?? false
    }

    fileprivate func lease(at now: Timestamp, client: ClientIdentifier?) -> Lease {
        let isHeld = isHeld(at: now)
        let end = isHeld ? expiry : min(expiry, now)
        return Lease(
            address: address, mac: mac, client: client, name: name, state: isHeld ? state : .free,
            start: min(start ?? now, end),
            expiry: end)
    }
}

extension LeaseImportDecision.KeepReason: CustomStringConvertible {
    /// For the command line.
    package var description: String {
        switch self {
        case .known: "amorce has this lease, or a newer one"
        case .leasedSince(let mac): "amorce has lent it to \(mac) since"
        case .movedSince(let address): "the machine has got \(address) since"
        case .quarantined: "a machine found it in use, and amorce has set it aside"
        }
    }
}

extension LeaseImportDecision.ImportRefusal: CustomStringConvertible {
    /// The fact, and what to do.
    package var description: String {
        switch self {
        case .outsideSubnets: "it is in none of the subnets; add its subnet to dhcp.subnets, if it is to be served"
        case .notAHost: "no host of its subnet has this address"
        case .ownAddress: "it is this server's own address; give the server another one, or find out who uses it"
        case .notInPool: "it is in no pool; add it to one, or reserve it: amorce machine add MAC --name N --address A"
        case .reserved(let mac): "it is reserved for \(mac); the machine that has it now will be given another one"
        case .groupAddress: "its MAC address is a group's, which no machine has"
        }
    }
}
