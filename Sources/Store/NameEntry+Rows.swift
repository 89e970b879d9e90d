import Inventory
import SQLite

extension NameEntry {
    static let selectAll: StaticString = "SELECT mac, name, address, state, conflict FROM name"

    /// A name of which it is not known whether it is there is written again, which does no harm.
    init(_ row: borrowing Row, _ notes: inout RowNotes) throws(RowProblem) {
        self.init(
            mac: try row.get(0), name: try row.get(1), address: try row.get(2),
            state: row.get(3, or: .wanted, "to be written", noting: &notes), conflict: row.get(4, noting: &notes))
    }

    static let upsert: StaticString = """
        INSERT INTO name (mac, name, address, state, conflict) VALUES (?1, ?2, ?3, ?4, ?5)
        ON CONFLICT (mac, name, address) DO UPDATE SET state = excluded.state, conflict = excluded.conflict
        """

    var values: [Value] { key.values + [state.stored, conflict.stored] }

    static let delete: StaticString = "DELETE FROM name WHERE mac = ?1 AND name = ?2 AND address = ?3"
}

extension NameEntry.Key {
    var values: [Value] { [mac.stored, name.stored, address.stored] }
}
