import Inventory
import NetTypes
import SQLite

extension Delivery {
    static let selectAll: StaticString = """
        SELECT event, target, time, mac, stage, detail, attempts, last_error, address,
            state, name, profile, reserved, origin, firmware FROM delivery
        """

    /// What cannot be read of the machine is left out.
    init(_ row: borrowing Row, _ notes: inout RowNotes) throws(RowProblem) {
        let event = BootEvent(
            id: try row.get(0), time: try row.get(2), mac: try row.get(3), stage: try row.get(4), detail: try row.get(5)
        )
        let target: String = try row.get(1)
        let attempts: Int64? = row.get(6, noting: &notes)
        let state: InstallState? = row.get(9, noting: &notes)
        let origin: Machine.Origin? = row.get(13, noting: &notes)
        var machine = state.map { Machine(mac: event.mac, state: $0, origin: origin ?? .admin) }
        machine?.name = row.get(10, noting: &notes)
        machine?.profile = row.get(11, noting: &notes)
        machine?.address = row.get(12, noting: &notes)
        machine?.firmware = row.get(14, noting: &notes)
        self.init(
            event: event, target: DeliveryTarget(text: target), machine: machine, address: row.get(8, noting: &notes),
            attempts: Int(max(0, min(attempts ?? 0, 1 << 40))), lastError: row.get(7, noting: &notes))
    }

    static let upsert: StaticString = """
        INSERT INTO delivery (event, target, time, mac, stage, detail, attempts, last_error, address,
            state, name, profile, reserved, origin, firmware)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15)
        ON CONFLICT (target, event) DO UPDATE SET attempts = excluded.attempts, last_error = excluded.last_error
        """

    var values: [Value] {
        [
            event.id.stored, target.text.stored, event.time.stored, event.mac.stored, event.stage.stored,
            event.detail.stored, Int64(attempts).stored, lastError.stored, address.stored, (machine?.state).stored,
            (machine?.name).stored, (machine?.profile).stored, (machine?.address).stored, (machine?.origin).stored,
            (machine?.firmware).stored,
        ]
    }

    static let delete: StaticString = "DELETE FROM delivery WHERE target = ?1 AND event = ?2"
}

extension Delivery.Key {
    var values: [Value] { [target.text.stored, event.stored] }
}
