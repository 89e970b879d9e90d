import CLI
import Inventory
import Testing

@Suite("amorce doctor prints")
struct DoctorTests {
    private let findings = [
        Finding("port 69/udp", .wrong, "dnsmasq (4711) has it", cure: "stop dnsmasq"),
        Finding("daemon", .fine, "amorce 1 answers"),
    ]

    @Test("what is wrong first, with what to do, and fails")
    func wrong() throws {
        let outcome = amorce(
            "doctor --offline", load: CheckTests.configuration, inspect: { _ in ["amorce.yaml: boot: no file"] },
            examine: { _, status, isOffline in
                #expect(status == nil && isOffline)
                return findings
            })

        #expect(outcome.status == .failed)
        let lines = outcome.output.split(separator: "\n").map(String.init)
        #expect(lines.first?.hasPrefix("VERDICT  SUBJECT") == true)
        #expect(lines.dropFirst().first == "wrong    check        amorce.yaml: boot: no file")
        #expect(lines.contains("fine     daemon       amorce 1 answers"))
        #expect(outcome.output.hasSuffix("\nTo do:\nport 69/udp: stop dnsmasq\n"))
        #expect(outcome.errors.contains("2 things are wrong"))
    }

    @Test("and is content where nothing is")
    func fine() {
        let outcome = amorce(
            "doctor", load: CheckTests.configuration, examine: { _, _, _ in [Finding("daemon", .fine, "x")] })

        #expect(outcome.status == .done && !outcome.output.contains("To do"))
    }
}
