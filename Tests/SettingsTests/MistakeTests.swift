import Foundation
import Settings
import Testing
import YAML

@Suite("A mistake in the configuration")
struct MistakeTests {
    /// A configuration, and what is said of it.
    struct Row: CustomTestStringConvertible {
        let text: String
        let error: String
        var testDescription: String { error }
    }

    /// The blocks of `Mistakes.txt`, each kind of mistake once.
    static let table: [Row] = {
        guard let url = Bundle.module.url(forResource: "Mistakes", withExtension: "txt"),
            let text = try? String(contentsOf: url, encoding: .utf8)
        else { return [] }
        return text.components(separatedBy: "\n\n").compactMap { block in
            let parts = block.components(separatedBy: "→ ")
            guard parts.count > 1 else { return nil }
            let errors = parts[1...].map { $0.trimmingCharacters(in: .newlines) }
            return Row(text: parts[0], error: errors.joined(separator: "\n"))
        }
    }()

    private func error(_ text: String) throws -> SettingsErrors {
        try #require(throws: SettingsErrors.self) {
            try Configuration.read(TextFile(name: "amorce.yaml", bytes: Array(text.utf8)))
        }
    }

    @Test("is told with file, line, key, fact and cure", arguments: table)
    func told(row: Row) throws {
        let error = try error(row.text)

        #expect(error.description == row.error)
    }

    @Test("is in the table, if there is such a kind")
    func wholeTable() {
        #expect(Self.table.count == 128)
    }

    @Test("does not hide the others, which are told in the order of their lines")
    func all() throws {
        let text = """
            dhcp:
              interfaces: [br0]
              subnets:
                - subnet: 10.77.0.0/24
                  pools: [10.77.0.300 - 10.77.0.310]
            http: { url: ftp }
            data: a
            colour: red
            """

        let error = try error(text)

        #expect(error.mistakes.map(\.key) == ["dhcp.subnets[0].pools[0]", "http.url", "data", "colour"])
        #expect(error.mistakes.map(\.line) == [5, 6, 7, 8])
    }

    @Test("in the file's name is told too")
    func missingFile() throws {
        let error = try #require(throws: SettingsErrors.self) { try Configuration.load(file: "/none/amorce.yaml") }

        let fact = "cannot be read: No such file or directory"
        #expect(error.description == "/none/amorce.yaml: \(fact); name a file that the daemon's user may read")
    }
}
