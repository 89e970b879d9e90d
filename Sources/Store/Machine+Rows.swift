import Inventory
import NetTypes
import SQLite

extension Machine {
    static let selectAll: StaticString = """
        SELECT mac, name, profile, address, state, origin, firmware, first_seen, last_seen,
            arm_by, arm_since, arm_until, arm_boots, arm_retries, arm_used,
            boot_latest, boot_program, boots_from_disk, system_heard, variables
        FROM machine
        """

    /// What may be empty is empty where it cannot be read. A machine of which it is not known whether it is installed, or
    /// who had it armed, is not installed again.
    init(_ row: borrowing Row, _ notes: inout RowNotes) throws(RowProblem) {
        self.init(
            mac: try row.get(0), name: row.get(1, noting: &notes), profile: nil,
            address: row.get(3, noting: &notes),
            state: row.get(4, or: .failed, "failed: nothing is installed on it", noting: &notes),
            boots: NetworkBoots(row, &notes), systemHeard: row.get(18, noting: &notes),
            origin: row.get(5, or: .admin, "the admin's", noting: &notes), firmware: row.get(6, noting: &notes),
            firstSeen: row.get(7, noting: &notes), lastSeen: row.get(8, noting: &notes))
        do throws(RowProblem) {
            profile = try row.get(2)
        } catch {
            notes.add(error, readAs: "none, and nothing is installed on it")
            // Nor does it count as one that nobody ever named, which the prompt may install.
            if origin == .discovered { origin = .admin }
            if state.isArmed { state = .failed }
        }
        do throws(RowProblem) {
            variables = (try row.get(19) as StoredVariables?)?.values
        } catch {
            // The disk that is erased may be among them.
            notes.add(error, readAs: "none, and nothing is installed on it")
            if state.isArmed { state = .failed }
        }
        do throws(RowProblem) {
            arm = try Arm(row)
        } catch {
            notes.add(error, readAs: "no arm, and nothing is installed on it")
            if origin == .discovered { origin = .admin }
        }
        guard state.isArmed, arm == nil else { return }
        if notes.notes.isEmpty { notes.add("state is \(state.rawValue) and nobody armed it, read as failed") }
        state = .failed
    }

    static let upsert: StaticString = """
        INSERT INTO machine (
            mac, name, profile, address, state, origin, firmware, first_seen, last_seen,
            arm_by, arm_since, arm_until, arm_boots, arm_retries, arm_used,
            boot_latest, boot_program, boots_from_disk, system_heard, variables)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20)
        ON CONFLICT (mac) DO UPDATE SET
            name = excluded.name, profile = excluded.profile, address = excluded.address, state = excluded.state,
            origin = excluded.origin, firmware = excluded.firmware, first_seen = excluded.first_seen,
            last_seen = excluded.last_seen, arm_by = excluded.arm_by, arm_since = excluded.arm_since,
            arm_until = excluded.arm_until, arm_boots = excluded.arm_boots, arm_retries = excluded.arm_retries,
            arm_used = excluded.arm_used, boot_latest = excluded.boot_latest, boot_program = excluded.boot_program,
            boots_from_disk = excluded.boots_from_disk, system_heard = excluded.system_heard,
            variables = excluded.variables
        """

    var values: [Value] {
        [
            mac.stored, name.stored, profile.stored, address.stored, state.stored, origin.stored, firmware.stored,
            firstSeen.stored, lastSeen.stored, arm?.by.stored ?? .null, arm?.since.stored ?? .null,
            arm?.until.stored ?? .null, arm?.boots.stored ?? .null, arm?.retries.stored ?? .null,
            arm?.used.stored ?? .null, boots?.latest.stored ?? .null, boots?.program.stored ?? .null,
            boots?.fromDisk.stored ?? .null, systemHeard.stored,
            variables.map(StoredVariables.init).stored,
        ]
    }

    /// A row that cannot be read may have a name or an address that belongs to another machine now.
    static let takeName: StaticString = "UPDATE machine SET name = NULL WHERE name = ?2 AND mac <> ?1"
    static let takeAddress: StaticString = "UPDATE machine SET address = NULL WHERE address = ?2 AND mac <> ?1"

    static let delete: StaticString = "DELETE FROM machine WHERE mac = ?1"
}

extension Arm {
    /// `nil` where the machine never was armed.
    fileprivate init?(_ row: borrowing Row) throws(RowProblem) {
        guard let giver: Giver = try row.get(9) else { return nil }
        self.init(
            by: giver, since: try row.get(10), until: try row.get(11), boots: try row.get(12), retries: try row.get(13),
            used: try row.get(14))
    }
}

extension NetworkBoots {
    fileprivate init?(_ row: borrowing Row, _ notes: inout RowNotes) {
        guard let latest: Timestamp = row.get(15, noting: &notes) else { return nil }
        self.init(
            latest: latest, program: row.get(16, or: .firmware, "firmware", noting: &notes),
            fromDisk: row.get(17, or: 0, "none", noting: &notes))
    }
}
