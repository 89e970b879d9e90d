import Inventory
import NetTypes

/// A free address for a machine that has none, always the same one while nobody else takes it: the search starts at a
/// place in the pools that its MAC decides, so that a machine finds its address again even after the loss of the store.
/// Addresses that nobody remembers come first; then those whose former holder is gone. `nil` when all are taken.
/// What the network itself needs is never lent: a pool may hold this server's address, or a relay's.
package func chooseAddress(
    for mac: MACAddress, in subnet: Subnet, infrastructure: Set<IPv4Address>, leases: LeaseBook, offers: OfferBook,
    reserved: [IPv4Address: MACAddress], now: Timestamp
) -> IPv4Address? {
    let size = subnet.poolSize
    guard size > 0 else { return nil }
    let start = Int(truncatingIfNeeded: spread(mac) % UInt64(size))
    var remembered: IPv4Address?
    for step in 0..<size {
        guard let address = subnet.address(atPoolOffset: (start + step) % size) else { continue }
        guard !infrastructure.contains(address), reserved[address] == nil,
            offers.holder(of: address, at: now) ?? mac == mac
        else {
            continue
        }
        guard let lease = leases[address] else { return address }
        if remembered == nil, !lease.isHeld(at: now) { remembered = address }
    }
    return remembered
}

/// FNV-1a over the six bytes: neighbouring MACs land far apart.
private func spread(_ mac: MACAddress) -> UInt64 {
    mac.octets.reduce(0xcbf2_9ce4_8422_2325) { ($0 ^ UInt64($1)) &* 0x0000_0100_0000_01b3 }
}

extension Subnet {
    /// The address at a place in its pools, counted through all of them.
    fileprivate func address(atPoolOffset offset: Int) -> IPv4Address? {
        var rest = offset
        for pool in pools {
            if rest < pool.count { return IPv4Address(number: pool.first.number &+ UInt32(truncatingIfNeeded: rest)) }
            rest -= pool.count
        }
        return nil
    }
}
