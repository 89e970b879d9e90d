import CLI
import HTTPWire
import NetTypes
import Testing

@Suite("amorce machine log")
struct LogCommandTests {
    private static func page(
        _ lines: String..., installation: Int = 7, isWhole: Bool = false, next: Int
    ) -> Result<HTTPResponse, NoAnswer> {
        let texts = lines.map { "\"\($0)\"" }.joined(separator: ",")
        return .success(
            .text(
                .ok, #"{"installation":\#(installation),"isWhole":\#(isWhole),"lines":[\#(texts)],"next":\#(next)}"#,
                type: "application/json"))
    }

    @Test("prints all pages of the one that it began with, and no control characters")
    func whole() {
        let daemon = FakeDaemon(
            Self.page("a\\u001b[2J", isWhole: true, next: 10), Self.page("b", isWhole: true, next: 12),
            Self.page(isWhole: true, next: 12))

        let outcome = amorce("machine log api-1", with: daemon)

        #expect(outcome.status == .done)
        #expect(outcome.output == "a\u{FFFD}[2J\nb\n")
        #expect(daemon.requests.map(\.path).allSatisfy { $0 == "/api/v1/machines/api-1/log" })
        #expect(daemon.requests.map { $0.query["from"] } == ["0", "10", "12"])
        #expect(daemon.requests.map { $0.query["kind"] } == [nil, "whole", "whole"])
        #expect(daemon.requests.map { $0.query["installation"] } == [nil, "7", "7"])
    }

    @Test("ends with status 3 where there is none")
    func none() {
        let outcome = amorce(
            "machine log api-1",
            with: FakeDaemon(json: #"{"isWhole":false,"lines":[],"next":0}"#))

        #expect(outcome.status == .notFound)
        #expect(outcome.errors.hasPrefix("amorce: api-1 has no installer's log"))
    }

    @Test("goes on following when the daemon is back, which it says was away")
    func restart() {
        let away = Result<HTTPResponse, NoAnswer>.failure(NoAnswer("connection refused"))
        let daemon = FakeDaemon(
            Self.page("a", next: 2), away, away, Self.page("b", next: 4), Self.page("c", next: 6))

        let outcome = amorce("machine log api-1 -f", with: daemon, readsLines: 2)

        #expect(outcome.status == .done)
        #expect(outcome.output == "a\nb\n")
        #expect(outcome.errors == "amorce: the daemon went away; waiting until it is back\n")
        #expect(daemon.requests.prefix(4).map { $0.query["from"] } == ["0", "2", "2", "2"])
    }

    @Test("follows what comes, and begins anew with another installation", arguments: ["-f", "--follow"])
    func follow(option: String) {
        let daemon = FakeDaemon(
            .success(.text(.ok, #"{"isWhole":false,"lines":[],"next":0}"#, type: "application/json")),
            Self.page("a", next: 2), Self.page(next: 2), Self.page("b", installation: 8, next: 2),
            Self.page("c", installation: 8, next: 4))

        let outcome = amorce("machine log api-1 \(option)", with: daemon, readsLines: 2)

        #expect(outcome.status == .done)
        #expect(outcome.output == "a\nb\n")
        #expect(outcome.pauses == 2)
        #expect(daemon.requests.allSatisfy { $0.query["kind"] == "live" })
        #expect(daemon.requests.map { $0.query["installation"] } == [nil, nil, "7", "7", "8"])
    }

    @Test("prints a JSON object a line")
    func json() {
        let daemon = FakeDaemon(Self.page("a", next: 2), Self.page(next: 2))

        #expect(amorce("machine log api-1 --json", with: daemon).output == "{\"line\":\"a\"}\n")
    }
}
