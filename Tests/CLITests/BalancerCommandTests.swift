import CLI
import Testing

@Suite("amorce balancer")
struct BalancerCommandTests {
    @Test("status: the backends, what is wrong with what to do, and the servers as they shall be and are")
    func status() {
        let daemon = FakeDaemon(
            json: """
                {"now": "2026-11-21T09:30:00.000Z", "backends": [
                 {"place": {"socket": "/run/haproxy/admin.sock", "backend": "api"}, "failures": 0,
                  "reached": "2026-11-21T09:29:55.000Z", "servers": [
                   {"name": "api-1", "mac": "52:54:00:77:00:11", "address": "10.77.0.50", "wanted": "ready", "there": "ready",
                    "isUp": true},
                   {"name": "api-2", "mac": "52:54:00:77:00:12", "wanted": "gone", "there": "maintenance"}]},
                 {"place": {"socket": "127.0.0.1:9999", "backend": "ui"}, "failures": 3, "servers": [],
                  "problem": {"subject": "load balancer ui at 127.0.0.1:9999", "what": "HAProxy has no such backend",
                              "cure": "write it", "since": "2026-11-21T09:20:00.000Z"}}]}
                """)

        let outcome = amorce("balancer status", with: daemon)

        #expect(outcome.status == .done)
        #expect(
            outcome.output == """
                BACKEND  SOCKET                   SERVERS  STATE
                api      /run/haproxy/admin.sock        2  as it shall be
                ui       127.0.0.1:9999                 0  in trouble for 10m00s, 3 attempts

                PROBLEM since 2026-11-21 09:20:00: load balancer ui at 127.0.0.1:9999: HAProxy has no such backend
                  to do: write it

                SERVER  BACKEND  ADDRESS     WANTED  THERE        HEALTH
                api-1   api      10.77.0.50  ready   ready        up
                api-2   api      -           gone    maintenance  -

                """)
    }

    @Test("status: says it where no profile has a load balancer")
    func off() {
        let daemon = FakeDaemon(json: #"{"now": "2026-11-21T09:30:00.000Z", "backends": []}"#)

        #expect(amorce("balancer status", with: daemon).output.hasPrefix("no load balancer is served"))
    }
}
