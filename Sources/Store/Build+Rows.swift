import Inventory
import SQLite

extension Build {
    static let selectAll: StaticString = "SELECT token, mac, created, profile, closed FROM build"

    init(_ row: borrowing Row) throws(RowProblem) {
        self.init(
            token: try row.get(0), mac: try row.get(1), created: try row.get(2), profile: try row.get(3),
            closed: try row.get(4))
    }

    static let upsert: StaticString = """
        INSERT INTO build (token, mac, created, profile, closed) VALUES (?1, ?2, ?3, ?4, ?5)
        ON CONFLICT (token) DO UPDATE SET
            mac = excluded.mac, created = excluded.created, profile = excluded.profile, closed = excluded.closed
        """

    static let delete: StaticString = "DELETE FROM build WHERE token = ?1"

    var values: [Value] { [token.stored, mac.stored, created.stored, profile.stored, closed.stored] }
}
