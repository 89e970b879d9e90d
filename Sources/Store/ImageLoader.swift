import Inventory
import NetTypes
import SQLite

/// Reads the tables into an image. A row that cannot be read costs no other row, and a column no other column: what
/// stands in for it is what does no harm.
struct ImageLoader {
    private(set) var image = StoreImage()
    private(set) var eventCounts: [MACAddress: Int] = [:]
    /// What was left out, or read as something else.
    private(set) var unreadable: [UnreadableRow] = []

    mutating func load(from connection: inout Connection) throws(SQLiteError) {
        var machines = try connection.prepare(Machine.selectAll, for: "read the machines")
        for machine in try readable(&machines, "machine", { row, notes throws(RowProblem) in try Machine(row, &notes) })
        {
            put(machine)
        }
        var leases = try connection.prepare(Lease.selectAll, for: "read the leases")
        for lease in try readable(&leases, "lease", { row, notes throws(RowProblem) in try Lease(row, &notes) }) {
            _ = image.put(lease)
        }
        var builds = try connection.prepare(Build.selectAll, for: "read the builds")
        for build in try readable(&builds, "build", { row, _ throws(RowProblem) in try Build(row) }) {
            if let objection = image.objection(to: build) {
                miss("build", build.token.stored, "left out: \(objection.fact)")
            } else {
                image.put(build, at: build.token)
            }
        }
        var names = try connection.prepare(NameEntry.selectAll, for: "read the names")
        for entry in try readable(&names, "name", { row, notes throws(RowProblem) in try NameEntry(row, &notes) }) {
            image.put(entry, at: entry.key)
        }
        var servers = try connection.prepare(BalancedServer.selectAll, for: "read the servers of load balancers")
        for server in try readable(
            &servers, "balanced", { row, notes throws(RowProblem) in try BalancedServer(row, &notes) })
        {
            image.put(server, at: server.key)
        }
        var deliveries = try connection.prepare(Delivery.selectAll, for: "read the events on their way")
        for delivery in try readable(
            &deliveries, "delivery", { row, notes throws(RowProblem) in try Delivery(row, &notes) })
        {
            image.put(delivery, at: delivery.key)
        }
        try countEvents(of: &connection)
    }

    /// Of two machines that cannot both have a name or an address, the one that is read later goes without.
    private mutating func put(_ machine: Machine) {
        var machine = machine
        while let objection = image.objection(to: machine) {
            miss("machine", machine.mac.stored, "\(objection.fact), and not to \(machine.mac)")
            if case .addressTaken = objection { machine.address = nil } else { machine.name = nil }
        }
        image.put(machine, at: machine.mac)
    }

    private mutating func countEvents(of connection: inout Connection) throws(SQLiteError) {
        var counts = try connection.prepare(BootEvent.countByMachine, for: "count the events")
        for (key, count) in try counts.rows(read: { row in (row[0], Int64(stored: row[1]) ?? 0) }) {
            if let mac = MACAddress(stored: key) {
                eventCounts[mac] = Int(count)
            } else {
                miss("event", key, "mac holds \(key) in \(count) rows, left out")
            }
        }
        var strays = try connection.prepare(BootEvent.beyondLimit, for: "look for events out of order")
        for key in try strays.rows(read: { row in row[0] }) { miss("event", key, "id holds \(key), left out") }
        var stages = try connection.prepare(BootEvent.countByStage, for: "look for events of no stage")
        for (stage, count) in try stages.rows(read: { row in (row[0], Int64(stored: row[1]) ?? 0) })
        where Stage(stored: stage) == nil {
            miss("event", stage, "stage holds \(stage) in \(count) rows, left out")
        }
    }

    /// The rows that can be read; what cannot be is noted by what stands in their first column.
    private mutating func readable<Noun>(
        _ statement: inout Statement, _ table: String,
        _ read: (borrowing Row, inout RowNotes) throws(RowProblem) -> Noun
    ) throws(SQLiteError) -> [Noun] {
        var missed: [UnreadableRow] = []
        let nouns = try statement.rows { row -> Noun? in
            var notes = RowNotes()
            defer { for note in notes.notes { missed.append(UnreadableRow(table, row[0], note)) } }
            do throws(RowProblem) {
                return try read(row, &notes)
            } catch {
                notes.add("\(error), left out")
                return nil
            }
        }
        unreadable += missed
        return nouns
    }

    private mutating func miss(_ table: String, _ key: Value, _ why: String) {
        unreadable.append(UnreadableRow(table, key, why))
    }
}
