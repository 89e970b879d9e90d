import CLI
import HTTPWire
import Testing

@Suite("amorce reload")
struct ReloadTests {
    @Test(
        "says what has changed, and warns of what is not served",
        arguments: [
            (#"[]"#, "nothing has changed"), (#"["dhcp.subnets","machines"]"#, "dhcp.subnets, machines"),
        ])
    func done(changed: String, words: String) {
        let daemon = FakeDaemon(
            json: #"{"file":"a.yaml","changed":\#(changed),"problems":["there is no interface br1; write it"]}"#)

        let outcome = amorce("reload", with: daemon)

        #expect(outcome.status == .done)
        #expect(outcome.output == "a.yaml is read again: \(words)\n")
        #expect(outcome.errors == "amorce: there is no interface br1; write it\n")
        #expect(daemon.requests.map(\.method) == [.post])
        #expect(daemon.requests.map(\.path) == ["/api/v1/reload"])
    }

    @Test("of a broken file prints its mistakes as check does, a line each, with status 2")
    func broken() {
        let daemon = FakeDaemon(
            json: #"{"title":"bad value","status":422,"detail":"a.yaml:3: one\na.yaml:4: t\u001bwo"}"#,
            status: .unprocessable)

        let outcome = amorce("reload", with: daemon)

        #expect(outcome.status == .wrongUsage)
        #expect(outcome.output.isEmpty)
        #expect(outcome.errors == "a.yaml:3: one\na.yaml:4: t\u{FFFD}wo\n")
    }

    @Test("of what needs a restart fails with status 1")
    func restart() {
        let daemon = FakeDaemon(
            json: #"{"title":"refused","status":409,"detail":"a.yaml: data: needs a restart"}"#, status: .conflict)

        let outcome = amorce("reload", with: daemon)

        #expect(outcome.status == .failed)
        #expect(outcome.errors == "amorce: a.yaml: data: needs a restart\n")
    }
}
