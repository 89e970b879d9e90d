import CLI
import Inventory
import NetTypes
import Settings
import Testing
import YAML

@Suite("amorce profile lint")
struct LintCommandTests {
    private static let api = [ProfileName("api")].compactMap { $0 }
    private static let text = "dhcp: { mode: off }\nprofiles: { api: {} }\ncontent: /srv/amorce\n"

    private func finding(_ severity: LintFinding.Severity, line: Int) throws -> LintFinding {
        LintFinding(
            profile: try #require(Self.api.first), file: "preseed/api.cfg", line: line, severity: severity,
            text: "it is wrong; mend it")
    }

    private func lint(_ line: String, _ findings: [LintFinding], remarks: [String] = []) throws -> Outcome {
        let configuration = try Configuration.read(TextFile(name: "amorce.yaml", bytes: Array(Self.text.utf8)))
        return amorce(
            line, load: { _ in configuration }, profiles: { _ in Self.api },
            lint: { _, profile, _, _ in
                LintReport(profiles: profile.map { [$0] } ?? Self.api, findings: findings, remarks: remarks)
            })
    }

    @Test("prints each finding with its place, and fails where an installation would")
    func errors() throws {
        let outcome = try lint("profile lint", [try finding(.error, line: 3), try finding(.warning, line: 4)])

        #expect(outcome.status == .failed)
        #expect(
            outcome.output == """
                /srv/amorce/preseed/api.cfg:3: error: it is wrong; mend it
                /srv/amorce/preseed/api.cfg:4: warning: it is wrong; mend it
                api: 1 error, 1 warning

                """)
        #expect(outcome.errors == "amorce: 1 error in profiles\n")
    }

    @Test("is content with warnings, and says what could not be looked at")
    func warnings() throws {
        let outcome = try lint("profile lint api api", [try finding(.warning, line: 4)], remarks: ["no image"])

        #expect(outcome.status == .done)
        #expect(outcome.output.hasSuffix("\napi: 0 errors, 1 warning\n"))
        #expect(outcome.errors == "amorce: no image\n")
    }

    @Test("knows the profiles that there are")
    func unknown() throws {
        let outcome = try lint("profile lint nobody", [])

        #expect(outcome.status == .notFound)
        #expect(outcome.errors == "amorce: there is no profile nobody; there are api\n")
        #expect(try lint("profile lint No!", []).status == .wrongUsage)
    }

    @Test("has a document for programs")
    func json() throws {
        let outcome = try lint("profile lint --json", [try finding(.error, line: 3)])

        #expect(outcome.status == .failed)
        #expect(outcome.output.contains("\"line\" : 3") && outcome.output.contains("\"severity\" : \"error\""))
    }
}

@Suite("amorce machine show --origin")
struct OriginCommandTests {
    @Test("prints a table of fields, levels and values; of a value of several lines the first")
    func table() {
        let daemon = FakeDaemon(
            json: """
                [{"field":"name","level":"store","value":"api-1"},{"field":"keys","level":"profile api","value":"one\\ntwo\\nthree\\n"},
                {"field":"proxy","level":"shipped","value":""},{"field":"secret.root","level":"secrets"}]
                """)

        let outcome = amorce("machine show api-1 --origin --control /run/x.sock", with: daemon)

        #expect(outcome.status == .done, "\(outcome.errors)")
        #expect(daemon.requests.map(\.path) == ["/api/v1/machines/api-1/origin"])
        #expect(
            outcome.output == """
                FIELD        LEVEL        VALUE
                name         store        api-1
                keys         profile api  one (and 2 more)
                proxy        shipped      -
                secret.root  secrets      -

                """)
    }
}
