import CSQLite

/// One prepared SQL statement. Its text is the program's own, never made at run time; what varies is bound.
///
/// It may outlive its connection in any order of release, and is used by one thread at a time, together with it.
@safe package struct Statement: ~Copyable {
    private let handle: OpaquePointer
    private let purpose: StaticString

    init(_ handle: OpaquePointer, for purpose: StaticString) {
        unsafe self.handle = handle
        self.purpose = purpose
    }

    deinit { unsafe sqlite3_finalize(handle) }

    /// Runs it to its end, whatever rows it has.
    package mutating func run(_ values: [Value] = []) throws(SQLiteError) {
        try each(values) { _ in true }
    }

    /// What `read` makes of each row, in order; rows of which it makes nothing are left out, and reading ends when
    /// there are `limit` elements.
    package mutating func rows<Element>(
        _ values: [Value] = [], limit: Int = .max, read: (borrowing Row) -> Element?
    ) throws(SQLiteError) -> [Element] {
        var elements: [Element] = []
        guard limit > 0 else { return elements }
        try each(values) { row in
            if let element = read(row) { elements.append(element) }
            return elements.count < limit
        }
        return elements
    }

    /// Steps through the rows while `body` says true, and leaves the statement ready for the next run.
    private mutating func each(_ values: [Value], _ body: (borrowing Row) -> Bool) throws(SQLiteError) {
        defer {
            unsafe sqlite3_reset(handle)
            unsafe sqlite3_clear_bindings(handle)
        }
        try bind(values)
        while true {
            switch unsafe sqlite3_step(handle) {
            case SQLITE_ROW: guard unsafe body(Row(handle)) else { return }
            case SQLITE_DONE: return
            case let code: throw error(code)
            }
        }
    }

    private func bind(_ values: [Value]) throws(SQLiteError) {
        let wanted = unsafe Int(sqlite3_bind_parameter_count(handle))
        guard values.count == wanted else {
            throw SQLiteError("\(purpose)", code: SQLITE_MISUSE, detail: "\(values.count) values for \(wanted) places")
        }
        for (index, value) in zip(Int32(1)..., values) {
            let code =
                switch value {
                case .null: unsafe sqlite3_bind_null(handle, index)
                case .integer(let number): unsafe sqlite3_bind_int64(handle, index, number)
                case .text(let text): bind(text, at: index)
                case .unreadable: SQLITE_MISMATCH
                }
            guard code == SQLITE_OK else { throw error(code) }
        }
    }

    private func bind(_ text: String, at index: Int32) -> Int32 {
        var text = text
        return text.withUTF8 { bytes in
            unsafe csqlite_bind_text(handle, index, bytes.baseAddress, UInt64(bytes.count))
        }
    }

    private func error(_ code: Int32) -> SQLiteError {
        let connection = unsafe sqlite3_db_handle(handle)
        return unsafe SQLiteError(
            "\(purpose)", code: code, detail: String(cString: sqlite3_errmsg(connection)),
            systemCode: sqlite3_system_errno(connection))
    }
}
