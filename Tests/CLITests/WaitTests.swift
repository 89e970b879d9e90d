import CLI
import HTTPWire
import NetTypes
import Testing

@Suite("amorce machine wait")
struct WaitTests {
    private static func detail(_ state: String, _ events: String = "") -> Result<HTTPResponse, NoAnswer> {
        json(
            #"""
            {"machine":{"mac":"52:54:00:77:00:11","name":"api-1","profile":"api","state":"\#(state)","origin":"admin"},
             "events":[\#(events)],
             "verdict":{"kind":"stuck","step":"initrd","awaited":"the installer's DHCP","patience":180,"causes":[],
               "since":"2026-11-21T09:10:00.000Z","now":"2026-11-21T09:30:00.000Z",
               "seen":\#(event(1, "initrd"))}}
            """#)
    }

    private static func event(_ id: Int, _ stage: String, _ detail: String = "") -> String {
        #"{"id":\#(id),"time":"2026-11-21T09:15:0\#(id).250Z","mac":"52:54:00:77:00:11","#
            + #""stage":"\#(stage)","detail":"\#(detail)"}"#
    }

    private static func page(_ events: String..., last: Int) -> Result<HTTPResponse, NoAnswer> {
        json(#"{"events":[\#(events.joined(separator: ","))],"last":\#(last)}"#)
    }

    private static func json(_ text: String) -> Result<HTTPResponse, NoAnswer> {
        .success(.text(.ok, text, type: "application/json"))
    }

    @Test("prints what comes, and is done when the machine is as far as was asked for")
    func done() {
        let daemon = FakeDaemon(
            Self.detail("armed", Self.event(1, "armed")), Self.page(Self.event(2, "leased"), last: 2),
            Self.page(last: 2), Self.detail("booting"), Self.page(last: 2), Self.detail("booting"),
            Self.page(Self.event(3, "installed"), last: 3))

        let outcome = amorce("machine wait api-1", with: daemon)

        #expect(outcome.status == .done)
        // Said once.
        #expect(outcome.errors.hasPrefix("amorce: api-1 is stuck after initrd: waiting for the installer's DHCP"))
        #expect(outcome.errors.split(separator: "\n").count == 1)
        #expect(outcome.output.split(separator: "\n").map { $0.split(separator: " ")[3] } == ["leased", "installed"])
        let asked = daemon.requests.filter { $0.path.hasSuffix("/events") }
        #expect(asked.map { $0.query["after"] } == ["1", "2", "2", "2"])
        #expect(asked.allSatisfy { $0.query["machine"] == "api-1" && $0.query["wait"] == "25" })
    }

    @Test(
        "knows at once what is so already",
        arguments: [
            ("machine wait api-1", "running"), ("machine wait api-1 --for running", "running"),
            ("machine wait api-1 --for installed", "installed"), ("machine wait api-1 --for kernel", "installing"),
            ("machine wait api-1 --for partitioned", "installing"),
        ])
    func already(line: String, state: String) {
        let events = [
            Self.event(1, "discovered"), Self.event(2, "initrd"), Self.event(3, "progress", "step=partitioned"),
        ]
        let daemon = FakeDaemon(Self.detail(state, events.joined(separator: ",")))

        let outcome = amorce(line, with: daemon)

        #expect(outcome.status == .done)
        #expect(daemon.requests.count == 1)
    }

    @Test("a boot from disk is no installation")
    func localBoot() {
        let daemon = FakeDaemon(
            Self.detail("armed"), Self.page(Self.event(2, "local-boot"), last: 2),
            Self.page(Self.event(3, "running"), last: 3))

        let outcome = amorce("machine wait api-1 --quiet", with: daemon)

        #expect(outcome.status == .done)
        #expect(outcome.output.isEmpty)
        #expect(daemon.requests.count == 3)
    }

    @Test("ends as failed when the machine fails, and not when only something was refused")
    func failed() {
        let daemon = FakeDaemon(
            Self.detail("installing"), Self.page(Self.event(2, "failed", "the token is closed"), last: 2),
            Self.detail("installing"), Self.page(Self.event(3, "failed", "step=failed"), last: 3), Self.detail("failed")
        )

        let outcome = amorce("machine wait api-1", with: daemon)

        #expect(outcome.status == .failed)
        #expect(outcome.errors.hasPrefix("amorce: api-1 has failed: stuck after initrd"))
        #expect(amorce("machine wait api-1", with: FakeDaemon(Self.detail("failed"))).status == .failed)
    }

    @Test("ends with a status of its own when the time is over, and says what is wrong")
    func late() {
        let daemon = FakeDaemon(
            Self.detail("installing"), Self.page(last: 0), Self.detail("installing"), Self.page(last: 0),
            Self.detail("installing"), Self.detail("installing"))

        let outcome = amorce("machine wait api-1 --timeout 45s", with: daemon, secondsPerLook: 20)

        #expect(outcome.status == .timedOut)
        #expect(outcome.status.rawValue == 6)
        #expect(outcome.errors.contains("amorce: api-1 did not get to installed within 45.0s: stuck after initrd: "))
        #expect(daemon.requests.compactMap { $0.query["wait"] } == ["25", "6"])
    }

    @Test("waits for a daemon that is restarted, and no longer than it was told to")
    func restart() {
        let away = Result<HTTPResponse, NoAnswer>.failure(NoAnswer("connection refused"))
        let daemon = FakeDaemon(Self.detail("installing"), away, away, Self.page(Self.event(1, "installed"), last: 1))

        let outcome = amorce("machine wait api-1", with: daemon)

        #expect(outcome.status == .done)
        #expect(outcome.errors == "amorce: the daemon went away; waiting until it is back\n")
        #expect(outcome.pauses == 2)
    }

    @Test(
        "says what is wrong with the command line",
        arguments: [
            ("machine wait api-1 --for instaled", "did you mean \"installed\"?"),
            ("machine wait api-1 --timeout 45", "\"45\" is not a duration"),
        ])
    func usage(line: String, words: String) {
        let outcome = amorce(line)

        #expect(outcome.status == .wrongUsage)
        #expect(outcome.errors.contains(words))
    }
}
