import CSQLite

/// One connection to one database, used by one thread at a time: SQLite locks nothing inside it (`SQLITE_OPEN_NOMUTEX`).
@safe package struct Connection: ~Copyable {
    private let handle: OpaquePointer

    /// Whether the connection may write.
    package enum Access: Hashable, Sendable { case readOnly, readWrite }

    /// Opens a file that exists; `:memory:` is an empty database that ends with the connection.
    package init(_ path: String, access: Access, busyTimeoutMilliseconds: Int32 = 5000) throws(SQLiteError) {
        let flags =
            switch access {
            case .readOnly: SQLITE_OPEN_READONLY
            case .readWrite: SQLITE_OPEN_READWRITE
            }
        var opened: OpaquePointer?
        let code = unsafe sqlite3_open_v2(path, &opened, flags | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE, nil)
        guard code == SQLITE_OK, let handle = unsafe opened else {
            // SQLite gives a connection even when it fails to open one, for its error text.
            let systemCode = unsafe sqlite3_system_errno(opened)
            unsafe sqlite3_close_v2(opened)
            throw SQLiteError("open \(path)", code: code, systemCode: systemCode)
        }
        unsafe self.handle = handle
        unsafe sqlite3_busy_timeout(handle, busyTimeoutMilliseconds)
    }

    deinit { unsafe sqlite3_close_v2(handle) }

    /// Compiles one statement, to be run many times.
    package borrowing func prepare(
        _ sql: StaticString, for purpose: StaticString
    ) throws(SQLiteError) -> Statement {
        var prepared: OpaquePointer?
        let code = sql.withUTF8Buffer { text in
            unsafe sqlite3_prepare_v3(
                handle, text.baseAddress, Int32(text.count), UInt32(SQLITE_PREPARE_PERSISTENT), &prepared, nil)
        }
        guard code == SQLITE_OK else { throw error(code, purpose) }
        guard let statement = unsafe prepared else { throw SQLiteError("\(purpose)", code: SQLITE_MISUSE) }
        return unsafe Statement(statement, for: purpose)
    }

    /// Runs SQL once: one statement, or several that end with semicolons.
    package mutating func execute(_ sql: StaticString, for purpose: StaticString) throws(SQLiteError) {
        try execute(text: "\(sql)", for: purpose)
    }

    /// Numbers that SQLite keeps for its users, or keeps to.
    package enum Setting: String, Hashable, Sendable {
        /// Whose database this is (bytes 68 to 71 of the file).
        case applicationID = "application_id"
        /// Which version of its tables it has (bytes 60 to 63 of the file).
        case userVersion = "user_version"
        /// How many pages it may grow to, by this connection.
        case maximumPageCount = "max_page_count"
    }

    /// Sets one of SQLite's numbers. A `PRAGMA` takes no bound value, so its text is made here, of a number only.
    package mutating func set(_ setting: Setting, to number: Int32) throws(SQLiteError) {
        try execute(text: "PRAGMA \(setting.rawValue) = \(number)", for: "set a number of the database")
    }

    /// The first column of the first row; `null` if there is none.
    package mutating func value(_ sql: StaticString, for purpose: StaticString) throws(SQLiteError) -> Value {
        var statement = try prepare(sql, for: purpose)
        return try statement.rows(limit: 1) { $0[0] }.first ?? .null
    }

    /// Whether a transaction is open: some errors end one, others leave it to be rolled back.
    package var isInTransaction: Bool { unsafe sqlite3_get_autocommit(handle) == 0 }

    private func execute(text: String, for purpose: StaticString) throws(SQLiteError) {
        let code = unsafe sqlite3_exec(handle, text, nil, nil, nil)
        guard code == SQLITE_OK else { throw error(code, purpose) }
    }

    private func error(_ code: Int32, _ purpose: StaticString) -> SQLiteError {
        unsafe SQLiteError(
            "\(purpose)", code: code, detail: String(cString: sqlite3_errmsg(handle)),
            systemCode: sqlite3_system_errno(handle))
    }
}
