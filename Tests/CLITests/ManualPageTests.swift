import CLI
import FoundationEssentials
import Testing

@Suite("The manual page packaging/amorce.8")
struct ManualPageTests {
    @Test("explains each command as the list has it", arguments: Command.all.filter { !$0.isHidden })
    func commands(command: Command) throws {
        let page = try manualPage()

        #expect(page.contains(entry(of: command)), "its entry has to be:\n\(entry(of: command))")
    }

    @Test("explains no command that is not there")
    func noOthers() throws {
        let page = try manualPage()

        let entries = page.split(separator: "\n").count { $0.hasPrefix(".It Cm ") }

        #expect(entries == Command.all.count { !$0.isHidden })
    }

    @Test("explains the options that every command takes", arguments: Option.everywhere)
    func options(option: Option) throws {
        let page = try manualPage()

        #expect(page.contains(item(of: option)), "its entry has to be:\n\(item(of: option))")
    }

    @Test("explains the exit statuses", arguments: Exit.allCases)
    func exitStatuses(status: Exit) throws {
        let page = try manualPage()

        let entry = ".It \(status.rawValue)\n\(sentence(status.meaning))\n"
        #expect(page.contains(entry), "its entry has to be:\n\(entry)")
    }

    /// A command's entry in mdoc(7).
    private func entry(of command: Command) -> String {
        let own =
            command.ownOptions.isEmpty
            ? "" : ".Bl -tag -width Ds\n" + command.ownOptions.map(item).joined() + ".El\n"
        let words = command.usage.dropFirst("amorce ".count).replacing("--", with: "\\-\\-")
        return ".It Cm \(words)\n\(sentence(command.purpose))\n\(own)Example:\n.Dl \(quoted(command.example))\n"
    }

    private func item(of option: Option) -> String {
        ".It Fl \\-\(option.name.dropFirst(2))\(option.value.map { " Ar " + $0 } ?? "")\n\(sentence(option.purpose))\n"
    }

    private func sentence(_ text: String) -> String { text.prefix(1).uppercased() + text.dropFirst() + "." }
    private func quoted(_ text: String) -> String { text.replacing("--", with: "\\-\\-") }

    private func manualPage() throws -> String {
        let root = #filePath.split(separator: "/").dropLast(3).joined(separator: "/")
        return try String(contentsOfFile: "/\(root)/packaging/amorce.8", encoding: .utf8)
    }
}
