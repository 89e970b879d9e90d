import CLI
import Testing

@Suite("amorce hook")
struct HookCommandTests {
    @Test("status: who is told, what is wrong with what to do, and which events wait")
    func status() {
        let daemon = FakeDaemon(
            json: """
                {"now": "2026-11-21T09:30:00.000Z", "targets": [
                 {"name": "hooks", "pending": 1, "delivered": 12, "givenUp": 2,
                  "problem": {"subject": "hook 50-chat", "what": "it fails at installed: exit status 1", "cure": "see the log",
                              "since": "2026-11-21T09:20:00.000Z"},
                  "waiting": [{"event": {"id": 7, "time": "2026-11-21T09:20:00.000Z", "mac": "52:54:00:77:00:11",
                                         "stage": "installed", "detail": ""},
                               "attempts": 3, "lastError": "50-chat: exit status 1"}]},
                 {"name": "webhook chat", "pending": 0, "delivered": 3, "givenUp": 0, "waiting": []}]}
                """)

        let outcome = amorce("hook status", with: daemon)

        #expect(outcome.status == .done)
        #expect(
            outcome.output == """
                TARGET        PENDING  DELIVERED  GIVEN UP
                hooks               1         12         2
                webhook chat        0          3         0

                PROBLEM since 2026-11-21 09:20:00: hook 50-chat: it fails at installed: exit status 1
                  to do: see the log

                EVENT  TARGET  STAGE      MAC                AGE     ATTEMPTS  LAST ERROR
                7      hooks   installed  52:54:00:77:00:11  10m00s         3  50-chat: exit status 1

                """)
    }

    @Test("status: says it where nobody is told")
    func off() {
        let daemon = FakeDaemon(json: #"{"now": "2026-11-21T09:30:00.000Z", "targets": []}"#)

        #expect(amorce("hook status", with: daemon).output.hasPrefix("nobody is told of events"))
    }
}
