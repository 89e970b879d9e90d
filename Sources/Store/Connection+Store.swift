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
        var connection = try explaining(path) { () throws(SQLiteError) in try Connection(path, access: .readWrite) }

        guard let version = try explaining(path, { () throws(SQLiteError) in try connection.version() }) else {
            throw .notOurs(path: path, "the database of another program")
        }
        guard version <= migrations.count else {
            throw .newer(path: path, found: version, known: migrations.count)
        }
        try explaining(path) { () throws(SQLiteError) in
            try connection.makeDurable(isInMemory: isInMemory)
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

    private mutating func makeDurable(isInMemory: Bool) throws(SQLiteError) {
        let mode = try value("PRAGMA journal_mode = WAL", for: "choose a write-ahead log")
        guard isInMemory || mode == .text("wal") else {
            throw SQLiteError("choose a write-ahead log", because: "its file system has no shared memory")
        }
        try execute("PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON", for: "make commits durable")
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
