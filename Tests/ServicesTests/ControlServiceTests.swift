import Foundation
import HTTPWire
import Inventory
import LinuxIO
import NetTypes
import Services
import Testing

@Suite("The control API")
struct ControlServiceTests {
    @Test(
        "finds a machine by its name, its provisional name, and its MAC in any notation",
        arguments: [
            "vm-525400770011", "52:54:00:77:00:11", "52-54-00-77-00-11", "525400770011", "5254.0077.0011",
        ])
    func notations(id: String) throws {
        let bench = try WebBench()
        try bench.add()

        let detail: MachineDetail = try bench.call(.get, "/machines/" + id).decoded()

        #expect(detail.machine.mac == .first)
        #expect(detail.lease?.address == .first)
    }

    @Test("adds a machine, arms it, and answers with it")
    func add() throws {
        let bench = try WebBench()

        let answer = bench.call(
            .post, "/machines",
            #"{"mac":"52-54-00-77-00-11","name":"api-1","profile":"api","address":"10.77.0.50"}"#)

        #expect(answer.status == 201)
        #expect(answer.headers["Content-Type"] == "application/json")
        let report: MachineReport = try answer.decoded()
        #expect(report.machine.state == .armed)
        #expect(report.machine.address == IPv4Address(10, 77, 0, 50))
        #expect(try bench.details(.armed) == ["profile=api"])
        #expect(bench.log.contains("mac=52:54:00:77:00:11 machine=api-1 state=armed profile=api"))
    }

    @Test("adds a machine that has booted here with what is known of it")
    func addKnown() throws {
        let bench = try WebBench()
        try bench.add(profile: "ui", state: .running)

        let answer = bench.call(.post, "/machines", #"{"mac":"52:54:00:77:00:11","name":"ui-1"}"#)

        #expect(answer.status == 201)
        #expect(bench.state() == .running)
        #expect(bench.machine()?.origin == .admin)
    }

    @Test("renames, assigns, removes")
    func change() throws {
        let bench = try WebBench()
        try bench.add(name: "a")

        #expect(bench.call(.patch, "/machines/a", #"{"name":"b"}"#).status == 200)
        #expect(bench.state() == .localBoot)
        #expect(bench.call(.patch, "/machines/b", #"{"profile":"ui"}"#).status == 200)
        #expect(bench.state() == .armed)
        #expect(bench.call(.delete, "/machines/b").status == 200)
        #expect(bench.machine() == nil)
    }

    @Test(
        "arms no machine whose system is most likely up, unless it is told to",
        arguments: ["reinstall", "assign", "add"])
    func running(verb: String) throws {
        let bench = try WebBench()
        try bench.add(name: "api-1", profile: "api", state: .running)
        try bench.store.transaction { transaction in
            guard var machine = transaction.image.machines[.first] else { return }
            machine.systemHeard = Clock.now() + .minutes(-12)
            try transaction.save(machine)
        }
        let ask = { (query: [String: String]) in
            switch verb {
            case "reinstall": bench.call(.post, "/machines/api-1/reinstall", query: query)
            case "assign": bench.call(.patch, "/machines/api-1", query: query, #"{"profile":"ui"}"#)
            default:
                bench.call(
                    .post, "/machines", query: query, #"{"mac":"52:54:00:77:00:11","name":"api-1","profile":"ui"}"#)
            }
        }

        let refusal = ask([:])
        #expect(refusal.status == 409)
        #expect(refusal.text.contains("api-1 runs a system, which was heard 12m"))
        #expect(refusal.text.contains("--yes has it installed"))
        #expect(bench.state() == .running && bench.machine()?.profile == ProfileName("api"))
        #expect(ask(["while-running": "maybe"]).status == 422)

        #expect([200, 201].contains(ask(["while-running": "yes"]).status))
        #expect(bench.state() == .armed)
        #expect(bench.machine()?.arm?.by == .person)
    }

    @Test(
        "takes no machine away from its installer, unless it is told to, or a verdict has given it up",
        arguments: ["reinstall", "assign", "remove"])
    func installing(verb: String) throws {
        let bench = try WebBench()
        try bench.add(name: "api-1", profile: "api", state: .armed)
        let ask = { (query: [String: String]) in
            switch verb {
            case "reinstall": bench.call(.post, "/machines/api-1/reinstall", query: query)
            case "assign": bench.call(.patch, "/machines/api-1", query: query, #"{"profile":"ui"}"#)
            default: bench.call(.delete, "/machines/api-1", query: query)
            }
        }
        _ = bench.get("/build/\(bench.token())/api/preseed.cfg")

        let refusal = ask([:])
        #expect(refusal.status == 409)
        #expect(refusal.text.contains("api-1 is installing, nothing says that it is stuck"))
        #expect(refusal.text.contains("--yes"))
        #expect(bench.state() == .installing && bench.machine()?.profile == ProfileName("api"))
        #expect(ask([verb == "remove" ? "while-installing" : "while-running": "yes"]).status == 200)
        #expect(bench.state() == (verb == "remove" ? nil : .armed))
    }

    @Test("arms and removes a machine whose installation is stuck", arguments: ["reinstall", "remove"])
    func stuck(verb: String) throws {
        let bench = try WebBench()
        try bench.add(name: "api-1", profile: "api", state: .installing)
        try bench.store.transaction { transaction in
            try transaction.record(
                BootEvent(
                    time: Clock.now() + .hours(-9), mac: .first, stage: .preseed, detail: "profile=api bytes=5888"))
        }

        let answer =
            verb == "remove"
            ? bench.call(.delete, "/machines/api-1") : bench.call(.post, "/machines/api-1/reinstall")

        #expect(answer.status == 200)
        #expect(bench.state() == (verb == "remove" ? nil : .armed))
    }

    @Test("knows which armed machines wait for a profile that is gone, until it is there again")
    func armedInVain() throws {
        let bench = try WebBench()
        for (number, mac) in [MACAddress.first, .second].enumerated() {
            try bench.add(mac, name: "m-\(number)", profile: number == 0 ? "gone" : "api", state: .armed)
        }
        let desk = bench.current.value.desk

        bench.problems.post(missing: desk.armedInVain(), at: Timestamp(seconds: 1))
        #expect(bench.problems.all.map(\.subject) == ["profile gone"])
        #expect(bench.problems.all.first?.what.contains("and m-0 would be installed with it") == true)

        #expect(bench.call(.patch, "/machines/m-0", #"{"profile":"ui"}"#).status == 200)
        bench.problems.post(missing: desk.armedInVain(), at: Timestamp(seconds: 2))
        #expect(bench.problems.all.isEmpty)
    }

    @Test("arms no machine whose profile is gone")
    func profileGone() throws {
        let bench = try WebBench()
        try bench.add(name: "api-1", profile: "gone", state: .running)

        let refusal = bench.call(.post, "/machines/api-1/reinstall")

        #expect(refusal.status == 404)
        #expect(refusal.text.contains("there is no profile gone; there are"))
        #expect(bench.state() == .running)
    }

    @Test("takes an arm back, and what it opened; an installer that runs keeps what it has")
    func disarm() throws {
        let bench = try WebBench()
        try bench.add(name: "api-1", profile: "api", state: .armed)
        let token = bench.token()

        #expect(bench.call(.post, "/machines/api-1/disarm").status == 200)
        #expect(bench.state() == .localBoot)
        #expect(bench.machine()?.arm == nil)
        #expect(bench.get("/build/\(token)/api/preseed.cfg").status == 410)
        #expect(try bench.details(.disarmed) == ["by=person"])
        #expect(bench.call(.post, "/machines/api-1/disarm").status == 200)
        #expect(try bench.details(.disarmed).count == 1)

        #expect(bench.call(.post, "/machines/api-1/reinstall").status == 200)
        _ = bench.get("/build/\(bench.token())/api/preseed.cfg")
        let late = bench.call(.post, "/machines/api-1/disarm")
        #expect(late.status == 409)
        #expect(late.text.contains("api-1 is installing: its installer has all that it needs"))
        #expect(bench.state() == .installing)
    }

    @Test("a machine that nobody named is asked no more when it is disarmed")
    func disarmUnknown() throws {
        let bench = try WebBench()
        try bench.add()
        #expect(bench.token() != "none")

        #expect(bench.call(.post, "/machines/vm-525400770011/disarm").status == 200)

        #expect(bench.token() == "none")
        #expect(bench.machine()?.origin == .admin)
    }

    @Test("lists machines, profiles and leases, and says how the daemon does")
    func lists() throws {
        let bench = try WebBench()
        try bench.add(name: "b")
        try bench.add(.second, name: "a", at: .second)

        let machines: [MachineReport] = try bench.call(.get, "/machines").decoded()
        let profiles: [Profile] = try bench.call(.get, "/profiles").decoded()
        let leases: [Lease] = try bench.call(.get, "/leases").decoded()
        let status: StatusReport = try bench.call(.get, "/status").decoded()

        #expect(machines.map(\.machine.hostName.text) == ["a", "b"])
        #expect(profiles.map(\.name.text) == ["api", "broken", "ui"])
        #expect(leases.map(\.address) == [.first, .second])
        #expect(status.version == "0")
    }

    @Test(
        "previews each page, with no secret and a token that opens nothing",
        arguments: ["preseed", "postinstall", "menu"])
    func preview(file: String) throws {
        let bench = try WebBench()
        try bench.add(name: "api-1")

        let answer = bench.call(.get, "/profiles/api/preview", query: ["machine": "api-1", "file": file])

        #expect(answer.status == 200)
        #expect(answer.text.contains("/build/" + String(repeating: "0", count: 32)))
        #expect(bench.build() == nil)
    }

    /// Method, path, body, status, and words of the detail.
    private static let problems: [(String, String, String, Int, String)] = [
        ("GET", "/machines/none", "", 404, "amorce machine list"),
        ("PATCH", "/machines/none", #"{"name":"x"}"#, 404, "amorce machine list"),
        ("POST", "/machines/none/reinstall", "", 404, "amorce machine list"),
        ("POST", "/machines/none/disarm", "", 404, "amorce machine list"),
        ("DELETE", "/machines/none", "", 404, "amorce machine list"),
        ("PATCH", "/machines/free", #"{"profile":"none"}"#, 404, "there are api, broken, ui"),
        ("POST", "/machines", #"{"mac":"52:54:00:77:00:13","profile":"none"}"#, 404, "there is no profile none"),
        ("GET", "/profiles/none/preview?machine=free", "", 404, "there is no profile none"),
        ("GET", "/profiles/NO/preview?machine=free", "", 404, "there is no profile NO"),
        ("GET", "/leases/10.77.0.9", "", 404, "amorce lease list"),
        ("GET", "/leases/none", "", 404, "amorce lease list"),
        ("POST", "/leases/10.77.0.9/release", "", 404, "amorce lease list"),
        ("POST", "/leases/10.77.0.100/release?while-installing=1", "", 422, "while-installing is yes or no"),
        ("DELETE", "/leases/10.77.0.100", "", 405, "takes GET"),
        ("GET", "/nothing", "", 404, "in this API"),
        ("POST", "/machines", #"{"mac":"52:54:00:77:00:11"}"#, 409, "is fixed already"),
        ("POST", "/machines", #"{"mac":"52:54:00:77:00:13","name":"free"}"#, 409, "belongs to 52:54:00:77:00:12"),
        ("PATCH", "/machines/free", #"{"name":"fixed"}"#, 409, "belongs to 52:54:00:77:00:11"),
        ("PATCH", "/machines/free", #"{"name":"vm-525400770011"}"#, 409, "belongs to 52:54:00:77:00:11"),
        ("PATCH", "/machines/fixed", #"{"name":"x"}"#, 409, "declared in the configuration file"),
        ("DELETE", "/machines/fixed", "", 409, "declared in the configuration file"),
        ("POST", "/machines/free/reinstall", "", 409, "amorce machine assign free PROFILE"),
        (
            "POST", "/machines", #"{"mac":"52:54:00:77:00:13","name":"far","address":"10.99.0.5"}"#, 422, "10.99.0.5"
        ),
        ("POST", "/machines", "", 422, "JSON"),
        ("POST", "/machines", "[]", 422, "docs/openapi.yaml"),
        ("POST", "/machines", "{}", 422, "mac is missing"),
        ("POST", "/machines", #"{"mac":null}"#, 422, "mac"),
        ("POST", "/machines", #"{"mac":"x"}"#, 422, "mac"),
        ("POST", "/machines", #"{"mac":7}"#, 422, "mac"),
        ("POST", "/machines", #"{"mac":"01:00:5e:00:00:01"}"#, 422, "names a group"),
        ("POST", "/machines", #"{"mac":"52:54:00:77:00:13","name":"a b"}"#, 422, "name"),
        ("PATCH", "/machines/free", "{", 422, "JSON"),
        ("GET", "/profiles/api/preview", "", 422, "machine is missing"),
        ("GET", "/profiles/api/preview?machine=free&file=x", "", 422, "menu, preseed, postinstall"),
        ("GET", "/profiles/api/preview?machine=free&file=menu&loader=x", "", 422, "pxelinux, grub, ipxe"),
        ("GET", "/profiles/broken/preview?machine=free", "", 422, "preseed/broken.cfg:1"),
        ("GET", "/events?after=x", "", 422, "after"),
        ("GET", "/events?after=-1", "", 422, "after"),
        ("GET", "/events?after=0&wait=soon", "", 422, "wait"),
        ("GET", "/events?machine=none", "", 404, "amorce machine list"),
        ("PUT", "/machines", "{}", 405, "takes GET, POST"),
        ("POST", "/status", "", 405, "takes GET"),
    ]

    @Test("says what is wrong and what to do (RFC 9457)", arguments: problems.indices)
    func problem(index: Int) throws {
        let (method, target, body, status, words) = Self.problems[index]
        let bench = try WebBench()
        try bench.add(name: "fixed", origin: .configuration)
        try bench.add(.second, name: "free", at: .second)
        let parts = target.split(separator: "?")
        let fields = parts.dropFirst().first?.split(separator: "&").map { $0.split(separator: "=").map(String.init) }
        let query = Dictionary(uniqueKeysWithValues: (fields ?? []).map { ($0[0], $0[1]) })

        let answer = bench.call(HTTPMethod(rawValue: method), String(parts[0]), query: query, body)

        #expect(answer.status == status)
        #expect(answer.headers["Content-Type"] == "application/problem+json")
        let problem: Problem = try answer.decoded()
        #expect(problem.status == UInt16(status))
        #expect(problem.detail.contains(words))
        #expect(!problem.detail.isEmpty)
        #expect(!problem.title.isEmpty)
    }
}
