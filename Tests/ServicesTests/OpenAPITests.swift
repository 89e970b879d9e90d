import Decisions
import Foundation
import Inventory
import Services
import Testing
import YAML

@Suite("docs/openapi.yaml")
struct OpenAPITests {
    private let document: YAMLNode

    init() throws {
        let file = checkout + "/docs/openapi.yaml"
        document = try #require(try YAMLNode.parse(try TextFile(reading: file)))
    }

    @Test("describes every route of the control API, and nothing else")
    func routes() throws {
        let paths = try #require(document["paths"])

        let described = paths.entries.flatMap { path in
            path.value.entries.filter { $0.key != "parameters" }.map { "\($0.key.uppercased()) \(path.key)" }
        }

        #expect(described.sorted() == ControlRoute.allCases.map(\.rawValue).sorted())
    }

    @Test("names every state, stage, origin and loader")
    func words() throws {
        let schemas = try #require(document["components"]?["schemas"])

        #expect(
            schemas["Machine"]?["properties"]?["state"]?["enum"]?.texts == InstallState.allCases.map(\.rawValue))
        #expect(schemas["Machine"]?["properties"]?["firmware"]?["enum"]?.texts == Firmware.allCases.map(\.rawValue))
        #expect(schemas["BootEvent"]?["properties"]?["stage"]?["enum"]?.texts == Stage.allCases.map(\.rawValue))
        let preview = document["paths"]?["/profiles/{profile}/preview"]?["get"]?["parameters"]
        let loader = preview?.items.first { $0["name"]?.text == "loader" }
        #expect(loader?["schema"]?["enum"]?.texts == MenuLoader.allCases.map(\.rawValue))
    }
}

/// Where the sources are.
let checkout = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().path

extension YAMLNode {
    fileprivate var entries: [Entry] { if case .map(let entries) = content { entries } else { [] } }
    fileprivate var items: [YAMLNode] { if case .list(let items) = content { items } else { [] } }
    fileprivate var text: String? { if case .scalar(let text, _) = content { text } else { nil } }
    fileprivate var texts: [String] { items.compactMap(\.text) }
    fileprivate subscript(_ key: String) -> YAMLNode? { entries.first { $0.key == key }?.value }
}
