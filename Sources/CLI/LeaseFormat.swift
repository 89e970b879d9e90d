import Inventory
import NetTypes

/// The forms in which leases leave for other programs.
enum LeaseFormat: String, CaseIterable {
    case json, csv, dnsmasq

    /// RFC 4180 with a header and plain line feeds; no field of a lease has anything to quote.
    static func csv(of leases: [Lease]) -> String {
        let rows = leases.map { lease in
            [
                "\(lease.address)", "\(lease.mac)", lease.name?.text ?? "", lease.state.rawValue, "\(lease.start)",
                "\(lease.expiry)", lease.client?.description ?? "",
            ]
        }
        let header = ["address", "mac", "name", "state", "start", "expiry", "client"]
        return ([header] + rows).map { $0.joined(separator: ",") + "\n" }.joined()
    }

    /// The lease file of dnsmasq: expiry in seconds since 1970, MAC, address, name and client id, `*` for what is not
    /// known. Only what is lent now is in it, as in the file that dnsmasq writes.
    static func dnsmasq(of leases: [Lease], at now: Timestamp) -> String {
        leases.filter { $0.state == .active && $0.isHeld(at: now) }.map { lease in
            "\(lease.expiry.seconds) \(lease.mac) \(lease.address) \(lease.name?.text ?? "*") \(lease.client?.description ?? "*")\n"
        }.joined()
    }
}
