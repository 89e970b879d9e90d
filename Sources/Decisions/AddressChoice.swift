import Inventory
import NetTypes

/// How many abandoned addresses are compared for the one whose holder is gone longest.
private let comparedAddresses = 64

/// A free address for a machine that has none, always the same one while nobody else takes it: the search starts at a
/// place in the pools that its MAC decides, so that a machine finds its address again even after the loss of the store.
/// Addresses that nobody remembers come first; then, of the next 64 whose holders are gone, the one whose holder has been
/// gone longest. `nil` when all are taken.
/// What the network itself needs is never lent: a pool may hold this server's address, or a relay's.
package func chooseAddress(
    for mac: MACAddress, in subnet: Subnet, infrastructure: Set<IPv4Address>, leases: LeaseBook, offers: OfferBook,
    reserved: Reservations, now: Timestamp
) -> IPv4Address? {
    let ranges = subnet.ranges(from: spread(mac))
    let offered = offers.addresses(offeredToOthersThan: mac, at: now)

    var fresh: IPv4Address?
    let search = AddressSearch(outside: [leases.addresses, reserved.addresses, offered])
    for range in ranges where fresh == nil {
        search.visit(range) { address in
            if !infrastructure.contains(address) { fresh = address }
            return fresh == nil
        }
    }
    if let fresh { return fresh }

    var leases = leases
    leases.settle(at: now)
    var longest: Lease?
    var compared = 0
    let remembered = AddressSearch(in: leases.abandoned, outside: [reserved.addresses, offered])
    for range in ranges where compared < comparedAddresses {
        remembered.visit(range) { address in
            // Not `abandoned` alone: the clock may have been set back.
            guard !infrastructure.contains(address), let lease = leases[address], !lease.isHeld(at: now) else {
                return true
            }
            if longest.map({ lease.expiry < $0.expiry }) ?? true { longest = lease }
            compared += 1
            return compared < comparedAddresses
        }
    }
    return longest?.address
}

/// FNV-1a over the six bytes: neighbouring MACs land far apart.
private func spread(_ mac: MACAddress) -> UInt64 {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    for shift in stride(from: 40, through: 0, by: -8) as StrideThrough<UInt64> {
        hash = (hash ^ (mac.number >> shift & 0xff)) &* 0x0000_0100_0000_01b3
    }
    return hash
}

extension Subnet {
    /// All of its pools, from a place in them to the end and on from their beginning; the place counts around.
    fileprivate func ranges(from place: UInt64) -> [IPv4Range] {
        let size = poolSize
        guard size > 0 else { return [] }
        var rest = Int(truncatingIfNeeded: place % UInt64(size))
        for (index, pool) in pools.enumerated() {
            guard rest >= pool.count else {
                let first = IPv4Address(number: pool.first.number &+ UInt32(truncatingIfNeeded: rest))
                let before = IPv4Address(number: first.number &- 1)
                let (upper, lower) = (IPv4Range(from: first, to: pool.last), IPv4Range(from: pool.first, to: before))
                return [upper].compactMap { $0 } + pools[(index + 1)...] + pools[..<index]
                    + (rest > 0 ? [lower].compactMap { $0 } : [])
            }
            rest -= pool.count
        }
        return pools
    }
}
