import Inventory
import NetTypes

/// Whether no more addresses of a subnet's pools are free than are kept for known machines. What is reserved or on offer is
/// not free. A subnet that keeps none is never short.
package func isShortOfAddresses(
    _ subnet: Subnet, infrastructure: Set<IPv4Address>, leases: LeaseBook, offers: OfferBook,
    reserved: [IPv4Address: MACAddress], now: Timestamp
) -> Bool {
    let kept = subnet.keptForKnown.count(of: subnet.poolSize)
    guard kept > 0 else { return false }
    var free = 0
    for pool in subnet.pools {
        for number in pool.first.number...pool.last.number {
            let address = IPv4Address(number: number)
            guard leases[address]?.isHeld(at: now) != true, reserved[address] == nil,
                offers.holder(of: address, at: now) == nil, !infrastructure.contains(address)
            else { continue }
            free += 1
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
