import Glibc
import Inventory
import NetTypes
import Store

/// Commits leases until it is killed, and says each address once it is on disk: `StoreTorture FILE`.
///
/// Every transaction has as many events as leases, so that a transaction of which only a part survives shows.
@main
enum StoreTorture {
    static func main() throws {
        guard CommandLine.arguments.count == 2, let mac = MACAddress("52:54:00:77:00:11") else { return }
        let store = try Store.open(at: CommandLine.arguments[1])
        var next = store.read { UInt32(clamping: $0.leases.count) }
        for round in 1... {
            let first = next
            next += UInt32(round % 8 + 1)
            let addresses = (first..<next).map { IPv4Address(number: 0x0a4d_0000 + $0) }
            try store.transaction { transaction in
                for address in addresses {
                    let time = Timestamp(seconds: 0)
                    try transaction.save(Lease(address: address, mac: mac, start: time, expiry: time))
                    try transaction.record(BootEvent(time: time, mac: mac, stage: .leased, detail: "\(address)"))
                }
            }
            for address in addresses { print(address) }
            // The kernel keeps it when the process is killed.
            fflush(nil)
        }
    }
}
