import Inventory
import NetTypes

/// Reads a lease file of ISC dhcpd (dhcpd.leases(5)): a journal, in which the last entry of an address wins.
func readDhcpdLeases(_ bytes: [UInt8], file: String, now: Timestamp) -> LeaseFile {
    var reader = StatementReader(bytes, file: file)
    var journal = LeaseJournal()
    while let statement = reader.next() { journal.take(statement, now) }
    return LeaseFile(
        format: .dhcpd, leases: journal.leases, mistakes: reader.mistakes + journal.mistakes, skipped: journal.skipped)
}

/// What a journal came to so far.
private struct LeaseJournal {
    private var byAddress: [IPv4Address: PlacedLease?] = [:]
    private(set) var mistakes: [FileMistake] = []
    private(set) var skipped: [FileMistake] = []

    var leases: [PlacedLease] { byAddress.values.compactMap { $0 }.sorted { $0.place.line < $1.place.line } }

    mutating func take(_ statement: Statement, _ now: Timestamp) {
        switch statement.name {
        case "lease": take(lease: statement, now)
        case "authoring-byte-order", "server-duid", "default-duid": break
        case "ia-na", "ia-ta", "ia-pd":
            skip(statement, "\(statement.name) is IPv6", "amorce lends IPv4 addresses only")
        case "failover":
            skip(statement, "the state of a failover pair", "its leases are imported, its state is not needed")
        case "host", "group", "subgroup", "class", "subclass":
            skip(statement, "\(statement.text) was declared at run time", "amorce machine add makes a machine known")
        default:
            mistakes.append(
                FileMistake(
                    statement.place, fact: "\"\(statement.text)\" is no entry of a lease file",
                    cure: "name dhcpd.leases; amorce convert reads dhcpd.conf"))
        }
    }

    private mutating func take(lease statement: Statement, _ now: Timestamp) {
        // One that was never closed swallows those behind it, which are whole.
        for inner in statement.block ?? [] where inner.name == "lease" && inner.block != nil { take(lease: inner, now) }
        guard statement.isWhole else { return }  // the reader has said so
        guard let text = statement.token(at: 1)?.word, let address = IPv4Address(text), let block = statement.block
        else {
            note(statement, "\"\(statement.text)\" names no IPv4 address", "write lease ADDRESS { … }")
            return
        }
        do throws(FileMistake) {
            let entry = try DhcpdLease(block.filter { $0.name != "lease" }, at: statement.place)
            byAddress[address] = .some(entry.lease(of: address, now: now).map { PlacedLease(statement.place, $0) })
        } catch {
            mistakes.append(error)
        }
    }

    private mutating func note(_ statement: Statement, _ fact: String, _ cure: String) {
        mistakes.append(FileMistake(statement.place, fact: fact, cure: cure))
    }

    private mutating func skip(_ statement: Statement, _ fact: String, _ cure: String) {
        skipped.append(FileMistake(statement.place, fact: fact, cure: cure))
    }
}

extension FileMistake: Error {}
