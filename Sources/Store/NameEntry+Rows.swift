import Inventory
import NetTypes
import SQLite

extension NameEntry {
    static let selectAll: StaticString =
        "SELECT mac, name, address, state, conflict, since, attempts, last_error FROM name"

    /// A name of which it is not known whether it is there is written again, which does no harm.
    init(_ row: borrowing Row, _ notes: inout RowNotes) throws(RowProblem) {
        let since: Timestamp? = row.get(5, noting: &notes)
        let attempts: Int64? = row.get(6, noting: &notes)
        let lastError: String? = row.get(7, noting: &notes)
        self.init(
            mac: try row.get(0), name: try row.get(1), address: try row.get(2),
            state: row.get(3, or: .wanted, "to be written", noting: &notes), conflict: row.get(4, noting: &notes),
            trial: since.map {
                NameTrial(since: $0, attempts: Int(max(0, min(attempts ?? 0, 1 << 40))), lastError: lastError)
            })
    }

    static let upsert: StaticString = """
        INSERT INTO name (mac, name, address, state, conflict, since, attempts, last_error)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
        ON CONFLICT (mac, name, address) DO UPDATE SET
            state = excluded.state, conflict = excluded.conflict, since = excluded.since,
            attempts = excluded.attempts, last_error = excluded.last_error
        """

    var values: [Value] {
        key.values + [
            state.stored, conflict.stored, (trial?.since).stored, (trial.map { Int64($0.attempts) }).stored,
            (trial?.lastError).stored,
        ]
    }

    static let delete: StaticString = "DELETE FROM name WHERE mac = ?1 AND name = ?2 AND address = ?3"
}

extension NameEntry.Key {
    var values: [Value] { [mac.stored, name.stored, address.stored] }
}
