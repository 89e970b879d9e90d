import Inventory
import NetTypes
import SQLite

extension BalancedServer {
    static let selectAll: StaticString = "SELECT socket, backend, name, mac, words, file, state FROM balanced"

    /// A server of which it is not known whether it is there is added again, which does no harm.
    init(_ row: borrowing Row, _ notes: inout RowNotes) throws(RowProblem) {
        self.init(
            place: BalancerPlace(socket: try row.get(0), backend: try row.get(1)), name: try row.get(2),
            mac: try row.get(3), words: try row.get(4), file: row.get(5, noting: &notes),
            state: row.get(6, or: .lost, "to be added", noting: &notes))
    }

    static let upsert: StaticString = """
        INSERT INTO balanced (socket, backend, name, mac, words, file, state) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
        ON CONFLICT (socket, backend, name) DO UPDATE SET
            mac = excluded.mac, words = excluded.words, file = excluded.file, state = excluded.state
        """

    var values: [Value] { key.values + [mac.stored, words.stored, file.stored, state.stored] }

    static let delete: StaticString = "DELETE FROM balanced WHERE socket = ?1 AND backend = ?2 AND name = ?3"
}

extension BalancedServer.Key {
    var values: [Value] { [place.socket.stored, place.backend.stored, name.stored] }
}

extension BalancerSocket: Storable {
    init?(stored: Value) {
        guard case .text(let text) = stored else { return nil }
        self.init(text)
    }
    var stored: Value { .text(description) }
}

extension BalancedServer.State: Storable {}
