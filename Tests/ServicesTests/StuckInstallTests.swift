import Decisions
import Inventory
import LinuxIO
import NetTypes
import Services
import Testing

@Suite("An installation that stops in the middle")
struct StuckInstallTests {
    /// What the machine and its installer do, one after the other, and the step at which it then stands. A name in quotes is
    /// an item of the installer's menu, `report/…` a report of it.
    private static let course: [(act: String, step: BootStep)] = [
        ("/boot/pxelinux.cfg/default", .menu), ("/boot/install/api/linux", .kernel),
        ("/boot/install/api/initrd.gz", .initrd), ("'network-preseed'", .networkPreseed), ("preseed.cfg", .preseed),
        ("report/early", .early), ("'choose-mirror'", .chooseMirror), ("'partman-base'", .partman),
        ("report/partitioned", .partitioned), ("'bootstrap-base'", .bootstrap), ("report/base", .base),
        ("report/packages", .packages), ("'pkgsel'", .pkgsel), ("report/finishing", .finishing),
        ("postinstall.sh", .postInstall), ("report/ui-packages", .postInstall), ("report/log", .log),
        ("report/installed", .installed),
    ]

    @Test("has the verdict of the step that it got to", arguments: course.indices)
    func stopped(index: Int) throws {
        let bench = try WebBench()
        try bench.add(name: "api-1", profile: "api", state: .armed)
        var desk = SyslogDesk(
            InstallLogs(data: bench.configuration.data), hearings: bench.current.value.hearings, store: bench.store,
            counters: Counters(), log: Log { _ in })
        var token = ""

        for act in Self.course[...index].map(\.act) {
            if act.hasPrefix("/") {
                #expect(bench.get(act).status == 200)
                token = bench.build()?.token ?? token
            } else if act.hasPrefix("'") {
                desk.hear(
                    Array("<30>main-menu[186]: INFO: Menu item \(act) selected".utf8).span, from: .first,
                    bench.provisioning, at: Clock.now())
            } else if act.hasPrefix("report/") {
                #expect(bench.report(String(act.dropFirst("report/".count)), token: token).status == 200)
            } else {
                #expect(bench.get("/build/\(token)/api/\(act)").status == 200)
            }
        }

        let step = Self.course[index].step
        let facts = { (now: Timestamp) throws in
            VerdictFacts(
                machine: try #require(bench.machine()), events: try bench.events(), hearing: nil,
                menuTimeout: .seconds(5), now: now)
        }
        let now = Clock.now()
        #expect(try Verdict(facts(now)) == nil)
        let verdict = try #require(try Verdict(facts(now + .hours(1))))
        #expect(verdict.kind == .stuck)
        #expect(verdict.step == step.rawValue)
        #expect(verdict.awaited == step.expectation?.awaited)
    }
}
