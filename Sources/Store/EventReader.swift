import Inventory
import NetTypes
import SQLite

/// Reads timelines. On a connection of its own it reads while the writer writes.
struct EventReader: ~Copyable {
    private var ofAll: Statement
    private var ofMachine: Statement

    init(_ connection: borrowing Connection) throws(SQLiteError) {
        let ofAll = try connection.prepare(BootEvent.selectAfter, for: "read events")
        let ofMachine = try connection.prepare(BootEvent.selectAfterOfMachine, for: "read a machine's events")
        self.ofAll = ofAll
        self.ofMachine = ofMachine
    }

    /// In order of their ids. A row that cannot be read is passed over.
    mutating func events(after id: Int64, of mac: MACAddress?, limit: Int) throws(SQLiteError) -> [BootEvent] {
        if let mac {
            try ofMachine.rows([id.stored, mac.stored], limit: limit) { row in try? BootEvent(row) }
        } else {
            try ofAll.rows([id.stored], limit: limit) { row in try? BootEvent(row) }
        }
    }
}
