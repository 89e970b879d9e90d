import Decisions
import FoundationEssentials
import Inventory
import NetTypes
import Testing

@Suite("The page docs/TIMELINE.md")
struct TimelinePageTests {
    @Test("tells of each step what the table does", arguments: BootStep.allCases.filter { $0.expectation != nil })
    func steps(step: BootStep) throws {
        let section = try #require(step.section)

        #expect(try page().contains(section), "its section has to be:\n\(section)")
    }

    @Test("names each stage", arguments: Stage.allCases)
    func stages(stage: Stage) throws {
        #expect(try page().contains("| `\(stage.rawValue)` |"))
    }

    private func page() throws -> String {
        let root = #filePath.split(separator: "/").dropLast(3).joined(separator: "/")
        return try String(contentsOfFile: "/\(root)/docs/TIMELINE.md", encoding: .utf8)
    }
}

extension BootStep {
    /// What is said of it in the page.
    fileprivate var section: String? {
        guard let expectation else { return nil }
        let usual = expectation.typical.map { "; \($0) is usual" } ?? ""
        let causes = expectation.causes.enumerated().map { place, cause in
            let firmware = cause.firmware.map { " (\($0.rawValue))" } ?? ""
            return "\(place + 1). \(cause.what)\(firmware)\n   - \(cause.cure)\n"
        }
        return "### After `\(rawValue)`\n\nWaiting for \(expectation.awaited)\(usual); stuck after "
            + "\(expectation.patience).\n\n\(causes.joined())\n"
    }
}
