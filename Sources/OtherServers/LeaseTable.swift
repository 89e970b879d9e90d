import Inventory
import NetTypes

/// Reads what `amorce lease export --format csv` printed: a header, then a line for each lease.
func readLeaseTable(_ bytes: [UInt8], file: String) -> LeaseFile {
    var leases: [IPv4Address: PlacedLease] = [:]
    var mistakes: [FileMistake] = []
    for (place, text) in lines(of: bytes, file: file).dropFirst() where !text.isEmpty {
        let fields = text.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
        do throws(FileMistake) {
            let lease = try readLease(fields, at: place)
            leases[lease.address] = PlacedLease(place, lease)
        } catch {
            mistakes.append(error)
        }
    }
    return LeaseFile(
        format: .csv, leases: leases.values.sorted { $0.place.line < $1.place.line }, mistakes: mistakes)
}

private func readLease(_ fields: [String], at place: Place) throws(FileMistake) -> ImportedLease {
    guard (6...7).contains(fields.count) else {
        throw FileMistake(
            place, fact: "\(fields.count) fields",
            cure: "write address,mac,name,state,start,expiry,client; this line is left out")
    }
    guard let address = IPv4Address(fields[0]) else { throw wrong(fields[0], "an IPv4 address", place) }
    guard let mac = MACAddress(fields[1]) else { throw wrong(fields[1], "a MAC address", place) }
    guard fields[2].isEmpty || HostName(fields[2]) != nil else { throw wrong(fields[2], "a host name", place) }
    guard let state = Lease.State(rawValue: fields[3]) else { throw wrong(fields[3], "a lease's state", place) }
    guard let start = Timestamp(fields[4]) else { throw wrong(fields[4], "a moment", place) }
    guard let expiry = Timestamp(fields[5]) else { throw wrong(fields[5], "a moment", place) }
    return ImportedLease(
        address: address, mac: mac, client: fields.count > 6 ? ClientIdentifier(fields[6]) : nil,
        name: HostName(fields[2]), state: state, start: start, expiry: expiry)
}

private func wrong(_ text: String, _ what: String, _ place: Place) -> FileMistake {
    FileMistake(
        place, fact: "\"\(printable(text))\" is not \(what)",
        cure: "export the leases again; this line is left out")
}
