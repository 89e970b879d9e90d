import Testing
import YAML

@Suite("A YAML file")
struct YAMLTests {
    private func parse(_ text: String) throws -> YAMLNode? {
        try YAMLNode.parse(TextFile(name: "test.yaml", bytes: Array(text.utf8)))
    }

    private func error(_ bytes: [UInt8]) throws -> String {
        let error = try #require(throws: YAMLError.self) {
            try YAMLNode.parse(TextFile(name: "test.yaml", bytes: bytes))
        }
        return error.description
    }

    @Test("becomes a tree whose nodes know their lines")
    func tree() throws {
        let root = try #require(try parse("a: 1\nb:\n  - x\n  - {c: 'd'}\n"))

        guard case .map(let entries) = root.content, entries.count == 2 else { throw Wrong("no map") }
        #expect(entries[0].key == "a")
        #expect(entries[0].value == YAMLNode(line: 1, column: 4, content: .scalar("1", isPlain: true)))
        guard case .list(let items) = entries[1].value.content, items.count == 2 else { throw Wrong("no list") }
        #expect(items[0].line == 3)
        guard case .map(let inner) = items[1].content, let first = inner.first else { throw Wrong("no inner map") }
        #expect(first.line == 4)
        #expect(first.value.content == .scalar("d", isPlain: false))
    }

    @Test(
        "keeps scalars as the text that was written",
        arguments: ["no", "on", "52:54:00:77:00:11", "010", "1_000", "~", "null", "1.50", "0x1f"])
    func scalars(text: String) throws {
        let root = try #require(try parse("[\(text)]"))

        #expect(root.content == .list([YAMLNode(line: 1, column: 2, content: .scalar(text, isPlain: true))]))
    }

    @Test("holds nothing where nothing or only comments are written", arguments: ["", "\n\n", "# only a comment\n"])
    func nothing(text: String) throws {
        #expect(try parse(text) == nil)
    }

    @Test(
        "is refused with its place, the fact and the cure",
        arguments: [
            ("a: 1\nb: 2\na: 3\n", "test.yaml:3:1: a stands here a second time, after line 1; keep one of the two"),
            (
                "a: &x 1\n",
                "test.yaml:1:4: anchors and aliases (&name, *name) are not read here; write the value out, or quote it"
            ),
            (
                "a: *x\n",
                "test.yaml:1:4: anchors and aliases (&name, *name) are not read here; write the value out, or quote it"
            ),
            ("a: !!int 1\n", "test.yaml:1:4: tags (!name) are not read here; write the value without it, or quote it"),
            ("a:\n\t- b\n", "test.yaml:2:1: a tab where blanks are wanted; indent with blanks"),
            ("? [a]\n: b\n", "test.yaml:1:3: a key that is not one word; write KEY: VALUE"),
            ("a: 1\n---\nb: 2\n", "test.yaml:3:1: a second document starts; keep one document, without --- in between"),
            ("a: [1, 2\nb: 3\n", "test.yaml:2:2: did not find expected ',' or ']'; correct the YAML there"),
            ("a: \"open\n", "test.yaml:2:1: found unexpected end of stream; correct the YAML there"),
        ])
    func mistakes(text: String, expected: String) throws {
        #expect(try error(Array(text.utf8)) == expected)
    }

    @Test("that is not UTF-8 is refused at the byte")
    func notUTF8() throws {
        let bytes = Array("a: 1\nb: caf".utf8) + [0xe9, 0x0a]

        let text = try error(bytes)

        #expect(text == "test.yaml:2:7: not UTF-8 text: incomplete UTF-8 octet sequence; save the file as UTF-8")
    }

    @Test("that is nested too deep is refused, whatever its depth", arguments: [33, 5000])
    func tooDeep(depth: Int) throws {
        let text = String(repeating: "[", count: depth) + String(repeating: "]", count: depth)

        #expect(try error(Array(text.utf8)).hasPrefix("test.yaml:1:33: is nested deeper than 32 levels"))
    }

    @Test("may have as many levels as the limit")
    func deepEnough() throws {
        #expect(try parse(String(repeating: "[", count: 32) + String(repeating: "]", count: 32)) != nil)
    }

    @Test("with too many values is refused")
    func tooMany() throws {
        let text = "[" + String(repeating: "1,", count: YAMLNode.valueLimit) + "]"

        #expect(try error(Array(text.utf8)).contains("has more than 100000 values"))
    }
}

struct Wrong: Error {
    let why: String
    init(_ why: String) { self.why = why }
}
