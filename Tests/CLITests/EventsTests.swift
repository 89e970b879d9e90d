import CLI
import HTTPWire
import NetTypes
import Testing

@Suite("amorce events")
struct EventsTests {
    private static func page(_ ids: Int..., last: Int) -> Result<HTTPResponse, NoAnswer> {
        let events = ids.map {
            #"{"id":\#($0),"time":"2026-11-21T09:15:0\#($0).250Z","mac":"52:54:00:77:00:11","#
                + #""stage":"loader","detail":"file=a"}"#
        }
        return .success(
            .text(.ok, #"{"events":[\#(events.joined(separator: ","))],"last":\#(last)}"#, type: "application/json"))
    }

    @Test("prints a line each")
    func lines() {
        let outcome = amorce("events", with: FakeDaemon(Self.page(1, 2, last: 2)))

        #expect(outcome.status == .done)
        #expect(
            outcome.output == """
                TIME                     MACHINE            STAGE         DETAIL
                2026-11-21 09:15:01.250  52:54:00:77:00:11  loader        file=a
                2026-11-21 09:15:02.250  52:54:00:77:00:11  loader        file=a

                """)
    }

    @Test("calls a machine by its name, if it has one")
    func names() {
        let page =
            #"{"events":[{"id":1,"time":"2026-11-21T09:15:01.250Z","mac":"52:54:00:77:00:11","stage":"loader","#
            + #""detail":""}],"last":1,"names":{"52:54:00:77:00:11":"api-1"}}"#

        let outcome = amorce(
            "events --no-header", with: FakeDaemon(.success(.text(.ok, page, type: "application/json"))))

        #expect(outcome.output == "2026-11-21 09:15:01.250  api-1              loader        -\n")
    }

    @Test("prints a JSON object a line")
    func json() {
        let outcome = amorce("events --json", with: FakeDaemon(Self.page(1, 2, last: 2)))

        #expect(
            outcome.output == #"""
                {"detail":"file=a","id":1,"mac":"52:54:00:77:00:11","stage":"loader","time":"2026-11-21T09:15:01.250Z"}
                {"detail":"file=a","id":2,"mac":"52:54:00:77:00:11","stage":"loader","time":"2026-11-21T09:15:02.250Z"}

                """#)
    }

    @Test("follows by asking for what comes after the last one, until nobody reads")
    func follow() {
        let daemon = FakeDaemon(
            Self.page(1, 2, last: 2), Self.page(last: 2), Self.page(3, last: 7), Self.page(8, last: 8))

        let outcome = amorce("events --follow --machine api-1 --no-header", with: daemon, readsLines: 3)

        #expect(outcome.status == .done)
        #expect(outcome.errors.isEmpty)
        #expect(outcome.output.split(separator: "\n").count == 3)
        #expect(daemon.requests.map { $0.query["after"] } == [nil, "2", "2", "7"])
        #expect(daemon.requests.map { $0.query["wait"] } == [nil, "25", "25", "25"])
        #expect(daemon.requests.allSatisfy { $0.query["machine"] == "api-1" })
        #expect(daemon.timeouts.dropFirst().allSatisfy { $0 > .seconds(25) })
    }

    @Test("says once that the daemon went away, and goes on where it stopped")
    func restart() {
        let stopping = Result<HTTPResponse, NoAnswer>.success(
            .text(.unavailable, #"{"title":"","status":503,"detail":"stopping"}"#))
        let away = Result<HTTPResponse, NoAnswer>.failure(NoAnswer("connection refused"))
        let daemon = FakeDaemon(
            Self.page(1, last: 1), stopping, away, away, Self.page(2, last: 2), Self.page(3, last: 3))

        let outcome = amorce("events --follow --no-header", with: daemon, readsLines: 2)

        #expect(outcome.status == .done)
        #expect(outcome.errors == "amorce: the daemon went away; waiting until it is back\n")
        #expect(outcome.pauses == 3)
        #expect(outcome.output.split(separator: "\n").count == 2)
        #expect(daemon.requests.map { $0.query["after"] } == [nil, "1", "1", "1", "1", "2"])
    }

    @Test("ends when the machine that it follows is gone")
    func machineGone() {
        let gone = Result<HTTPResponse, NoAnswer>.success(
            .text(.notFound, #"{"title":"Not Found","status":404,"detail":"there is no machine api-1"}"#))

        let outcome = amorce("events --follow --machine api-1", with: FakeDaemon(Self.page(last: 0), gone))

        #expect(outcome.status == .notFound)
        #expect(outcome.errors == "amorce: there is no machine api-1\n")
    }
}
