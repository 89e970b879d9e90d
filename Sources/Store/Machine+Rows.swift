import Inventory
import SQLite

extension Machine {
    static let selectAll: StaticString = """
        SELECT mac, name, profile, address, state, origin, firmware, first_seen, last_seen FROM machine
        """

    /// What may be empty is empty where it cannot be read. A machine of which it is not known whether it is installed is
    /// not installed again.
    init(_ row: borrowing Row, _ notes: inout RowNotes) throws(RowProblem) {
        self.init(
            mac: try row.get(0), name: row.get(1, noting: &notes), profile: nil,
            address: row.get(3, noting: &notes),
            state: row.get(4, or: .failed, "failed: nothing is installed on it", noting: &notes),
            origin: row.get(5, or: .admin, "the admin's", noting: &notes), firmware: row.get(6, noting: &notes),
            firstSeen: row.get(7, noting: &notes), lastSeen: row.get(8, noting: &notes))
        do throws(RowProblem) {
            profile = try row.get(2)
        } catch {
            notes.add(error, readAs: "none, and nothing is installed on it")
            if state.mayInstall { state = .failed }
        }
    }

    static let upsert: StaticString = """
        INSERT INTO machine (mac, name, profile, address, state, origin, firmware, first_seen, last_seen)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)
        ON CONFLICT (mac) DO UPDATE SET
            name = excluded.name, profile = excluded.profile, address = excluded.address, state = excluded.state,
            origin = excluded.origin, firmware = excluded.firmware, first_seen = excluded.first_seen,
            last_seen = excluded.last_seen
        """

    var values: [Value] {
        [
            mac.stored, name.stored, profile.stored, address.stored, state.stored, origin.stored, firmware.stored,
            firstSeen.stored, lastSeen.stored,
        ]
    }

    /// A row that cannot be read may have a name or an address that belongs to another machine now.
    static let takeName: StaticString = "UPDATE machine SET name = NULL WHERE name = ?2 AND mac <> ?1"
    static let takeAddress: StaticString = "UPDATE machine SET address = NULL WHERE address = ?2 AND mac <> ?1"

    static let delete: StaticString = "DELETE FROM machine WHERE mac = ?1"
}
