import Inventory
import SQLite

extension Machine {
    static let selectAll: StaticString = """
        SELECT mac, name, profile, address, state, origin, firmware, first_seen, last_seen FROM machine
        """

    init(_ row: borrowing Row) throws(RowProblem) {
        self.init(
            mac: try row.get(0), name: try row.get(1), profile: try row.get(2), address: try row.get(3),
            state: try row.get(4), origin: try row.get(5), firmware: try row.get(6), firstSeen: try row.get(7),
            lastSeen: try row.get(8))
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

    static let delete: StaticString = "DELETE FROM machine WHERE mac = ?1"
}
