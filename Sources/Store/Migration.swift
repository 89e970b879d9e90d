/// One step of the tables from one version to the next. The file's `user_version` counts those it has been through.
package struct Migration: Sendable {
    /// What it is for, for errors.
    package let purpose: StaticString
    package let sql: StaticString

    package init(_ purpose: StaticString, _ sql: StaticString) {
        self.purpose = purpose
        self.sql = sql
    }

    /// Every step since the first version. Steps are added at the end; one that was released is never changed.
    ///
    /// MAC addresses and IPv4 addresses are the numbers that they are, moments are milliseconds since 1970 UTC.
    package static let all: [Migration] = [
        Migration(
            "make the first tables",
            """
            CREATE TABLE machine (
                mac        INTEGER PRIMARY KEY,
                name       TEXT UNIQUE,
                profile    TEXT,
                address    INTEGER UNIQUE,
                state      TEXT NOT NULL,
                origin     TEXT NOT NULL,
                firmware   TEXT,
                first_seen INTEGER,
                last_seen  INTEGER
            ) STRICT;

            -- saved: its place among all saves, so that a machine's last address is known again after a start.
            CREATE TABLE lease (
                address INTEGER PRIMARY KEY,
                mac     INTEGER NOT NULL,
                name    TEXT,
                state   TEXT NOT NULL,
                start   INTEGER NOT NULL,
                expiry  INTEGER NOT NULL,
                saved   INTEGER NOT NULL
            ) STRICT;

            CREATE TABLE event (
                id     INTEGER PRIMARY KEY CHECK (id > 0),
                time   INTEGER NOT NULL,
                mac    INTEGER NOT NULL,
                stage  TEXT NOT NULL,
                detail TEXT NOT NULL
            ) STRICT;
            CREATE INDEX event_of_machine ON event (mac, id);

            CREATE TABLE build (
                token   TEXT PRIMARY KEY,
                mac     INTEGER NOT NULL REFERENCES machine (mac) ON DELETE CASCADE,
                created INTEGER NOT NULL,
                profile TEXT,
                closed  INTEGER
            ) STRICT, WITHOUT ROWID;
            CREATE INDEX build_of_machine ON build (mac);
            """),
        Migration("keep what clients call themselves", "ALTER TABLE lease ADD COLUMN client TEXT"),
        Migration(
            "keep the names that DNS shall have",
            """
            CREATE TABLE name (
                mac      INTEGER NOT NULL,
                name     TEXT NOT NULL,
                address  INTEGER NOT NULL,
                state    TEXT NOT NULL,
                conflict TEXT,
                PRIMARY KEY (mac, name, address)
            ) STRICT, WITHOUT ROWID;
            """),
        Migration(
            "keep what names have met on their way",
            """
            ALTER TABLE name ADD COLUMN since INTEGER;
            ALTER TABLE name ADD COLUMN attempts INTEGER;
            ALTER TABLE name ADD COLUMN last_error TEXT;
            """),
        Migration(
            "keep what load balancers were given",
            """
            CREATE TABLE balanced (
                socket  TEXT NOT NULL,
                backend TEXT NOT NULL,
                name    TEXT NOT NULL,
                mac     INTEGER NOT NULL,
                words   TEXT NOT NULL,
                file    TEXT,
                state   TEXT NOT NULL,
                PRIMARY KEY (socket, backend, name)
            ) STRICT, WITHOUT ROWID;
            """),
        Migration(
            "keep the events that are on their way",
            """
            CREATE TABLE delivery (
                target     TEXT NOT NULL,
                event      INTEGER NOT NULL,
                time       INTEGER NOT NULL,
                mac        INTEGER NOT NULL,
                stage      TEXT NOT NULL,
                detail     TEXT NOT NULL,
                attempts   INTEGER NOT NULL,
                last_error TEXT,
                address    INTEGER,
                -- The machine as it was then; without a state nothing was known of it.
                state      TEXT,
                name       TEXT,
                profile    TEXT,
                reserved   INTEGER,
                origin     TEXT,
                firmware   TEXT,
                PRIMARY KEY (target, event)
            ) STRICT, WITHOUT ROWID;
            """),
        // Who waited was not armed. What was armed is so for a week from now on; what installs, began somehow.
        Migration(
            "keep who had a machine armed, its boots, and when its system was heard",
            """
            ALTER TABLE machine ADD COLUMN arm_by TEXT;
            ALTER TABLE machine ADD COLUMN arm_since INTEGER;
            ALTER TABLE machine ADD COLUMN arm_until INTEGER;
            ALTER TABLE machine ADD COLUMN arm_boots INTEGER;
            ALTER TABLE machine ADD COLUMN arm_retries INTEGER;
            ALTER TABLE machine ADD COLUMN arm_used INTEGER;
            ALTER TABLE machine ADD COLUMN boot_latest INTEGER;
            ALTER TABLE machine ADD COLUMN boot_program TEXT;
            ALTER TABLE machine ADD COLUMN boots_from_disk INTEGER;
            ALTER TABLE machine ADD COLUMN system_heard INTEGER;
            UPDATE machine SET state = 'local-boot' WHERE state = 'waiting';
            UPDATE machine SET state = 'local-boot' WHERE state = 'armed' AND profile IS NULL;
            UPDATE machine SET arm_by = 'person', arm_since = strftime('%s', 'now') * 1000,
                arm_until = (strftime('%s', 'now') + 604800) * 1000, arm_boots = 0, arm_retries = 0
                WHERE state = 'armed';
            """),
        Migration("keep machines' own variables", "ALTER TABLE machine ADD COLUMN variables TEXT"),
    ]
}
