import Foundation
import Inventory
import NetTypes
import SQLite
import Store
import Testing

@Suite("Opening a store")
struct OpeningTests {
    private let directory: TemporaryDirectory
    private let path: String

    init() throws {
        directory = try TemporaryDirectory()
        path = directory.file("amorce.db")
    }

    /// Runs SQL on the file behind the store's back.
    private func tamper(_ sql: StaticString) throws {
        var connection = try Connection(path, access: .readWrite)
        try connection.execute(sql, for: "tamper")
    }

    private func number(_ sql: StaticString) throws -> Value {
        var connection = try Connection(path, access: .readOnly)
        return try connection.value(sql, for: "look")
    }

    @Test("makes a file with our mark and the newest version, in a log of its own")
    func new() throws {
        let store = try Store.open(at: directory.file("data/amorce.db"))
        let beside = try FileManager.default.contentsOfDirectory(atPath: directory.file("data"))

        var connection = try Connection(store.path, access: .readOnly)
        let mark = try connection.value("PRAGMA application_id", for: "look")
        let version = try connection.value("PRAGMA user_version", for: "look")
        let modes = try beside.map { name in
            try FileManager.default.attributesOfItem(atPath: directory.file("data/" + name))[.posixPermissions] as? Int
        }
        #expect(mark == .integer(0x616D_6F72))
        #expect(version == .integer(Int64(Migration.all.count)))
        #expect(beside.sorted() == ["amorce.db", "amorce.db-shm", "amorce.db-wal"])
        #expect(modes == [0o600, 0o600, 0o600])
    }

    @Test("of every version migrates to the newest with its data", arguments: 1...Migration.all.count)
    func migrates(version: Int) throws {
        let later = Migration("add a column that comes later", "ALTER TABLE machine ADD COLUMN later TEXT")
        let machine = Machine(mac: try mac(1), name: try name("api-1"))
        try tamperNew(version)

        let store = try Store.open(at: path, migrations: Migration.all + [later])
        try store.transaction { transaction in try transaction.save(Machine(mac: try mac(2))) }

        #expect(store.unreadable == [])
        #expect(store.read { $0.machines[machine.mac] } == machine)
        #expect(store.read { $0.leases.count } == 1)
        #expect(try store.events(limit: 10).map(\.stage) == [.leased])
        #expect(store.read { $0.build("token")?.mac } == machine.mac)
        #expect(try number("PRAGMA user_version") == .integer(Int64(Migration.all.count + 1)))
        #expect(try number("SELECT count(*) FROM machine WHERE later IS NULL") == .integer(2))
    }

    /// A file of an old version with rows as that version wrote them.
    private func tamperNew(_ version: Int) throws {
        var connection: Connection
        try DatabaseFile.makePrivate(at: path)
        connection = try Connection(path, access: .readWrite)
        for migration in Migration.all.prefix(version) { try connection.execute(migration.sql, for: migration.purpose) }
        try connection.set(.applicationID, to: 0x616D_6F72)
        try connection.set(.userVersion, to: Int32(version))
        try connection.execute(
            """
            INSERT INTO machine (mac, name, state, origin) VALUES (0x525400000001, 'api-1', 'waiting', 'admin');
            INSERT INTO lease (address, mac, name, state, start, expiry, saved) VALUES
                (172818433, 0x525400000001, NULL, 'active', 1, 2, 1);
            INSERT INTO event VALUES (1, 1, 0x525400000001, 'leased', '');
            INSERT INTO build (token, mac, created) VALUES ('token', 0x525400000001, 1);
            """, for: "fill an old store")
        guard version > Migration.beforeArms else { return }
        try connection.execute("UPDATE machine SET state = 'local-boot'", for: "fill it as a newer version would")
    }

    @Test("what waited boots its disk, and what was armed is so for a week")
    func formerStates() throws {
        try tamperNew(Migration.beforeArms)
        try tamper(
            """
            INSERT INTO machine (mac, profile, state, origin) VALUES
                (2, NULL, 'waiting', 'discovered'), (3, 'api', 'armed', 'admin'), (4, NULL, 'armed', 'admin'),
                (5, 'api', 'installing', 'admin'), (6, 'api', 'running', 'admin');
            """)

        let store = try Store.open(at: path)

        let machines = store.read { image in image.machines.values.sorted { $0.mac < $1.mac } }
        #expect(machines.map(\.state) == [.localBoot, .armed, .localBoot, .installing, .running, .localBoot])
        #expect(store.unreadable.isEmpty)
        #expect(machines.first?.isUnderRule == true)
        let arm = try #require(machines.first { $0.state == .armed }?.arm)
        #expect(arm.by == .person && arm.boots == 0 && arm.until - arm.since == .hours(7 * 24))
        #expect(machines.count { $0.arm != nil } == 1)
    }

    @Test("stays at the version before a migration that fails, whole")
    func failedMigration() throws {
        let half = Migration("break", "CREATE TABLE half (a INTEGER) STRICT; CREATE TABLE machine (a INTEGER) STRICT")
        _ = try Store.open(at: path)

        let error = #expect(throws: StoreError.self) {
            try Store.open(at: path, migrations: Migration.all + [half])
        }

        #expect(error?.description.contains("break: SQL logic error") == true)
        #expect(try number("SELECT count(*) FROM sqlite_schema WHERE name = 'half'") == .integer(0))
        #expect(throws: Never.self) { try Store.open(at: path) }
    }

    @Test("refuses a file that a later amorce wrote")
    func newer() throws {
        _ = try Store.open(at: path)
        try tamper("PRAGMA user_version = 99")

        let error = #expect(throws: StoreError.self) { try Store.open(at: path) }

        #expect(error == .newer(path: path, found: 99, known: Migration.all.count))
    }

    @Test("refuses another program's database, and leaves it as it is")
    func foreign() throws {
        try DatabaseFile.makePrivate(at: path)
        try tamper("CREATE TABLE theirs (a INTEGER)")
        let before = FileManager.default.contents(atPath: path)

        let error = #expect(throws: StoreError.self) { try Store.open(at: path) }

        #expect(error == .notOurs(path: path, "the database of another program"))
        #expect(FileManager.default.contents(atPath: path) == before)
    }

    @Test("refuses what is no database, and leaves it as it is")
    func notDatabase() throws {
        let text = Data(String(repeating: "lease 10.77.0.100 { }\n", count: 100).utf8)
        try text.write(to: URL(filePath: path))

        let error = #expect(throws: StoreError.self) { try Store.open(at: path) }

        #expect(error == .notOurs(path: path, "not an SQLite database"))
        #expect(FileManager.default.contents(atPath: path) == text)
    }

    @Test("says which path cannot be written, and what it needs")
    func notWritable() throws {
        try Data().write(to: URL(filePath: path))

        let error = #expect(throws: StoreError.self) { try Store.open(at: path + "/amorce.db") }

        let text = "\(path)/amorce.db: Not a directory; the store needs a directory and a file there"
        #expect(error?.description.hasPrefix(text) == true)
    }
}

extension Migration {
    /// The version before that which knows of arms.
    fileprivate static var beforeArms: Int {
        all.firstIndex { "\($0.sql)".contains("arm_by") } ?? 0
    }
}
