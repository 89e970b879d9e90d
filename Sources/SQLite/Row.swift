import CSQLite

/// One row of a result, for as long as the closure that is given it runs.
@safe package struct Row: ~Copyable {
    private let handle: OpaquePointer

    init(_ handle: OpaquePointer) { unsafe self.handle = handle }

    /// What stands in a column, counted from 0; `null` for a column that the result does not have.
    package subscript(_ column: Int) -> Value {
        guard let column = index(column) else { return .null }
        switch unsafe sqlite3_column_type(handle, column) {
        case SQLITE_NULL: return .null
        case SQLITE_INTEGER: return .integer(unsafe sqlite3_column_int64(handle, column))
        case SQLITE_TEXT: return text(column)
        case SQLITE_FLOAT: return .unreadable("a real number")
        default: return .unreadable("a blob")
        }
    }

    /// The column's name, for errors.
    package func name(of column: Int) -> String {
        guard let index = index(column), let name = unsafe sqlite3_column_name(handle, index) else {
            return "column \(column)"
        }
        return unsafe String(cString: name)
    }

    private func text(_ column: Int32) -> Value {
        // The text first, then its length: in this order SQLite converts nothing in between.
        guard let start = unsafe sqlite3_column_text(handle, column) else { return .unreadable("out of memory") }
        let count = unsafe Int(sqlite3_column_bytes(handle, column))
        let bytes = unsafe UnsafeBufferPointer(start: start, count: count)
        return unsafe String(validating: bytes, as: UTF8.self).map { .text($0) }
            ?? .unreadable("text that is not UTF-8")
    }

    private func index(_ column: Int) -> Int32? {
        guard let index = Int32(exactly: column), index >= 0, unsafe index < sqlite3_column_count(handle) else {
            return nil
        }
        return index
    }
}
