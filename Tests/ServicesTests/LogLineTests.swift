import NetTypes
import Services
import TestSupport
import Testing

@Suite("A line of the log")
struct LogLineTests {
    @Test("has the machine first, then what was decided, in the order in which it was said")
    func order() {
        let line = LogLine("dhcp", "discover", mac: .sample(1), machine: .sample("api-1"))
            .with("address", IPv4Address.sample(100)).with("expires", Timestamp.noon).with("replacing", nil as String?)
            .with("bytes", 0)

        #expect(
            line.text == "mac=52:54:00:00:00:01 machine=api-1 dhcp=discover address=10.77.0.100 "
                + "expires=2023-11-14T22:13:20.000Z bytes=0")
    }

    @Test(
        "no value ends its line, or passes for another",
        arguments: [
            ("plain", "plain"), ("", "\"\""), ("two words", "\"two words\""), ("a=b", "\"a=b\""),
            ("say \"so\"", "\"say \\\"so\\\"\""), ("back\\slash", "\"back\\\\slash\""),
            ("line\nmac=none", "\"line?mac=none\""), ("\u{7f}\u{85}\u{2028}", "???"), ("naïve", "naïve"),
            (String(repeating: "x", count: 500), String(repeating: "x", count: 400)),
        ])
    func values(value: String, written: String) {
        #expect(LogLine("says", value).text == "says=" + written)
    }
}
