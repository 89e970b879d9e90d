import Foundation
import Inventory
import LinuxIO
import NetTypes
import Services
import Testing

@Suite("What installers send by syslog")
struct SyslogDeskTests {
    private let bench: WebBench
    private let counters = Counters()
    private let now = Clock.now()

    init() throws {
        bench = try WebBench(more: "syslog: { listen: 0.0.0.0:5514 }")
        try bench.add(name: "api-1", profile: "api", state: .armed)
    }

    private func desk() -> SyslogDesk {
        SyslogDesk(
            InstallLogs(data: bench.configuration.data), hearings: bench.current.value.hearings, store: bench.store,
            counters: counters, log: Log { _ in })
    }

    private func hear(
        _ desk: inout SyslogDesk, _ text: String, from peer: IPv4Address = .first,
        after interval: Interval = .seconds(0)
    ) {
        desk.hear(Array(text.utf8).span, from: peer, bench.provisioning, at: now + interval)
    }

    private func page(_ query: [String: String] = [:]) throws -> InstallLogPage {
        try bench.call(.get, "/machines/api-1/log", query: query).decoded()
    }

    @Test("is kept for the machine that is being installed, without what is secret, and is read on from where one was")
    func kept() throws {
        let token = bench.token()
        var desk = desk()

        hear(&desk, "<30>Nov 21 09:15:03 main-menu[186]: INFO: Menu item 'network-preseed' selected")
        hear(&desk, "<13>Nov 21 09:15:04 preseed: http://10.77.0.1/build/\(token)/api \(WebBench.secret)")
        let first = try page()
        hear(&desk, "<13>Nov 21 09:15:05 third: line")
        let second = try page(["from": "\(first.next)", "installation": "\(first.installation ?? 0)"])
        let other = try page(["from": "\(first.next)", "installation": "1"])

        #expect(
            first.lines == [
                "\(now) main-menu[186]: INFO: Menu item 'network-preseed' selected",
                "\(now) preseed: http://10.77.0.1/build/\(token.prefix(6))…/api (secret root)",
            ])
        #expect(second.lines == ["\(now) third: line"])
        #expect(other.lines.count == 3)
        #expect(counters.all == ["syslog.lines": 3])
        let data = bench.configuration.data
        let kept = try FileManager.default.subpathsOfDirectory(atPath: data).filter { $0.hasSuffix("log") }
            .map { try String(contentsOfFile: "\(data)/\($0)", encoding: .utf8) }.joined()
        #expect(kept.contains("third: line") && !kept.contains(WebBench.secret))
    }

    @Test("menu items of the installer stand in the timeline")
    func items() throws {
        _ = bench.token()
        var desk = desk()

        hear(&desk, "<30>main-menu[186]: INFO: Menu item 'partman-base' selected")
        hear(&desk, "<30>other[186]: INFO: Menu item 'pkgsel' selected")

        #expect(try bench.details(.progress) == ["step=partman-base"])
        let detail: MachineDetail = try bench.call(.get, "/machines/api-1").decoded()
        #expect(detail.events.last?.detail == "step=partman-base")
    }

    @Test("is shown with the machine as its last words, without secrets")
    func lastWords() throws {
        _ = bench.token()
        var desk = desk()

        hear(&desk, "<13>anna[88]: DEBUG: retrieving libc6-udeb")
        hear(&desk, "<13>anna[88]: password \(WebBench.secret)", after: .seconds(1))
        hear(&desk, "<6>kernel: clocksource: skipping watchdog check", after: .seconds(2))

        let detail: MachineDetail = try bench.call(.get, "/machines/api-1").decoded()
        #expect(detail.lastLine == LastLine(time: now + .seconds(1), text: "anna[88]: password (secret root)"))

        // What it said before it was restarted is nothing that this boot says.
        try bench.store.transaction { transaction in
            guard var machine = transaction.image.machines[.first] else { return }
            machine.boots = NetworkBoots(latest: now + .seconds(3), program: .firmware)
            try transaction.save(machine)
        }
        let restarted: MachineDetail = try bench.call(.get, "/machines/api-1").decoded()
        #expect(restarted.lastLine == nil)
    }

    @Test("is not taken from strangers, nor from a machine that is not being installed, nor long after the end")
    func strangers() throws {
        var desk = desk()
        hear(&desk, "<13>a: too early")
        hear(&desk, "<13>a: nobody", from: .stranger)
        #expect(counters.all == ["syslog.unknown": 2])

        let token = bench.token()
        _ = bench.get("/build/\(token)/api/preseed.cfg")
        hear(&desk, "<13>a: in time")
        _ = bench.report("installed", token: token)
        hear(&desk, "<13>a: the end", after: .minutes(1))
        hear(&desk, "<13>a: too late", after: .minutes(3))

        #expect(try page().lines.map { $0.split(separator: ": ").last } == ["in time", "the end"])
        #expect(counters.all == ["syslog.unknown": 3, "syslog.lines": 2])
    }

    @Test("is bounded in lines a second")
    func bounded() throws {
        _ = bench.token()
        var desk = desk()

        for number in 0..<1200 { hear(&desk, "<13>a: \(number)") }
        hear(&desk, "<13>a: later", after: .seconds(2))

        #expect(counters.all == ["syslog.lines": 1001, "syslog.limited": 200])
        #expect(try page().lines.count == 1001)
    }

    @Test("is bounded in bytes, and of a machine's installations the newest stay")
    func files() throws {
        let folder = bench.configuration.data + "/logs/52-54-00-77-00-11"
        try Directory.create(folder)
        for start in 1...20 { try Directory.write([0x61, 0x0A], to: "\(folder)/\(start).live.log") }
        let full = [UInt8](repeating: 0x61, count: 8 << 20)
        _ = bench.token()
        let begun = try #require(bench.build()).created.seconds
        try Directory.write(full, to: "\(folder)/\(begun).live.log")
        var desk = desk()

        hear(&desk, "<13>a: no room")

        #expect(counters.all == ["syslog.lines": 1, "syslog.full": 1])
        #expect(try Directory.names(in: folder).count == 10)
        #expect(try Directory.names(in: folder).contains("\(begun).live.log"))
    }

    @Test("gives way to the installer's whole log, unless one asks for it")
    func whole() throws {
        let token = bench.token()
        _ = bench.get("/build/\(token)/api/preseed.cfg")
        var desk = desk()
        hear(&desk, "<13>a: live")
        _ = bench.report("log", "line 1 \(WebBench.secret)^M\nline 2^M^M\n", token: token)

        #expect(try page().lines == ["line 1 (secret root)", "line 2"])
        #expect(try page().isWhole)
        #expect(try page(["kind": "live"]).lines.count == 1)
        #expect(bench.call(.get, "/machines/api-1/log", query: ["kind": "both"]).status == 422)
        #expect(bench.call(.get, "/machines/api-1/log", query: ["from": "-1"]).status == 422)
    }

    @Test("of a machine without any, the page is empty")
    func none() throws {
        #expect(try page() == InstallLogPage(installation: nil, isWhole: false, lines: [], next: 0))
    }
}
