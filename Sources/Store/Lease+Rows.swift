import Inventory
import NetTypes
import SQLite

extension Lease {
    /// In the order in which they were saved.
    static let selectAll: StaticString = """
        SELECT address, mac, name, state, start, expiry, client FROM lease ORDER BY saved
        """

    /// An address that may be lent stays lent: where its holder cannot be read nobody gets it.
    init(_ row: borrowing Row, _ notes: inout RowNotes) throws(RowProblem) {
        let address: IPv4Address = try row.get(0)
        var state: State = row.get(3, or: .active, "lent", noting: &notes)
        let mac: MACAddress
        do throws(RowProblem) {
            mac = try row.get(1)
        } catch {
            guard let nobody = MACAddress(number: 0) else { throw error }
            notes.add(error, readAs: "in use by another until it expires; amorce lease release \(address) frees it")
            mac = nobody
            if state == .active { state = .quarantined }
        }
        self.init(
            address: address, mac: mac, client: row.get(6, noting: &notes), name: row.get(2, noting: &notes),
            state: state, start: row.get(4, or: .earliest, "the beginning of time", noting: &notes),
            expiry: row.get(5, or: .latest, "the end of time: it stays lent until it is renewed", noting: &notes))
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

    static let lastSaved: StaticString = "SELECT coalesce(max(saved), 0) FROM lease WHERE saved < 4611686018427387904"
}
