import CLI
import HTTPWire
import Testing

@Suite("amorce machine import")
struct MachineImportCommandTests {
    private static let files = [
        "a.xml": "<domain><name>api-1</name><description>profile=api</description><devices><interface>"
            + "<mac address='52:54:00:77:00:11'/></interface></devices></domain>",
        "b.csv": "mac,name\n52:54:00:77:00:12,ui-1\n52:54,ui-2\n", "qemu/c.xml": "<network/>",
        "other": "hello",
    ]

    private func answer(_ results: String, isTrial: Bool = false) -> FakeDaemon {
        FakeDaemon(json: #"{"isTrial":\#(isTrial),"results":[\#(results)]}"#)
    }

    @Test("sends what the files hold, in one request")
    func request() throws {
        let daemon = FakeDaemon.broken

        _ = amorce("machine import a.xml b.csv --dry-run --arm", with: daemon, files: Self.files)

        let request = try #require(daemon.requests.first)
        #expect(daemon.requests.count == 1 && request.method == .post && request.path == "/api/v1/inventory")
        #expect(request.query == ["dry-run": "yes", "arm": "yes"])
        #expect(
            String(decoding: request.body, as: UTF8.self) == """
                {"machines":[\
                {"mac":"52:54:00:77:00:11","name":"api-1","otherMACs":[],"place":"a.xml:1","profile":"api"},\
                {"mac":"52:54:00:77:00:12","name":"ui-1","otherMACs":[],"place":"b.csv:2"}]}
                """)
    }

    @Test("prints the plan with a mark for each machine, and fails where something is left out")
    func table() {
        let daemon = answer(
            #"""
            {"place":"a.xml:1","mac":"52:54:00:77:00:11","name":"api-1","outcome":"added",
             "changes":[{"field":"name","to":"api-1"},{"field":"profile","to":"api"},{"field":"armed","to":"yes"}]},
            {"place":"b.csv:2","mac":"52:54:00:77:00:12","name":"ui-1","outcome":"changed",
             "changes":[{"field":"name","from":"web-1","to":"ui-1"}]}
            """#, isTrial: true)

        let outcome = amorce("machine import a.xml b.csv --dry-run", with: daemon, files: Self.files)

        #expect(
            outcome.output == """
                b.csv:3: 52:54 is not a machine's MAC address; write 52:54:00:77:00:11
                   NAME   MAC                WHAT                            WHERE
                +  api-1  52:54:00:77:00:11  name=api-1, profile=api, armed  a.xml:1
                ~  ui-1   52:54:00:77:00:12  name=ui-1 (was web-1)           b.csv:2
                1 added, 1 changed, 0 unchanged, 0 refused, 1 not readable, 0 passed over; nothing was written

                """)
        #expect(outcome.status == .failed)
        #expect(outcome.errors == "amorce: not everything can be taken in: 0 refused, 1 not readable\n")
    }

    @Test("a folder's files are read, those that hold no machines are passed over, and all is well")
    func folder() {
        let daemon = answer(
            #"{"place":"a.xml:1","mac":"52:54:00:77:00:11","name":"api-1","outcome":"unchanged","changes":[]}"#)

        let outcome = amorce(
            "machine import qemu", with: daemon, files: Self.files,
            machineFiles: { $0 == "qemu" ? ["a.xml", "qemu/c.xml"] : nil })

        #expect(outcome.status == .done && outcome.errors.isEmpty)
        #expect(outcome.output.hasPrefix("qemu/c.xml:1: <network> is no domain; it is passed over"))
        #expect(outcome.output.contains("=  api-1  52:54:00:77:00:11  -     a.xml:1\n"))
    }

    @Test("--json: the counts, a result for each machine, and what could not be read")
    func json() {
        let daemon = answer(
            #"""
            {"place":"b.csv:2","mac":"52:54:00:77:00:12","name":"ui-1","outcome":"refused","changes":[],"reason":"no"}
            """#)

        let outcome = amorce("machine import b.csv --json", with: daemon, files: Self.files)

        #expect(outcome.status == .failed)
        #expect(outcome.output.contains("\"refused\" : 1") && outcome.output.contains("\"place\" : \"b.csv:3\""))
    }

    @Test("--strict: a file that cannot be read whole keeps everything out, and what else is wrong is told")
    func strict() {
        let daemon = answer(
            #"""
            {"place":"b.csv:2","mac":"52:54:00:77:00:12","name":"ui-1","outcome":"refused","changes":[],"reason":"no"}
            """#)

        let outcome = amorce("machine import b.csv --strict", with: daemon, files: Self.files)

        #expect(outcome.status == .failed)
        #expect(daemon.requests.map(\.query) == [["strict": "yes", "dry-run": "yes"]])
        #expect(outcome.output.hasPrefix("b.csv:3: ") && outcome.output.contains("!  ui-1"))
    }

    @Test("standard input is read where a hyphen stands")
    func pipe() {
        let daemon = FakeDaemon.broken

        _ = amorce("machine import -", with: daemon, files: ["/dev/stdin": "<domain/>\n"])

        #expect(daemon.requests.count == 1)
    }

    @Test("a file that is not there is told, and the daemon is not asked")
    func missing() {
        let daemon = FakeDaemon.broken

        let outcome = amorce("machine import gone", with: daemon, files: Self.files)

        #expect(outcome.errors == "amorce: gone: cannot be read: no such file\n" && daemon.requests.isEmpty)
    }
}
