import Inventory
import NetTypes
import SQLite

/// The one that writes: the connection, its statements, and the image that goes with what is on disk.
struct Writer: ~Copyable {
    /// The image, and what is to be written of it.
    var transaction: StoreTransaction
    /// What could not be read at the start.
    let unreadable: [UnreadableRow]
    private(set) var counters: Counters

    private var connection: Connection
    private var statements: WriterStatements
    private var eventReader: EventReader

    init(_ connection: consuming Connection) throws(SQLiteError) {
        var loader = ImageLoader()
        try loader.load(from: &connection)
        let lastEvent = try connection.number(BootEvent.lastID, for: "find the last event")
        let savedLeases = try connection.number(Lease.lastSaved, for: "find the lease saved last")
        let statements = try WriterStatements.prepare(on: connection)
        let eventReader = try EventReader(connection)

        transaction = StoreTransaction(loader.image)
        unreadable = loader.unreadable
        counters = Counters(lastEvent: lastEvent, savedLeases: savedLeases, events: loader.eventCounts)
        self.statements = statements
        self.eventReader = eventReader
        self.connection = connection
    }

    /// Commits what the transaction changed, durably; answers its events with their ids. If it throws, neither disk nor
    /// image has changed.
    mutating func commit() throws(SQLiteError) -> [BootEvent] {
        var batch = Batch(after: counters)
        do throws(SQLiteError) {
            try statements.write(transaction.changes, &batch, counters, makingWay: !unreadable.isEmpty)
        } catch {
            // A full disk or a failed write may have ended the transaction already.
            if connection.isInTransaction { try? statements.rollback.run() }
            transaction.rollBack()
            throw error
        }
        transaction.finish(batch.deliveries)
        let isPruned = counters.excess(with: batch) != nil
        counters.keep(batch)
        // What is committed stays so where counting fails; it is tried again with the next batch.
        if isPruned, let counts = try? eventCounts() { counters.recount(counts) }
        return batch.events
    }

    private mutating func eventCounts() throws(SQLiteError) -> [MACAddress: Int] {
        var counts = try connection.prepare(BootEvent.countByMachine, for: "count the events")
        let rows = try counts.rows { row in (MACAddress(stored: row[0]), Int64(stored: row[1]) ?? 0) }
        return Dictionary(rows.compactMap { mac, count in mac.map { ($0, Int(count)) } }) { first, _ in first }
    }

    mutating func checkpoint() throws(SQLiteError) {
        try connection.execute("PRAGMA wal_checkpoint(TRUNCATE)", for: "empty the write-ahead log")
    }

    /// Writes the version that the file has already.
    mutating func probe() throws(SQLiteError) {
        let version = try connection.number("PRAGMA user_version", for: "read the version of its tables")
        try connection.set(.userVersion, to: Int32(clamping: version))
    }

    /// Events as the writer's own connection sees them.
    mutating func events(after id: Int64, of mac: MACAddress?, limit: Int) throws(SQLiteError) -> [BootEvent] {
        try eventReader.events(after: id, of: mac, limit: limit)
    }
}
