import Inventory
import NetTypes

/// Reads a lease file of dnsmasq: a line for each lease with expiry, hardware address, address, name and client
/// identifier (`lease_update_file` of its sources). A line with `duid` starts the IPv6 part.
func readDnsmasqLeases(_ bytes: [UInt8], file: String, now: Timestamp) -> LeaseFile {
    var byAddress: [IPv4Address: PlacedLease] = [:]
    var mistakes: [FileMistake] = []
    var skipped: [FileMistake] = []
    for (place, text) in lines(of: bytes, file: file) {
        let words = text.split(whereSeparator: { $0 == " " || $0 == "\t" }).map(String.init)
        guard let first = words.first, !first.hasPrefix("#") else { continue }
        guard first != "duid", words.count < 3 || !words[2].contains(":") else {
            skipped.append(
                FileMistake(place, fact: "\(printable(first)) … is IPv6", cure: "amorce lends IPv4 addresses only"))
            continue
        }
        do throws(FileMistake) {
            let lease = try readDnsmasqLease(words, at: place, now)
            byAddress[lease.address] = PlacedLease(place, lease)
        } catch {
            mistakes.append(error)
        }
    }
    return LeaseFile(
        format: .dnsmasq, leases: byAddress.values.sorted { $0.place.line < $1.place.line }, mistakes: mistakes,
        skipped: skipped)
}

private func readDnsmasqLease(_ words: [String], at place: Place, _ now: Timestamp) throws(FileMistake) -> ImportedLease
{
    guard words.count >= 3 else {
        throw FileMistake(
            place, fact: "\(words.count) words", cure: "write EXPIRY MAC ADDRESS NAME CLIENT-ID; this line is left out")
    }
    guard let seconds = Int64(words[0]), let expiry = Timestamp(epoch: seconds) else {
        throw FileMistake(
            place, fact: "\"\(printable(words[0]))\" is no expiry",
            cure: "write seconds since 1970, or 0 for never; this line is left out")
    }
    guard let mac = ethernetAddress(words[1]) else {
        throw FileMistake(
            place, fact: "\"\(printable(words[1]))\" is no Ethernet address",
            cure: "amorce knows machines by such addresses only; this line is left out")
    }
    guard let address = IPv4Address(words[2]) else {
        throw FileMistake(
            place, fact: "\"\(printable(words[2]))\" is no IPv4 address", cure: "write A.B.C.D; this line is left out")
    }
    let end = seconds == 0 ? .never : expiry
    let name = words.count > 3 && words[3] != "*" ? HostName(firstLabel: words[3]) : nil
    return ImportedLease(
        address: address, mac: mac, client: words.count > 4 ? ClientIdentifier(words[4]) : nil, name: name,
        state: end > now ? .active : .free, start: nil, expiry: min(end, .never)
    )
}

/// dnsmasq writes the type of the hardware before an address that is not plain Ethernet: `06-…`; Ethernet is `01-`.
private func ethernetAddress(_ text: String) -> MACAddress? {
    let parts = text.split(separator: "-", maxSplits: 1, omittingEmptySubsequences: false)
    guard parts.count == 2, parts[1].contains(":") else { return MACAddress(text) }
    return parts[0] == "01" ? MACAddress(parts[1]) : nil
}

/// The lines of a text, without their ends.
func lines(of bytes: [UInt8], file: String) -> [(place: Place, text: String)] {
    bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).enumerated().map { index, line in
        (Place(file, index + 1), String(decoding: line.last == 0x0d ? line.dropLast() : line, as: UTF8.self))
    }
}
