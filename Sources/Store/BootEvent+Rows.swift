import Inventory
import SQLite

extension BootEvent {
    static let selectAfter: StaticString = """
        SELECT id, time, mac, stage, detail FROM event WHERE id > ?1 AND id < 4611686018427387904 ORDER BY id
        """
    static let selectAfterOfMachine: StaticString = """
        SELECT id, time, mac, stage, detail FROM event
        WHERE mac = ?2 AND id > ?1 AND id < 4611686018427387904 ORDER BY id
        """

    init(_ row: borrowing Row) throws(RowProblem) {
        self.init(
            id: try row.get(0), time: try row.get(1), mac: try row.get(2), stage: try row.get(3),
            detail: try row.get(4))
    }

    static let insert: StaticString = "INSERT INTO event (id, time, mac, stage, detail) VALUES (?1, ?2, ?3, ?4, ?5)"

    var values: [Value] { [id.stored, time.stored, mac.stored, stage.stored, detail.stored] }

    /// A number from which there is room for every event that will ever be; one beyond it is nobody's.
    static let lastID: StaticString = "SELECT coalesce(max(id), 0) FROM event WHERE id < 4611686018427387904"
    static let beyondLimit: StaticString = "SELECT id FROM event WHERE id >= 4611686018427387904 ORDER BY id LIMIT 10"
    static let countByStage: StaticString = "SELECT stage, count(*) FROM event GROUP BY stage"
    static let countByMachine: StaticString = "SELECT mac, count(*) FROM event GROUP BY mac"
    /// The oldest of a machine, so many of them.
    static let prune: StaticString = """
        DELETE FROM event WHERE id IN (SELECT id FROM event WHERE mac = ?1 ORDER BY id LIMIT ?2)
        """

    /// The oldest of all that nobody has named, so many of them.
    static let pruneUnknown: StaticString = """
        DELETE FROM event WHERE id IN (
            SELECT id FROM event
            WHERE mac NOT IN (SELECT mac FROM machine WHERE origin <> 'discovered' OR profile IS NOT NULL)
            ORDER BY id LIMIT ?1)
        """
}
