import Inventory
import NetTypes

extension LeaseFacts {
    /// Whether the network is asked before the offer goes out (RFC 2131 §2.2). Not about an address that is reserved for
    /// the client, that it leases or leased last, or that it is being offered; and an installation that runs waits for
    /// nothing.
    package func wantsProbe(before decision: LeaseDecision) -> Bool {
        guard case .offer(let address, _) = decision, !isInstalling else { return false }
        return address != reserved?.address && address != own?.address && address != offered?.address
    }
}

extension Lease {
    /// What is kept of an address that a probe found in use: nobody gets it for a day. The row names who answered, or
    /// six zeros. Where that is the machine that had it last, which goes on beyond its time, its lease goes on too.
    package init(inUse address: IPv4Address, by mac: MACAddress?, former: Lease?, at now: Timestamp) {
        let expiry = now + quarantineTime.any
        if let former, former.mac == mac, former.state != .quarantined {
            self = former
            state = .active
            self.expiry = expiry
        } else {
            self.init(address: address, mac: mac ?? .unknown, state: .quarantined, start: now, expiry: expiry)
        }
    }
}
