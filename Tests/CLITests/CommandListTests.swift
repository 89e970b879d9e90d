import CLI
import Testing

@Suite("The list of commands")
struct CommandListTests {
    @Test("names each command once")
    func unique() {
        let names = Command.all.map(\.name)

        #expect(Set(names).count == names.count)
    }

    @Test("gives each command an example that is one of its own command lines", arguments: Command.all)
    func examples(command: Command) throws {
        let words = command.example.split(separator: " ").map(String.init).prefix { $0 != ">" }

        #expect(words.first == "amorce")
        #expect(try Invocation(Array(words.dropFirst())).command.name == command.name)
    }

    @Test("has options that take a value everywhere or nowhere")
    func optionValues() {
        let options = Command.all.flatMap(\.options)

        for option in options {
            #expect(options.allSatisfy { $0.name != option.name || ($0.value == nil) == (option.value == nil) })
        }
    }

    @Test("gives each command a help text with usage, example and exit statuses", arguments: Command.all)
    func help(command: Command) {
        let outcome = amorce(command.name + " --help")

        #expect(outcome.status == .done)
        #expect(outcome.errors.isEmpty)
        if command.name == "help" {
            #expect(outcome.output.contains("Exit status:"))
        } else {
            #expect(outcome.output.hasPrefix("usage: \(command.usage)\n"))
            #expect(outcome.output.contains("\nExample:\n  \(command.example)\n"))
            #expect(command.exits.allSatisfy { outcome.output.contains("  \($0.rawValue)  \($0.meaning)\n") })
            #expect(command.options.allSatisfy { outcome.output.contains($0.purpose) })
        }
    }

    @Test("stands in the overview, but for the hidden ones", arguments: ["help", "--help", "-h"])
    func overview(line: String) {
        let outcome = amorce(line)

        #expect(outcome.status == .done)
        for command in Command.all {
            #expect(outcome.output.contains("  \(command.name) ") == !command.isHidden)
        }
    }

    @Test(
        "is explained by noun and by command",
        arguments: [
            ("help machine", "amorce machine rename NAME|MAC NEW-NAME\n"),
            ("machine --help", "amorce machine rename NAME|MAC NEW-NAME\n"),
            ("help machine rename", "usage: amorce machine rename NAME|MAC NEW-NAME\n"),
            ("help status", "usage: amorce status\n"),
        ])
    func topics(line: String, text: String) {
        let outcome = amorce(line)

        #expect(outcome.status == .done)
        #expect(outcome.output.contains(text))
    }

    @Test("knows no other topic")
    func unknownTopic() {
        let outcome = amorce("help machine shwo")

        #expect(outcome.status == .wrongUsage)
        #expect(
            outcome.errors.hasPrefix("amorce: there is no command \"machine shwo\"; did you mean \"machine show\"?\n"))
    }
}
