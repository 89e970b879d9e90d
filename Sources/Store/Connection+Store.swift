import SQLite

/// Bytes 68 to 71 of every store: `amor`.
private let applicationID: Int32 = 0x616D_6F72

extension Connection {
    /// A connection that writes to a store of the newest version, which is made or migrated if it has to be. A file
    /// that it refuses is left as it is.
    static func writing(
        at path: String, migrations: [Migration], maximumPages: Int32?
    ) throws(StoreError) -> Connection {
        let isInMemory = path == ":memory:"
        if !isInMemory { try makeFile(at: path) }
        var connection = try explaining(path) { () throws(SQLiteError) in try open(path) }

        guard let version = try explaining(path, { () throws(SQLiteError) in try connection.version() }) else {
            throw .notOurs(path: path, "the database of another program")
        }
        guard version <= migrations.count else {
            throw .newer(path: path, found: version, known: migrations.count)
        }
        try explaining(path) { () throws(SQLiteError) in
            try connection.makeDurable(isInMemory: isInMemory)
            try connection.checkPages()
            if let maximumPages { try connection.set(.maximumPageCount, to: maximumPages) }
            try connection.migrate(through: migrations, from: version)
        }
        // SQLite moves the log's pages to the database when there are 1000, and begins again at the log's start. What
        // follows the last page is not looked at. A commit that lengthens the log waits for the file's size as well.
        if !isInMemory { DatabaseFile.fill(path + "-wal", to: 6 << 20) }
        return connection
    }

    /// Runs what `body` does as one transaction: all of it is on disk when this returns, or none of it if this throws.
    mutating func transaction(
        _ body: (inout Connection) throws(SQLiteError) -> Void
    ) throws(SQLiteError) {
        try execute("BEGIN IMMEDIATE", for: "begin")
        do throws(SQLiteError) {
            try body(&self)
            try execute("COMMIT", for: "commit")
        } catch {
            // A full disk or a failed write may have ended the transaction already; closing the file ends it anyway.
            if isInTransaction { try? execute("ROLLBACK", for: "roll back") }
            throw error
        }
    }

    /// How many migrations the tables have been through, 0 for an empty file; `nil` if they are not ours.
    private mutating func version() throws(SQLiteError) -> Int? {
        let owner = try number("PRAGMA application_id", for: "read whose database it is")
        let version = try number("PRAGMA user_version", for: "read the version of its tables")
        let tables = try number("SELECT count(*) FROM sqlite_schema", for: "count its tables")
        if owner == Int64(applicationID), version > 0 { return Int(version) }
        return owner == 0 && version == 0 && tables == 0 ? 0 : nil
    }

    /// Opens a file. Where there is no room for the index of its write-ahead log, which other connections share, it is
    /// kept in memory, and this is the only connection: a full disk is no reason not to start.
    private static func open(_ path: String) throws(SQLiteError) -> Connection {
        var connection = try Connection(path, access: .readWrite)
        do throws(SQLiteError) {
            _ = try connection.version()
        } catch {
            guard error.isFull else { throw error }
            connection = try Connection(path, access: .readWrite)
            try connection.execute("PRAGMA locking_mode = EXCLUSIVE", for: "be the only one")
        }
        return connection
    }

    /// Whether no other connection can read.
    mutating func isExclusive() throws(SQLiteError) -> Bool {
        try value("PRAGMA locking_mode", for: "look whether it is the only one") == .text("exclusive")
    }

    private mutating func makeDurable(isInMemory: Bool) throws(SQLiteError) {
        let mode = try value("PRAGMA journal_mode = WAL", for: "choose a write-ahead log")
        guard isInMemory || mode == .text("wal") else {
            throw SQLiteError("choose a write-ahead log", because: "its file system has no shared memory")
        }
        try execute("PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON", for: "make commits durable")
        // In KiB, of which only what is used is taken: 100,000 leases are 3400, and 2000 is what SQLite keeps otherwise.
        try execute("PRAGMA cache_size = -16384", for: "keep the leases' pages in memory")
    }

    /// Throws for a file of which not every page is in its place. A row that holds what it should not is no such matter:
    /// `ImageLoader` passes it over. Walks through the whole file, which is read at the start anyway.
    private mutating func checkPages() throws(SQLiteError) {
        var check = try prepare("PRAGMA quick_check", for: "check the file")
        let findings = try check.rows { row in String(stored: row[0]) }
        let damage = findings.first { finding in
            finding != "ok" && !finding.contains(" value in ") && !finding.contains("CHECK constraint failed")
        }
        if let damage { throw SQLiteError(damaged: "check the file", damage) }
    }

    private mutating func migrate(through migrations: [Migration], from version: Int) throws(SQLiteError) {
        for (place, migration) in migrations.enumerated().dropFirst(version) {
            try transaction { (connection) throws(SQLiteError) in
                try connection.execute(migration.sql, for: migration.purpose)
                try connection.set(.applicationID, to: applicationID)
                try connection.set(.userVersion, to: Int32(clamping: place + 1))
            }
        }
    }

    mutating func number(_ sql: StaticString, for purpose: StaticString) throws(SQLiteError) -> Int64 {
        Int64(stored: try value(sql, for: purpose)) ?? 0
    }
}

private func makeFile(at path: String) throws(StoreError) {
    do throws(DatabaseFile.Problem) {
        try DatabaseFile.makePrivate(at: path)
    } catch {
        throw .notWritable(error)
    }
}
