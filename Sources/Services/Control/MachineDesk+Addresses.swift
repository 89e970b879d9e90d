import Decisions
import HTTPWire
import Inventory
import LinuxIO
import NetTypes
import Store

/// MAC addresses for machines that are yet to be made.
extension MachineDesk {
    /// As many as `count` says, one if it says nothing, that neither the store knows nor a file names.
    ///
    /// - Parameter named: what files have, beside the store.
    func unusedAddresses(_ query: [String: String], named: Set<MACAddress>) throws -> [MACAddress] {
        guard let count = Int(query["count"] ?? "1"), (1...1000).contains(count) else {
            throw Problem(.unprocessable, "count is a number from 1 to 1000")
        }
        let used = store.read { image in
            named.union(image.machines.keys).union(image.leases.leases.map(\.mac))
        }
        // Of the sixteen million, few are taken: four numbers for each would do on a network of twelve million.
        let chosen = MACAddress.unused(count, from: try Random.numbers(4 * count + 64), besides: used)
        guard chosen.count == count else {
            throw Problem(.conflict, "nearly all addresses in 52:54:00 are taken; ask again, or for fewer")
        }
        return chosen
    }
}
