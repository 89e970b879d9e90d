import Inventory
import SQLite

extension Lease {
    /// In the order in which they were saved.
    static let selectAll: StaticString = """
        SELECT address, mac, name, state, start, expiry, client FROM lease ORDER BY saved
        """

    init(_ row: borrowing Row) throws(RowProblem) {
        self.init(
            address: try row.get(0), mac: try row.get(1), client: try row.get(6), name: try row.get(2),
            state: try row.get(3), start: try row.get(4), expiry: try row.get(5))
    }

    static let upsert: StaticString = """
        INSERT INTO lease (address, mac, name, state, start, expiry, saved, client)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
        ON CONFLICT (address) DO UPDATE SET
            mac = excluded.mac, name = excluded.name, state = excluded.state, start = excluded.start,
            expiry = excluded.expiry, saved = excluded.saved, client = excluded.client
        """

    /// `saved` is its place among all saves.
    func values(saved: Int64) -> [Value] {
        [
            address.stored, mac.stored, name.stored, state.stored, start.stored, expiry.stored, saved.stored,
            client.stored,
        ]
    }

    static let lastSaved: StaticString = "SELECT coalesce(max(saved), 0) FROM lease"
}
