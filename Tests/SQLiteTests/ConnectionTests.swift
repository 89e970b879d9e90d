import SQLite
import Testing

@Suite("A connection to SQLite")
struct ConnectionTests {
    @Test(
        "gives back what was bound",
        arguments: [
            Value.null, .integer(0), .integer(.min), .integer(.max), .text(""), .text("prêt 🚀"), .text("a\0b"),
            .text("'; DROP TABLE machine; --"),
        ])
    func roundTrip(value: Value) throws {
        let connection = try Connection(":memory:", access: .readWrite)
        var statement = try connection.prepare("SELECT ?1", for: "echo a value")

        let rows = try statement.rows([value]) { $0[0] }

        #expect(rows == [value])
    }

    @Test("says what it cannot read, instead of making something of it")
    func unreadable() throws {
        let connection = try Connection(":memory:", access: .readWrite)
        var statement = try connection.prepare("SELECT CAST(x'ff' AS TEXT), x'01', 1.5", for: "read odd values")

        let rows = try statement.rows { row in [row[0], row[1], row[2], row[3], row[-1]] }

        let odd = [Value.unreadable("text that is not UTF-8"), .unreadable("a blob"), .unreadable("a real number")]
        #expect(rows == [odd + [.null, .null]])
    }

    @Test("runs a statement again after it failed or was left in the middle")
    func reuse() throws {
        var connection = try Connection(":memory:", access: .readWrite)
        try connection.execute("CREATE TABLE t (a INTEGER PRIMARY KEY) STRICT", for: "make a table")
        var insert = try connection.prepare("INSERT INTO t VALUES (?1)", for: "insert")
        var select = try connection.prepare("SELECT a FROM t ORDER BY a", for: "select")

        try insert.run([.integer(1)])
        #expect(throws: SQLiteError.self) { try insert.run([.integer(1)]) }
        try insert.run([.integer(2)])
        let first = try select.rows(limit: 1) { $0[0] }
        let none = try select.rows(limit: 0) { $0[0] }
        let all = try select.rows { $0[0] }

        #expect(first == [.integer(1)])
        #expect(none == [])
        #expect(all == [.integer(1), .integer(2)])
    }

    @Test("fails in SQLite's words, with the purpose of the SQL")
    func words() throws {
        var connection = try Connection(":memory:", access: .readWrite)
        try connection.execute("CREATE TABLE machine (name TEXT UNIQUE) STRICT", for: "make a table")
        var insert = try connection.prepare("INSERT INTO machine VALUES (?1)", for: "save a machine")
        try insert.run([.text("api-1")])

        let error = try #require(throws: SQLiteError.self) { try insert.run([.text("api-1")]) }

        #expect(
            error.description
                == "save a machine: constraint failed (SQLite 2067): UNIQUE constraint failed: machine.name")
    }

    @Test("refuses SQL with a mistake when it is prepared, and values that do not fit when it is run")
    func mistakes() throws {
        let connection = try Connection(":memory:", access: .readWrite)
        var statement = try connection.prepare("SELECT ?1", for: "echo a value")

        let syntax = #expect(throws: SQLiteError.self) { _ = try connection.prepare("SELEC 1", for: "look") }
        let count = #expect(throws: SQLiteError.self) { try statement.run() }

        #expect(syntax?.description == #"look: SQL logic error (SQLite 1): near "SELEC": syntax error"#)
        #expect(count?.detail == "0 values for 1 places")
    }

    @Test("knows whether a transaction is open")
    func transaction() throws {
        var connection = try Connection(":memory:", access: .readWrite)

        let before = connection.isInTransaction
        try connection.execute("BEGIN", for: "begin")
        let within = connection.isInTransaction

        #expect(!before)
        #expect(within)
    }

    @Test("keeps a statement alive after its connection is gone")
    func outlive() throws {
        func statementAlone() throws -> Statement {
            let connection = try Connection(":memory:", access: .readWrite)
            return try connection.prepare("SELECT 42", for: "outlive")
        }
        var statement = try statementAlone()

        let rows = try statement.rows { $0[0] }

        #expect(rows == [.integer(42)])
    }

    @Test("opens no file that is not there")
    func missing() throws {
        let directory = try TemporaryDirectory()

        let error = #expect(throws: SQLiteError.self) {
            _ = try Connection(directory.file("none.db"), access: .readWrite)
        }

        #expect(error?.isAccess == true)
    }
}
