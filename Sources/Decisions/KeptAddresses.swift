import Inventory
import NetTypes

/// Whether no more addresses of a subnet's pools are free than are kept for known machines. What is reserved or on offer is
/// not free. A subnet that keeps none is never short.
package func isShortOfAddresses(
    _ subnet: Subnet, for mac: MACAddress, infrastructure: Set<IPv4Address>, leases: LeaseBook, offers: OfferBook,
    reserved: Reservations, now: Timestamp
) -> Bool {
    let kept = subnet.keptForKnown.count(of: subnet.poolSize)
    guard kept > 0 else { return false }
    var leases = leases
    leases.settle(at: now)
    let offered = offers.addresses(offeredToOthersThan: mac, at: now)
    var free = 0
    for search in [
        AddressSearch(outside: [leases.addresses, reserved.addresses, offered]),
        AddressSearch(in: leases.abandoned, outside: [reserved.addresses, offered]),
    ] {
        for pool in subnet.pools {
            free -= infrastructure.count { pool.contains($0) && search.finds($0) }
            free += search.count(in: pool, upTo: kept - free)
            if free > kept { return false }
        }
    }
    return true
}

extension LeaseFacts {
    /// Whether an address is kept for known machines, and this is none. What it leases or was offered before is its own.
    func isKeptForKnown(_ address: IPv4Address) -> Bool {
        guard isShortOfAddresses, isUnknown, offered?.address != address else { return false }
        guard let lease else { return true }
        return lease.address != address || !lease.isHeld(at: now)
    }
}
