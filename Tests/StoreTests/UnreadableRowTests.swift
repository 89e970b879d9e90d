import Inventory
import NetTypes
import SQLite
import Store
import Testing

@Suite("A row of the store that cannot be read")
struct UnreadableRowTests {
    private let directory: TemporaryDirectory
    private let path: String

    init() throws {
        directory = try TemporaryDirectory()
        path = directory.file("amorce.db")
        _ = try Store.open(at: path)
    }

    private func tamper(_ sql: StaticString) throws {
        var connection = try Connection(path, access: .readWrite)
        try connection.execute(sql, for: "tamper")
    }

    /// What one broken row says, beside a sound one of each table.
    private static let cases: [(StaticString, [String])] = [
        // Machines: without what cannot be read, and never one that installs because nobody knows better.
        ("UPDATE machine SET mac = -1 WHERE mac = 2", ["machine -1: mac holds -1, left out"]),
        (
            "UPDATE machine SET mac = 281474976710656 WHERE mac = 2",
            ["machine 281474976710656: mac holds 281474976710656, left out"]
        ),
        ("UPDATE machine SET name = '-x-' WHERE mac = 2", [#"machine 2: name holds "-x-", read as none"#]),
        ("UPDATE machine SET name = '' WHERE mac = 2", [#"machine 2: name holds "", read as none"#]),
        (
            "UPDATE machine SET name = CAST(x'ff' AS TEXT) WHERE mac = 2",
            ["machine 2: name holds text that is not UTF-8, read as none"]
        ),
        (
            "UPDATE machine SET name = 'GOOD' WHERE mac = 2",
            ["machine 2: the name good belongs to 00:00:00:00:00:01, and not to 00:00:00:00:00:02"]
        ),
        (
            "UPDATE machine SET name = 'vm-525400000007' WHERE mac = 2",
            ["machine 2: the name vm-525400000007 belongs to 52:54:00:00:00:07, and not to 00:00:00:00:00:02"]
        ),
        (
            "UPDATE machine SET profile = 'No' WHERE mac = 2",
            [#"machine 2: profile holds "No", read as none, and nothing is installed on it"#]
        ),
        (
            "UPDATE machine SET variables = '[]' WHERE mac = 2",
            [#"machine 2: variables holds "[]", read as none, and nothing is installed on it"#]
        ),
        ("UPDATE machine SET address = -1 WHERE mac = 2", ["machine 2: address holds -1, read as none"]),
        (
            "UPDATE machine SET address = 4294967296 WHERE mac = 2",
            ["machine 2: address holds 4294967296, read as none"]
        ),
        (
            "UPDATE machine SET state = 'bogus' WHERE mac = 2",
            [#"machine 2: state holds "bogus", read as failed: nothing is installed on it"#]
        ),
        ("UPDATE machine SET origin = '' WHERE mac = 2", [#"machine 2: origin holds "", read as the admin's"#]),
        ("UPDATE machine SET firmware = 'x' WHERE mac = 2", [#"machine 2: firmware holds "x", read as none"#]),
        ("UPDATE machine SET first_seen = -1 WHERE mac = 2", ["machine 2: first_seen holds -1, read as none"]),
        (
            "UPDATE machine SET last_seen = 9223372036854775807 WHERE mac = 2",
            ["machine 2: last_seen holds 9223372036854775807, read as none"]
        ),
        (
            "UPDATE machine SET arm_by = NULL WHERE mac = 2",
            ["machine 2: state is armed and nobody armed it, read as failed"]
        ),
        (
            "UPDATE machine SET arm_by = 'nobody' WHERE mac = 2",
            [#"machine 2: arm_by holds "nobody", read as no arm, and nothing is installed on it"#]
        ),
        (
            "UPDATE machine SET arm_until = NULL WHERE mac = 2",
            ["machine 2: arm_until holds NULL, read as no arm, and nothing is installed on it"]
        ),
        ("UPDATE machine SET boot_latest = -1 WHERE mac = 2", ["machine 2: boot_latest holds -1, read as none"]),
        (
            "UPDATE machine SET boot_program = 'x' WHERE mac = 2",
            [#"machine 2: boot_program holds "x", read as firmware"#]
        ),
        ("UPDATE machine SET system_heard = -1 WHERE mac = 2", ["machine 2: system_heard holds -1, read as none"]),
        // Leases: what may be lent stays lent.
        ("UPDATE lease SET address = -1 WHERE address = 2", ["lease -1: address holds -1, left out"]),
        (
            "UPDATE lease SET address = 4294967296 WHERE address = 2",
            ["lease 4294967296: address holds 4294967296, left out"]
        ),
        (
            "UPDATE lease SET mac = -1 WHERE address = 2",
            [
                "lease 2: mac holds -1, read as in use by another until it expires; "
                    + "amorce lease release 0.0.0.2 frees it"
            ]
        ),
        ("UPDATE lease SET name = '..' WHERE address = 2", [#"lease 2: name holds "..", read as none"#]),
        ("UPDATE lease SET state = '' WHERE address = 2", [#"lease 2: state holds "", read as lent"#]),
        (
            "UPDATE lease SET start = -9223372036854775808 WHERE address = 2",
            ["lease 2: start holds -9223372036854775808, read as the beginning of time"]
        ),
        (
            "UPDATE lease SET expiry = 9223372036854775807 WHERE address = 2",
            ["lease 2: expiry holds 9223372036854775807, read as the end of time: it stays lent until it is renewed"]
        ),
        ("UPDATE lease SET client = 'zz' WHERE address = 2", [#"lease 2: client holds "zz", read as none"#]),
        ("UPDATE lease SET saved = -1 WHERE address = 2", []),
        ("UPDATE lease SET saved = 9223372036854775807 WHERE address = 2", []),
        // Builds: a token that cannot be read whole opens nothing.
        (
            "UPDATE build SET mac = 9 WHERE token = 'bad'",
            [#"build "bad": left out: 00:00:00:00:00:09 is not among the machines"#]
        ),
        ("UPDATE build SET mac = -1 WHERE token = 'bad'", [#"build "bad": mac holds -1, left out"#]),
        ("UPDATE build SET created = -1 WHERE token = 'bad'", [#"build "bad": created holds -1, left out"#]),
        ("UPDATE build SET profile = 'No' WHERE token = 'bad'", [#"build "bad": profile holds "No", left out"#]),
        ("UPDATE build SET closed = -1 WHERE token = 'bad'", [#"build "bad": closed holds -1, left out"#]),
        // Events: lines that are missing from a timeline.
        ("UPDATE event SET mac = -1 WHERE id = 2", ["event -1: mac holds -1 in 1 rows, left out"]),
        ("UPDATE event SET stage = 'bogus' WHERE id = 2", [#"event "bogus": stage holds "bogus" in 1 rows, left out"#]),
        (
            "UPDATE event SET id = 9223372036854775807 WHERE id = 2",
            ["event 9223372036854775807: id holds 9223372036854775807, left out"]
        ),
        ("UPDATE event SET detail = CAST(x'ff' AS TEXT) WHERE id = 2", []),
    ]

    @Test("costs nothing but itself, is reported, and is in nobody's way", arguments: cases.indices)
    func broken(index: Int) throws {
        let (sql, expected) = Self.cases[index]
        try tamper(
            """
            INSERT INTO machine VALUES
                (1, 'good', 'api', 1, 'armed', 'admin', 'bios', 1, 2, 'person', 1, 2, 0, 0, NULL, 1, 'ipxe', 0, 1,
                    '{"disk":"a"}'),
                (2, 'bad', 'api', 2, 'armed', 'admin', 'bios', 1, 2, 'person', 1, 2, 0, 0, NULL, 1, 'ipxe', 0, 1,
                    '{"disk":"a"}');
            INSERT INTO lease VALUES
                (1, 1, 'good', 'active', 1, 2000000000000, 1, NULL), (2, 2, 'bad', 'active', 1, 2000000000000, 2, NULL);
            INSERT INTO event VALUES (1, 1, 1, 'leased', ''), (2, 1, 1, 'leased', '');
            INSERT INTO build VALUES ('good', 1, 1, NULL, NULL), ('bad', 1, 1, NULL, NULL);
            PRAGMA foreign_keys = OFF;
            """)
        try tamper(sql)

        let store = try Store.open(at: path)

        #expect(store.unreadable.map(\.description) == expected)
        let (good, second) = (try #require(MACAddress(number: 1)), try #require(MACAddress(number: 2)))
        #expect(store.read { $0.machines[good]?.hostName.text } == "good")
        #expect(store.read { $0.leases[IPv4Address(number: 1)]?.mac } == good)
        #expect(store.read { $0.build("good")?.mac } == good)
        #expect(try store.events(limit: 9).first?.id == 1)
        // Nothing that was not armed is, and nothing that may be lent is free.
        let isArmed = !expected.contains { line in
            ["state", "profile", "variables", "arm"].contains { line.hasPrefix("machine 2: \($0)") }
        }
        #expect(store.read { $0.machines[second]?.state.isArmed } ?? true == isArmed)
        if !expected.contains(where: { $0.hasPrefix("lease -") || $0.hasPrefix("lease 4") }) {
            #expect(store.read { $0.leases[IPv4Address(number: 2)]?.isHeld(at: .noon) } == true)
        }

        try store.transaction { transaction in
            try transaction.save(Machine(mac: try mac(9), name: try name("new"), address: IPv4Address(number: 9)))
            if let machine = transaction.image.machines[second] { try transaction.remove(machine) }
            try transaction.save(Machine(mac: try mac(8), name: try name("bad"), address: IPv4Address(number: 2)))
            try transaction.save(Lease(address: IPv4Address(number: 2), mac: good, start: .noon, expiry: .noon))
            try transaction.record(BootEvent(time: .noon, mac: good, stage: .named))
        }
        let again = try Store.open(at: path)
        #expect(try Snapshot(of: again) == Snapshot(of: store))
        #expect(again.lastEvent == store.lastEvent)
    }
}
