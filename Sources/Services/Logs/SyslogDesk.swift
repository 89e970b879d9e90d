import Inventory
import LinuxIO
import NetTypes
import Store
import SyslogWire

/// Files the lines that installers send by syslog, and tells timelines of the installer's menu items. Only machines that
/// are being installed are listened to, each as much as is bearable.
package struct SyslogDesk {
    private let logs: InstallLogs
    private let store: Store
    private let counters: Counters
    private let log: Log
    private let hearings: Hearings
    private var journals: [MACAddress: Journal] = [:]

    /// How many bytes of one installation are kept: a talkative one has a tenth of it.
    static let fileLimit: Int64 = 8 << 20
    /// How many lines of one machine are taken in a second.
    static let linesPerSecond = 1000
    /// How many menu items of one installation get into the timeline.
    static let itemLimit = 200
    /// For how long after its last report an installer is still listened to: it takes the system's disk off and restarts.
    static let afterglow = Interval.minutes(2)
    /// How many machines may be followed at once.
    static let journalLimit = 4096

    package init(_ logs: InstallLogs, hearings: Hearings, store: Store, counters: Counters, log: Log) {
        self.logs = logs
        self.hearings = hearings
        self.store = store
        self.counters = counters
        self.log = log
    }

    /// One installation that is followed.
    private struct Journal {
        let begun: Timestamp
        var openUntil: Timestamp
        var size: Int64 = 0
        var second: Int64 = 0
        var linesInSecond = 0
        var items = 0
        var hasFailed = false
    }

    /// Takes one datagram. What is not filed is counted by its reason.
    package mutating func hear(
        _ bytes: Span<UInt8>, from peer: IPv4Address, _ provisioning: Provisioning, at now: Timestamp
    ) {
        guard let client = provisioning.client(at: peer), let journal = journal(of: client.machine.mac, at: now) else {
            counters.count("syslog.unknown")
            return
        }
        let mac = client.machine.mac
        journals[mac] = journal
        guard takesMore(of: mac, at: now) else {
            counters.count("syslog.limited")
            return
        }
        guard let line = SyslogLine(decoding: bytes) else {
            counters.count("syslog.empty")
            return
        }
        counters.count("syslog.lines")
        let text = provisioning.pages.withoutSecrets(in: line.line)
        // The kernel has something to say of its clocks also while the installer is at a question.
        if line.tag != "kernel" { hearings.note(LastLine(time: now, text: text), of: mac) }
        file(text, of: mac, at: now)
        guard let item = line.menuItem, (journals[mac]?.items ?? 0) < Self.itemLimit else { return }
        journals[mac]?.items += 1
        provisioning.record(.progress, "step=\(item)", of: client)
    }

    /// `nil` for a machine that is not being installed.
    private mutating func journal(of mac: MACAddress, at now: Timestamp) -> Journal? {
        let former = journals[mac]
        guard let build = store.read({ image in image.openBuild(of: mac) }) else {
            return former.flatMap { now < $0.openUntil ? $0 : nil }
        }
        if var former, former.begun == build.created {
            former.openUntil = now + Self.afterglow
            return former
        }
        if journals.count >= Self.journalLimit { journals = journals.filter { now < $0.value.openUntil } }
        guard journals.count < Self.journalLimit else { return nil }
        return Journal(begun: build.created, openUntil: now + Self.afterglow)
    }

    private mutating func takesMore(of mac: MACAddress, at now: Timestamp) -> Bool {
        guard var journal = journals[mac] else { return false }
        if journal.second != now.seconds { (journal.second, journal.linesInSecond) = (now.seconds, 0) }
        journal.linesInSecond += 1
        journals[mac] = journal
        return journal.linesInSecond <= Self.linesPerSecond
    }

    /// - Parameter line: without secrets: logs are packed and passed on.
    private mutating func file(_ line: String, of mac: MACAddress, at now: Timestamp) {
        guard var journal = journals[mac], !journal.hasFailed else { return }
        defer { journals[mac] = journal }
        do {
            let path = logs.path(.live, of: mac, begun: journal.begun)
            if journal.size == 0 { try logs.prepare(for: mac, begun: journal.begun) }
            var file = try AppendedFile(path)
            guard file.size < Self.fileLimit else {
                counters.count("syslog.full")
                return
            }
            try file.append(Array("\(now) \(line)\n".utf8))
            journal.size = file.size
        } catch {
            journal.hasFailed = true
            log(.error, LogLine("syslog", "not-kept", mac: mac).with("error", error))
        }
    }
}
