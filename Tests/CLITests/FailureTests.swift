import CLI
import HTTPWire
import Testing

@Suite("What a failed command says")
struct FailureTests {
    private static let commands = [
        "status", "machine list", "machine show api-1", "machine add 525400770011 --name api-1",
        "machine assign api-1 ui", "machine rename api-1 api-2", "machine reinstall api-1", "machine remove api-1",
        "profile list", "profile preview api --machine api-1", "lease list",
        "lease show api-1", "lease release 10.77.0.100", "lease export", "events", "events --follow",
    ]

    @Test("is that the daemon can't be reached, with status 4", arguments: commands)
    func unreachable(line: String) {
        let outcome = amorce(line + " --control /run/x.sock")

        #expect(outcome.status == .unreachable)
        #expect(outcome.output.isEmpty)
        #expect(outcome.errors == "amorce: the daemon can't be reached at /run/x.sock: connection refused\n")
    }

    @Test(
        "is what the daemon's problem says, with its status",
        arguments: [
            (400, Exit.failed), (403, .failed), (404, .notFound), (405, .failed), (409, .failed), (410, .failed),
            (413, .failed), (422, .failed), (500, .failed), (503, .failed),
        ] as [(UInt16, Exit)], commands)
    func problems(problem: (status: UInt16, exit: Exit), line: String) {
        let daemon = FakeDaemon(
            json: #"{"title":"Words","status":\#(problem.status),"detail":"api-1: no; do that"}"#,
            status: HTTPStatus(rawValue: problem.status))

        let outcome = amorce(line, with: daemon)

        #expect(outcome.status == problem.exit)
        #expect(outcome.output.isEmpty)
        #expect(outcome.errors == "amorce: api-1: no; do that\n")
    }

    @Test("is the daemon's own words when they are no problem document")
    func otherWords() {
        let daemon = FakeDaemon(json: "<h1>Bad\u{1B}[2J gateway</h1>", status: HTTPStatus(rawValue: 502))

        let outcome = amorce("machine list", with: daemon)

        #expect(outcome.status == .failed)
        #expect(outcome.errors == "amorce: the daemon answered 502: <h1>Bad\u{FFFD}[2J gateway</h1>\n")
    }

    @Test(
        "is that the answer can't be understood, and where",
        arguments: [
            ("", "the document: "), ("{}", "the document: "), ("[{}]", "machine is missing"),
            (#"[{"machine":{"mac":"x"}}]"#, #""x" is not a valid MACAddress"#),
        ])
    func nonsense(json: String, place: String) {
        let outcome = amorce("machine list", with: FakeDaemon(json: json))

        #expect(outcome.status == .failed)
        #expect(outcome.output.isEmpty)
        #expect(outcome.errors.hasPrefix("amorce: the daemon's answer can't be understood: "))
        #expect(outcome.errors.contains(place))
    }

    @Test("is that standard output takes nothing", arguments: ["version", "help", "machine list", "events --follow"])
    func fullDisk(line: String) {
        let daemon = FakeDaemon(json: line == "machine list" ? "[]" : #"{"events":[],"last":0}"#)

        let outcome = amorce(line, with: daemon, readsLines: 0, isDiskFull: true)

        #expect(outcome.status == .failed)
        #expect(outcome.errors == "amorce: No space left on device\n")
    }

    @Test("is nothing when nobody reads standard output any more", arguments: ["version", "help", "machine list"])
    func closedOutput(line: String) {
        let outcome = amorce(line, with: FakeDaemon(json: "[]"), readsLines: 0)

        #expect(outcome.status == .done)
        #expect(outcome.errors.isEmpty)
    }
}
