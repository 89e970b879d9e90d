import HTTPWire
import Inventory
import NetTypes
import OtherServers

extension Command {
    @Sendable static func importLeases(_ session: Session) throws(Failure) {
        let files = [session.invocation[.file]] + session.invocation.repeated
        var read: [LeaseFile] = []
        for file in files { read.append(try session.leaseFile(file)) }
        let placed = read.flatMap(\.leases)

        let isTrial = session.invocation.has(.dryRun)
        let report: LeaseImportReport = try session.daemon().send(
            .post, "leases", query: isTrial ? ["dry-run": "yes"] : [:], LeaseImport(leases: placed.map(\.lease)),
            timeout: .minutes(5))
        guard report.results.count == placed.count else { throw .badAnswer("it has not a result for each lease") }

        let summary = LeaseImportSummary(read, report)
        try session.print(summary) { session.text(of: summary) }
        guard summary.isComplete else { throw .incomplete(summary.shortfall) }
    }
}

/// What `lease import --json` prints.
struct LeaseImportSummary: Encodable {
    let dryRun: Bool
    let imported: Int
    let kept: Int
    let refused: Int
    /// In the order of the files.
    let leases: [Line]
    let mistakes: [Remark]
    let skipped: [Remark]

    /// One lease, where it stands, and what became of it.
    struct Line: Encodable {
        let place: String
        let address: IPv4Address
        let mac: MACAddress
        let outcome: LeaseImportReport.Outcome
        let reason: String?
    }

    /// What could not be read.
    struct Remark: Encodable {
        let place: String
        let fact: String
        let cure: String

        init(_ mistake: FileMistake) {
            place = mistake.place.description
            fact = mistake.fact
            cure = mistake.cure
        }
    }

    init(_ files: [LeaseFile], _ report: LeaseImportReport) {
        dryRun = report.isTrial
        leases = zip(files.flatMap(\.leases), report.results).map { placed, result in
            Line(
                place: placed.place.description, address: result.address, mac: result.mac, outcome: result.outcome,
                reason: result.reason)
        }
        imported = leases.count { $0.outcome == .imported }
        kept = leases.count { $0.outcome == .kept }
        refused = leases.count { $0.outcome == .refused }
        mistakes = files.flatMap(\.mistakes).map(Remark.init)
        skipped = files.flatMap(\.skipped).map(Remark.init)
    }

    var isComplete: Bool { refused == 0 && mistakes.isEmpty }
    /// What is missing, for people.
    var shortfall: String { "not everything was imported: \(refused) refused, \(mistakes.count) not readable" }
}

extension Session {
    /// What a file holds, whatever its form.
    fileprivate func leaseFile(_ path: String) throws(Failure) -> LeaseFile {
        let bytes = try input(path, atMost: 128 << 20)
        let now = surroundings.now()
        if LeaseFileFormat(recognising: bytes) == .json { return try leaseDocument(bytes, file: path) }
        guard let file = LeaseFile(bytes, file: path, now: now) else {
            throw .input(
                "\(path): no lease file of ISC dhcpd or dnsmasq, and no export of amorce's, starts like this; "
                    + "name dhcpd.leases, dnsmasq.leases, or what amorce lease export printed")
        }
        return file
    }

    /// What `amorce lease export` printed. An entry that cannot be read costs no other.
    private func leaseDocument(_ bytes: [UInt8], file: String) throws(Failure) -> LeaseFile {
        let entries: [LeaseEntry]
        do throws(Failure) {
            entries = try JSONText.decoded(bytes)
        } catch {
            throw .input("\(file): is not JSON to its end; export the leases again")
        }
        var leases: [PlacedLease] = []
        var mistakes: [FileMistake] = []
        for (index, entry) in entries.enumerated() {
            if let lease = entry.lease {
                leases.append(PlacedLease(Place("\(file)[\(index)]", 0), ImportedLease(lease)))
            } else {
                mistakes.append(
                    FileMistake(
                        Place("\(file)[\(index)]", 0), fact: "is no lease",
                        cure: "export the leases again; this one is left out"))
            }
        }
        return LeaseFile(format: .json, leases: leases, mistakes: mistakes)
    }

    /// A line for each lease that was not imported, then the counts.
    fileprivate func text(of summary: LeaseImportSummary) -> String {
        var table = Table(.text("LEASE"), .text("ADDRESS"), .text("MAC"), .text("RESULT"), .text("WHY"))
        let others = summary.leases.filter { $0.outcome != .imported }
        for line in others {
            table.add(
                line.place, line.address.description, line.mac.description, line.outcome.rawValue, line.reason)
        }
        let remarks = (summary.mistakes + summary.skipped).map { "\(visible("\($0.place): \($0.fact); \($0.cure)"))\n" }
        let counts = "\(summary.imported) imported, \(summary.kept) kept, \(summary.refused) refused"
        let unread = "\(summary.mistakes.count) not readable, \(summary.skipped.count) skipped"
        return remarks.joined() + (others.isEmpty ? "" : table.text())
            + "\(counts), \(unread)\(summary.dryRun ? "; nothing was written" : "")\n"
    }
}

/// An element of an export, which may be anything.
private struct LeaseEntry: Decodable {
    let lease: Lease?

    init(from decoder: any Decoder) throws { lease = try? Lease(from: decoder) }
}
