import CLI
import Testing

@Suite("amorce completion bash")
struct CompletionTests {
    @Test("knows each command with its options", arguments: Command.all.filter { !$0.isHidden })
    func commands(command: Command) throws {
        let script = amorce("completion bash").output

        let line = try #require(script.split(separator: "\n").first { $0.contains("\"\(command.name)\"*) ") })
        #expect(command.options.allSatisfy { line.contains($0.name) })
        #expect(line.contains("_amorce_names machine") == command.arguments.contains(.machine))
        let leases: [Argument] = [.lease, .leasedAddress]
        #expect(line.contains("_amorce_names lease") == command.arguments.contains { leases.contains($0) })
        #expect(line.contains("_amorce_names profile") == command.arguments.contains(.profile))
    }

    @Test("knows what can be done to a noun")
    func nouns() {
        let script = amorce("completion bash").output

        #expect(script.contains("\"machine\") words=\"list show add assign rename reinstall log wait remove\" ;;\n"))
        #expect(script.contains("\"lease\") words=\"list show release export import\" ;;\n"))
        #expect(!script.contains("completion\""))
    }
}
