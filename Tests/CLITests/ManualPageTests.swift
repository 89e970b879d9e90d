import CLI
import FoundationEssentials
import Testing

@Suite("The manual")
struct ManualPageTests {
    @Test(
        "has the lists that the program's tables are", arguments: ["amorce.1", "amorce.yaml.5", "amorce.8"])
    func tables(page: String) throws {
        let text = try manualPage(page)

        #expect(ManualPage.renewed(text) == text, "run make man")
    }

    @Test("explains every command, and every key of the configuration")
    func completeness() throws {
        let (commands, keys) = (try manualPage("amorce.1"), try manualPage("amorce.yaml.5"))

        for command in Command.all where !command.isHidden {
            #expect(commands.contains("\n.It Cm \(command.name)"), "\(command)")
        }
        #expect(!commands.contains("\n.It Cm manual"))
        #expect(keys.contains("\n.It Cm dhcp.subnets[].pools : Ar [") && keys.contains("\nDefault:\n.Li 24h\n"))
    }

    @Test("keeps what people wrote, and what stands between marks that are not known")
    func prose() {
        let page =
            ".Sh A\n.\\\" begin nothing\nx\n.\\\" end nothing\n.\\\" begin options\nold\n.\\\" end options\nend\n"

        let renewed = ManualPage.renewed(page)

        #expect(renewed.hasPrefix(".Sh A\n.\\\" begin nothing\nx\n.\\\" end nothing\n.\\\" begin options\n.Bl "))
        #expect(renewed.hasSuffix(".El\n.\\\" end options\nend\n") && !renewed.contains("old"))
    }

    private func manualPage(_ name: String) throws -> String {
        let root = #filePath.split(separator: "/").dropLast(3).joined(separator: "/")
        return try String(contentsOfFile: "/\(root)/packaging/\(name)", encoding: .utf8)
    }
}
