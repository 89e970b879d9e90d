import CLI
import NetTypes
import Testing

@Suite("amorce dns")
struct NameCommandTests {
    private static let entry = """
        "mac": "52:54:00:77:00:11", "name": "api-1.lab.example.org", "address": "10.77.0.100"
        """

    @Test("status: the zones, what is wrong with them, and what waits, with what to do")
    func status() {
        let daemon = FakeDaemon(
            json: """
                {"now": "2026-11-21T09:30:00.000Z", "written": 12, "pending": 1, "zones": [
                 {"name": "lab.example.org", "servers": ["10.77.0.53:53"], "key": "amorce (hmac-sha256)", "failures": 3,
                  "problem": {"subject": "dns zone lab.example.org", "what": "no answer", "cure": "see that it runs",
                              "since": "2026-11-21T09:20:00.000Z"}},
                 {"name": "0.77.10.in-addr.arpa", "servers": [], "failures": 0}],
                 "waiting": [{"entry": {\(Self.entry), "state": "unwanted"}, "since": "2026-11-21T09:20:00.000Z",
                              "attempts": 4, "lastError": "no answer", "cure": "see that it runs"}]}
                """)

        let outcome = amorce("dns status", with: daemon)

        #expect(outcome.status == .done)
        #expect(
            outcome.output == """
                ZONE                  SERVERS        KEY                   STATE
                lab.example.org       10.77.0.53:53  amorce (hmac-sha256)  closed for 10m00s, 3 attempts
                0.77.10.in-addr.arpa  -              -                     open

                PROBLEM since 2026-11-21 09:20:00: dns zone lab.example.org: no answer
                  to do: see that it runs

                12 names written, 1 to be changed

                NAME                   ADDRESS      TO BE    AGE     ATTEMPTS  LAST ERROR
                api-1.lab.example.org  10.77.0.100  removed  10m00s         4  no answer
                  to do: see that it runs

                """)
    }

    @Test("status: says it where no names are written")
    func off() {
        let daemon = FakeDaemon(
            json: #"{"now": "2026-11-21T09:30:00.000Z", "written": 0, "pending": 0, "zones": [], "waiting": []}"#)

        #expect(amorce("dns status", with: daemon).output.hasPrefix("no names are written"))
    }

    @Test("sync: what differs, what is left over, and what could not be looked at", arguments: [false, true])
    func sync(isDryRun: Bool) {
        let daemon = FakeDaemon(
            json: """
                {"compared": 12, "unanswered": 1, "isDryRun": \(isDryRun), "notRead": ["0.77.10.in-addr.arpa: no answer"],
                 "differences": [{"entry": {\(Self.entry), "state": "written"}, "what": "api-1 has no A"}],
                 "strays": [{\(Self.entry), "state": "unwanted"}]}
                """)

        let outcome = amorce("dns sync" + (isDryRun ? " --dry-run" : ""), with: daemon)

        let (anew, go) = isDryRun ? ("would be", "would go") : ("are", "go")
        #expect(
            outcome.output == """
                api-1.lab.example.org: api-1 has no A
                api-1.lab.example.org: A 10.77.0.100 is left over from 52:54:00:77:00:11
                12 names compared, 1 \(anew) written anew, 1 that no lease has \(go), 1 without an answer
                not looked for in 0.77.10.in-addr.arpa: no answer

                """)
    }

    @Test("a daemon that does not answer: status 4", arguments: ["dns status", "dns sync"])
    func broken(line: String) { #expect(amorce(line).status == .unreachable) }
}
