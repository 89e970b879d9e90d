import CSQLite
import Glibc

/// Why SQLite did not do what it was asked.
package struct SQLiteError: Error, Hashable, Sendable {
    /// What the SQL was for: `save a lease`.
    package let purpose: String
    /// SQLite's extended result code: 13 is a full disk, 778 a failed write.
    package let code: Int32
    /// SQLite's own words for the code: `database or disk is full`.
    package let words: String
    /// What SQLite adds about this case, where it differs: `UNIQUE constraint failed: machine.name`.
    package let detail: String?
    /// What the operating system said of a file that could not be read or written; 0 where it was not asked.
    private let systemCode: Int32

    init(_ purpose: String, code: Int32, detail: String? = nil, systemCode: Int32 = 0) {
        let words = unsafe String(cString: sqlite3_errstr(code))
        self.purpose = purpose
        self.code = code
        self.words = words
        self.systemCode = [SQLITE_IOERR, SQLITE_CANTOPEN].contains(code & 0xff) ? systemCode : 0
        self.detail = detail == words ? nil : detail
    }

    /// For what SQLite allows and its user does not: the text says why.
    package init(_ purpose: String, because detail: String) {
        self.init(purpose, code: SQLITE_ERROR, detail: detail)
    }

    /// For damage that SQLite found when it was asked to look.
    package init(damaged purpose: String, _ detail: String) {
        self.init(purpose, code: SQLITE_CORRUPT, detail: detail)
    }

    private var primaryCode: Int32 { code & 0xff }

    /// Whether there is no room left: on the disk, or of what its user may have of it. Where the room is missing for the
    /// index of the log, SQLite calls it a failed write.
    package var isFull: Bool { primaryCode == SQLITE_FULL || [ENOSPC, EDQUOT].contains(systemCode) }
    /// Whether reading or writing the file failed.
    package var isInputOutput: Bool { primaryCode == SQLITE_IOERR }
    /// Whether the file is something else.
    package var isNotDatabase: Bool { primaryCode == SQLITE_NOTADB }
    /// Whether the file was a sound database and is no more.
    package var isDamaged: Bool { primaryCode == SQLITE_CORRUPT }
    /// Whether another program holds the file.
    package var isBusy: Bool { primaryCode == SQLITE_BUSY || primaryCode == SQLITE_LOCKED }
    /// Whether the file, or what lies beside it, may not be opened or written.
    package var isAccess: Bool {
        [SQLITE_CANTOPEN, SQLITE_READONLY, SQLITE_PERM, SQLITE_AUTH].contains(primaryCode)
    }
}

extension SQLiteError: CustomStringConvertible {
    /// `save a machine: constraint failed (SQLite 2067): UNIQUE constraint failed: machine.name`
    package var description: String {
        "\(purpose): \(words) (SQLite \(code))" + (detail.map { ": \($0)" } ?? "")
            + (systemCode == 0 ? "" : unsafe ": \(String(cString: strerror(systemCode)))")
    }
}
