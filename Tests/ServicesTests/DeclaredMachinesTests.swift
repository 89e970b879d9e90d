import Decisions
import Inventory
import LinuxIO
import NetTypes
import Services
import Store
import Testing

@Suite("Machines that the configuration file declares")
struct DeclaredMachinesTests {
    private func take(_ machines: Machine..., into bench: WebBench) throws {
        _ = try bench.store.transaction { try $0.take(declared: machines, at: Clock.now()) }
    }

    private func declared(
        _ mac: MACAddress = .first, _ name: String? = nil, _ profile: String? = nil, at address: IPv4Address? = nil
    ) -> Machine {
        Machine(
            mac: mac, name: name.flatMap { HostName($0) }, profile: profile.flatMap { ProfileName($0) },
            address: address, origin: .configuration)
    }

    @Test("are not installed again by a restart", arguments: [nil, "ui"] as [String?], InstallState.allCases)
    func restart(profile: String?, state: InstallState) throws {
        let bench = try WebBench()
        try bench.add(profile: "ui", state: state)

        try take(declared(.first, "ui-1", profile), into: bench)

        #expect(bench.state() == state)
        #expect(bench.machine()?.profile == ProfileName("ui"))
        #expect(bench.machine()?.name == HostName("ui-1"))
    }

    @Test("are armed by another profile, and what the former one was given opens nothing")
    func otherProfile() throws {
        let bench = try WebBench()
        try bench.add(profile: "ui", state: .armed)
        let token = bench.token()

        try take(declared(.first, nil, "api"), into: bench)

        #expect(bench.state() == .armed)
        #expect(bench.get("/build/\(token)/ui/preseed.cfg").status == 409)
        #expect(bench.get("/build/\(token)/api/preseed.cfg").status == 410)
    }

    @Test("are armed by the file's first word, for its time, and not by a daemon's next start")
    func first() throws {
        let bench = try WebBench()
        let declared = declared(.first, "ui-1", "ui")
        let start = Clock.now()

        for _ in 0..<2 {
            _ = try bench.store.transaction {
                try $0.take(declared: [declared], policy: InstallPolicy(armLifetime: .hours(3)), at: start)
            }
        }

        #expect(bench.state() == .armed)
        #expect(bench.machine()?.arm == Arm(by: .person, since: start, until: start + .hours(3)))
        #expect(try bench.details(.armed) == ["profile=ui"])
    }

    @Test("are not armed while their system runs; another profile is only noted")
    func running() throws {
        let bench = try WebBench()
        let now = Clock.now()
        try bench.add(name: "ui-1", profile: "ui", state: .running)
        try bench.store.transaction { transaction in
            guard var machine = transaction.image.machines[.first] else { return }
            machine.systemHeard = now + .minutes(-5)
            try transaction.save(machine)
        }

        try take(declared(.first, "ui-1", "api"), into: bench)
        try take(declared(.first, "ui-1", "api"), into: bench)

        #expect(bench.state() == .running)
        #expect(bench.machine()?.profile == ProfileName("api"))
        let told = try bench.details(.disarmed)
        #expect(told.count == 1)
        let words = "profile=api by=configuration says=\"not armed: ui-1 runs a system, which"
        #expect(told.first?.hasPrefix(words) == true)
        #expect(told.first?.hasSuffix("cure=\"amorce machine reinstall ui-1 --yes\"") == true)
    }

    @Test("may swap names and addresses")
    func swap() throws {
        let bench = try WebBench()
        try take(declared(.first, "a", at: .first), declared(.second, "b", at: .second), into: bench)

        try take(declared(.first, "b", at: .second), declared(.second, "a", at: .first), into: bench)

        #expect(bench.machine(.first)?.hostName.text == "b")
        #expect(bench.machine(.second)?.address == .first)
    }

    @Test("are the admin's when the file no longer names them")
    func undeclared() throws {
        let bench = try WebBench()
        try take(declared(.first, "a"), into: bench)

        try take(into: bench)

        #expect(bench.machine()?.origin == .admin)
        #expect(bench.call(.delete, "/machines/a").status == 200)
    }

    @Test("are not to be installed any more when the file no longer names them; an installer that runs goes on")
    func disarmed() throws {
        let bench = try WebBench()
        try bench.add()
        try take(declared(.first, "a", "api"), into: bench)
        let token = bench.token()
        #expect(bench.state() == .armed)

        try take(into: bench)

        #expect(bench.state() == .localBoot && bench.machine()?.arm == nil)
        #expect(bench.get("/build/\(token)/api/preseed.cfg").status == 410)
        #expect(
            try bench.details(.disarmed) == [
                "by=configuration says=\"the file names it no longer\" cure=\"amorce machine reinstall a\""
            ])

        #expect(bench.call(.post, "/machines/a/reinstall").status == 200)
        _ = bench.get("/build/\(bench.token())/api/preseed.cfg")
        try take(declared(.first, "a", "api"), into: bench)
        try take(into: bench)
        #expect(bench.state() == .installing)
    }

    @Test("go without a name or an address that another machine of the store has, which is reported until it is cured")
    func conflict() throws {
        let bench = try WebBench()
        let problems = Problems()
        let log = Log { _ in }
        try bench.add(.second, name: "api-1", origin: .admin)
        try bench.store.transaction { try $0.save(Machine(mac: .third, address: .first)) }
        let machines = [declared(.first, "api-1", "api", at: .first), declared(.fourth, "db-1")]

        try bench.store.take(declared: machines, problems: problems, log: log, at: Clock.now())

        #expect(bench.machine(.second)?.name == HostName("api-1"))
        #expect(bench.machine(.third)?.address == .first)
        #expect(bench.machine(.first)?.state == .armed)
        #expect(bench.machine(.first)?.name == nil && bench.machine(.first)?.address == nil)
        #expect(bench.machine(.fourth)?.name == HostName("db-1"))
        #expect(problems.all.map(\.subject) == ["declared machine 52:54:00:77:00:11"])
        #expect(problems.all.first?.what.contains("10.77.0.100 is reserved for 52:54:00:77:00:13") == true)

        #expect(bench.call(.patch, "/machines/api-1", #"{"name":"old"}"#).status == 200)
        #expect(bench.call(.delete, "/machines/52:54:00:77:00:13").status == 200)
        try bench.store.take(declared: machines, problems: problems, log: log, at: Clock.now())

        #expect(problems.all.isEmpty)
        #expect(bench.machine(.first)?.name == HostName("api-1") && bench.machine(.first)?.address == .first)
    }
}

extension MACAddress {
    fileprivate static let third = MACAddress("52:54:00:77:00:13") ?? first
    fileprivate static let fourth = MACAddress("52:54:00:77:00:14") ?? first
}
