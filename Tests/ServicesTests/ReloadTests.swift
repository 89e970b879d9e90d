import Foundation
import HTTPWire
import Inventory
import NetTypes
import Services
import Testing

@Suite("A reload of the configuration")
struct ReloadTests {
    private let bench: WebBench

    /// The bench's files are made whole first: nothing is taken over that `amorce check` finds fault with.
    init() throws {
        bench = try WebBench()
        try FileManager.default.removeItem(atPath: bench.folder.path + "/content/preseed/broken.cfg")
        for loader in ["pxelinux.0", "debian-installer/amd64/bootnetx64.efi"] {
            try bench.folder.write("loader", to: "root/" + loader)
        }
        try bench.folder.write("root: \(WebBench.secret)\n", to: "secrets.yaml", mode: 0o600)
        let path = bench.folder.path + "/secrets.yaml"
        try #require(reload { $0 + "\nsecrets: \(path)\n" }.status == 200, "\(bench.mistakes())")
    }

    /// Writes the file anew, and has it read again.
    private func reload(_ change: (String) -> String) throws -> Answer {
        try bench.rewrite(change)
        return bench.call(.post, "/reload")
    }

    @Test("takes effect for the next request, and says what has changed")
    func takesEffect() throws {
        try bench.add()
        let before = bench.get("/build/\(bench.token())/ui/preseed.cfg").text

        let answer = try reload { $0 + "\nvariables: { disk: /dev/vda }\n" }

        #expect(answer.status == 200)
        let report: ReloadReport = try answer.decoded()
        #expect(report == ReloadReport(file: bench.configuration.file, changed: ["variables"], problems: []))
        #expect(bench.log.contains("daemon=reloaded by=control configuration=\(report.file) changed=variables"))
        #expect(before.hasSuffix(" auto\n"))
        #expect(bench.get("/build/\(bench.token())/ui/preseed.cfg").text.hasSuffix(" /dev/vda\n"))
    }

    @Test("of a file in which nothing has changed is one, too: files that it points to are opened again")
    func nothing() throws {
        let report: ReloadReport = try reload { $0 }.decoded()

        #expect(report.changed.isEmpty)
        #expect(bench.log.contains("changed=nothing"))
    }

    @Test("reads the secrets again, and says so when they are others")
    func secrets() throws {
        try bench.add()
        try bench.folder.write("root: other-text\n", to: "secrets.yaml", mode: 0o600)

        let report: ReloadReport = try bench.call(.post, "/reload").decoded()

        #expect(report.changed == ["secrets"])
        #expect(bench.get("/build/\(bench.token())/ui/preseed.cfg").text.hasPrefix("ui other-text "))
        #expect(!bench.log.contains("other-text"))
    }

    @Test("takes machines over as the start does: what is installed stays installed")
    func machines() throws {
        try bench.add(profile: "api", state: .installed)
        let declare = { (profile: String) in
            "\nmachines: [{ mac: \(MACAddress.first), name: api-1, profile: \(profile) }]\n"
        }

        _ = try reload { $0 + declare("api") }
        let known = try #require(bench.machine())
        _ = try reload { $0.replacing(declare("api"), with: declare("ui")) }
        let armed = try #require(bench.machine())
        _ = try reload { $0.replacing(declare("ui"), with: "") }
        let released = try #require(bench.machine())

        #expect(known.name?.text == "api-1" && known.state == .installed && known.origin == .configuration)
        #expect(armed.state == .armed)
        #expect(released.origin == .admin)
    }

    @Test("leaves a file alone that is broken, with every mistake as `amorce check` prints it")
    func broken() throws {
        let served = bench.current.value

        let answer = try reload { $0 + "\nhtpp: {}\nvariables: 7\n" }

        #expect(answer.status == 422)
        let problem: Problem = try answer.decoded()
        let mistakes = problem.detail.split(separator: "\n").map(String.init)
        #expect(mistakes == bench.mistakes())
        #expect(mistakes.count == 2)
        #expect(mistakes.allSatisfy { bench.log.contains("daemon=reload-refused by=control error=\"\($0)") == true })
        #expect(bench.current.value === served)
    }

    @Test("leaves a file alone that points to what is not there")
    func dangling() throws {
        let served = bench.current.value

        let answer = try reload { $0 + "\nboot: { default-profile: none }\n" }

        #expect(answer.status == 422)
        #expect(answer.text.contains("boot.default-profile: there is no preseed/none.cfg"))
        #expect(bench.current.value === served)
    }

    @Test("that was refused stands on the board until one is taken over")
    func board() throws {
        _ = try reload { $0 + "\nhtpp: {}\nvariables: 7\n" }
        let refused = bench.problems.all
        _ = try reload { $0.replacing("\nhtpp: {}\nvariables: 7\n", with: "") }

        #expect(refused.map(\.subject) == [ReloadDesk.subject])
        #expect(refused.first?.what.hasSuffix(" (and 1 more)") == true)
        #expect(refused.first?.cure.contains("amorce reload") == true)
        #expect(bench.problems.all.isEmpty)
    }

    @Test("names the keys that need a restart, and changes nothing else either")
    func restart() throws {
        let served = bench.current.value

        let answer = try reload {
            $0.replacing("\ncontrol:", with: "0\ncontrol:") + "\nvariables: { disk: /dev/vda }\n"
        }

        #expect(answer.status == 409)
        let problem: Problem = try answer.decoded()
        #expect(problem.detail.contains(": data: a change of this needs a restart"))
        #expect(!problem.detail.contains("variables"))
        #expect(bench.current.value === served)
    }

    @Test("says which machine goes without its name, since another one has it")
    func taken() throws {
        try bench.add(.second, name: "api-1", at: .second)

        let answer = try reload { $0 + "\nmachines: [{ mac: \(MACAddress.first), name: api-1 }]\n" }

        #expect(answer.status == 200)
        let report: ReloadReport = try answer.decoded()
        #expect(report.problems.count == 1)
        #expect(report.problems.first?.hasPrefix("52:54:00:77:00:11 goes without what the file gives it") == true)
        #expect(bench.machine()?.origin == .configuration && bench.machine()?.name == nil)
    }

    @Test("waits for another one, and each has an answer")
    func several() async throws {
        let control = bench.control

        let statuses = await withTaskGroup(of: UInt16.self) { group in
            for _ in 0..<16 {
                group.addTask {
                    control.respond(to: HTTPRequest(.post, "/api/v1/reload")).status.rawValue
                }
            }
            return await group.reduce(into: []) { $0.append($1) }
        }

        #expect(statuses == Array(repeating: 200, count: 16))
    }
}
