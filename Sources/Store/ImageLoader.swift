import Inventory
import NetTypes
import SQLite

/// Reads the tables into an image. A row that cannot be read costs no other row.
struct ImageLoader {
    private(set) var image = StoreImage()
    private(set) var eventCounts: [MACAddress: Int] = [:]
    /// What was left out: table, row, why.
    private(set) var skipped: [String] = []

    mutating func load(from connection: inout Connection) throws(SQLiteError) {
        var machines = try connection.prepare(Machine.selectAll, for: "read the machines")
        for machine in try readable(&machines, "machine", { row throws(RowProblem) in try Machine(row) }) {
            if let objection = image.objection(to: machine) {
                skip("machine", machine.mac.stored, "\(objection)")
            } else {
                image.put(machine, at: machine.mac)
            }
        }
        var leases = try connection.prepare(Lease.selectAll, for: "read the leases")
        for lease in try readable(&leases, "lease", { row throws(RowProblem) in try Lease(row) }) {
            _ = image.put(lease)
        }
        var builds = try connection.prepare(Build.selectAll, for: "read the builds")
        for build in try readable(&builds, "build", { row throws(RowProblem) in try Build(row) }) {
            if let objection = image.objection(to: build) {
                skip("build", build.token.stored, "\(objection)")
            } else {
                image.put(build, at: build.token)
            }
        }
        var counts = try connection.prepare(BootEvent.countByMachine, for: "count the events")
        for (mac, count) in try counts.rows(read: { row in (MACAddress(stored: row[0]), Int64(stored: row[1])) }) {
            if let mac, let count { eventCounts[mac] = Int(count) }
        }
    }

    /// The rows that can be read; the others are noted by what stands in their first column.
    private mutating func readable<Noun>(
        _ statement: inout Statement, _ table: String, _ read: (borrowing Row) throws(RowProblem) -> Noun
    ) throws(SQLiteError) -> [Noun] {
        var bad: [(Value, RowProblem)] = []
        let nouns = try statement.rows { row -> Noun? in
            do throws(RowProblem) {
                return try read(row)
            } catch {
                bad.append((row[0], error))
                return nil
            }
        }
        for (key, problem) in bad { skip(table, key, "\(problem)") }
        return nouns
    }

    private mutating func skip(_ table: String, _ key: Value, _ why: String) {
        skipped.append("\(table) \(key): \(why)")
    }
}
