import CLI
import Testing

@Suite("A command line")
struct InvocationTests {
    @Test(
        "is understood wherever its options stand",
        arguments: [
            "machine add 52:54:00:77:00:11 --name api-1 --json",
            "--json machine add 52:54:00:77:00:11 --name api-1",
            "machine --json add --name api-1 52:54:00:77:00:11",
            "machine add --name=api-1 --json -- 52:54:00:77:00:11",
        ])
    func order(line: String) throws {
        let invocation = try Invocation(words(line))

        #expect(invocation.command.name == "machine add")
        #expect(invocation[.mac] == "52:54:00:77:00:11")
        #expect(invocation[.name] == "api-1")
        #expect(invocation.has(.json))
        #expect(!invocation.has(.follow))
    }

    @Test("takes what follows -- as it stands")
    func literally() throws {
        let invocation = try Invocation(words("machine rename -- --old --new"))

        #expect(invocation[.machine] == "--old")
        #expect(invocation[.newName] == "--new")
    }

    @Test(
        "that is wrong says what is wrong, what was meant, and the usage",
        arguments: [
            ("", "a command is missing", nil, "amorce serve|"),
            ("machin list", "there is no command \"machin\"", "machine list", "amorce serve|"),
            ("stauts", "there is no command \"stauts\"", "status", "amorce serve|"),
            ("frobnicate", "there is no command \"frobnicate\"", nil, "amorce serve|"),
            ("machine", "\"machine\" wants to know what to do", nil, "amorce machine list|show|add|"),
            ("machine shwo api-1", "there is no command \"machine shwo\"", "machine show", "amorce machine list|"),
            ("machine rm api-1", "there is no command \"machine rm\"", nil, "amorce machine list|"),
            ("machine list --jsno", "there is no option --jsno", "--json", "amorce machine list [--no-header]"),
            ("machine list -x", "there is no option -x", nil, "amorce machine list"),
            ("machine list --follow", "\"machine list\" takes no option --follow", nil, "amorce machine list"),
            ("machine list --json --json", "--json stands twice", nil, "amorce machine list"),
            ("machine list --json=yes", "--json takes no value", nil, "amorce machine list"),
            ("machine list --config", "--config wants a value: --config FILE", nil, "amorce machine list"),
            ("machine list --config --json", "--config wants a value: --config FILE", nil, "amorce machine list"),
            ("machine show", "NAME|MAC is missing", nil, "amorce machine show NAME|MAC"),
            ("machine assign api-1", "PROFILE is missing", nil, "amorce machine assign NAME|MAC PROFILE"),
            ("machine show api-1 ui-1", "\"ui-1\" is one word too many", nil, "amorce machine show NAME|MAC"),
            ("machine add 52:54:00:77:00:11", "--name NAME is missing", nil, "amorce machine add MAC --name NAME ["),
            ("profile preview api", "--machine NAME|MAC is missing", nil, "amorce profile preview PROFILE --machine"),
        ] as [(String, String, String?, String)])
    func mistakes(line: String, fact: String, suggestion: String?, usage: String) {
        let error = #expect(throws: UsageError.self) { try Invocation(words(line)) }

        #expect(error?.fact == fact)
        #expect(error?.suggestion == suggestion)
        #expect(error?.usage.hasPrefix(usage) == true)
    }

    @Test("that asks for help needs nothing else", arguments: ["machine add --help", "-h machine add"])
    func help(line: String) throws {
        let invocation = try Invocation(words(line))

        #expect(invocation.command.name == "machine add")
        #expect(invocation.has(.help))
    }

    @Test("--version is the command of that name")
    func version() throws {
        #expect(try Invocation(["--version"]).command.name == "version")
    }

    @Test("of a wrong kind ends with status 2 and nothing on standard output")
    func exitStatus() {
        let outcome = amorce("machine lst")

        #expect(outcome.status == .wrongUsage)
        #expect(outcome.output.isEmpty)
        #expect(
            outcome.errors == """
                amorce: there is no command "machine lst"; did you mean "machine list"?
                usage: amorce machine list|show|add|assign|rename|set|unset|reinstall|log|wait|disarm|import|export|drift|remove

                """)
    }

    private func words(_ line: String) -> [String] { line.split(separator: " ").map(String.init) }
}
