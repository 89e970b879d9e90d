import Testing
import XML

@Suite("XML, read with expat")
struct XMLTests {
    private func read(_ text: String) -> XMLDocuments { XMLDocuments(Array(text.utf8)) }

    @Test("an element has its name, its line, its attributes, its children and its text")
    func tree() throws {
        let documents = read("<a x='1' y=\"&lt;2&gt;\">\n <b/>one\n <c:d xmlns:c='u'>two</c:d>&amp;</a>\n")

        let root = try #require(documents.roots.first)
        #expect(documents.error == nil && documents.roots.count == 1)
        #expect(root.name == "a" && root.line == 1 && root.attributes == ["x": "1", "y": "<2>"])
        #expect(root.children.map(\.name) == ["b", "c:d"] && root.children.map(\.line) == [2, 3])
        #expect(root.text == "\n one\n &")
        #expect(root.child("c:d")?.text == "two")
    }

    @Test("CDATA is text, comments and instructions are nothing")
    func sections() {
        let root = read("<?xml version='1.0'?><!-- <z/> --><a>x<![CDATA[<b>&amp;]]><!-- c --><?d e?>y</a>").roots.first

        #expect(root?.text == "x<b>&amp;y")
        #expect(root?.children.isEmpty == true)
    }

    @Test("documents after each other are read one by one, and their lines count on")
    func several() {
        let documents = read("<?xml version='1.0'?>\n<a/>\n\n<?xml version='1.0'?>\n<b>\n</b><c/>\n<!-- end -->\n")

        #expect(documents.error == nil)
        #expect(documents.roots.map(\.name) == ["a", "b", "c"])
        #expect(documents.roots.map(\.line) == [2, 5, 6])
    }

    @Test("a document that is longer than what is read at once is read whole")
    func long() {
        let text = String(repeating: "0123456789", count: 20_000)
        let documents = read("<a>\(text)</a><b>\(text)</b>")

        #expect(documents.error == nil)
        #expect(documents.roots.map { $0.text.utf8.count } == [200_000, 200_000])
    }

    @Test("nothing is nothing, and no error", arguments: ["", " \n\t", "<!-- only words -->\n"])
    func empty(text: String) { #expect(read(text) == read("")) }

    @Test(
        "what is wrong is told with its line, and what stood before it is kept",
        arguments: [
            ("<a/>\n<b>\n</c>", 3, "mismatched tag"),
            ("<a/>\nhello", 2, "syntax error"),
            ("<a/><b x='1' x='2'/>", 1, "duplicate attribute"),
            ("<a/><b>", 1, "no element found"),
            ("<a/><b>&gone;</b>", 1, "undefined entity"),
            ("<a/><b>\u{1}</b>", 1, "not well-formed (invalid token)"),
        ])
    func wrong(text: String, line: Int, words: String) {
        let documents = read(text)

        #expect(documents.roots.map(\.name) == ["a"])
        #expect(documents.error == XMLError(line: line, problem: .syntax(words)))
    }

    @Test(
        "a document type is refused, whatever it declares",
        arguments: [
            "<!DOCTYPE a>\n<a/>", "<!DOCTYPE a SYSTEM \"file:///etc/passwd\"><a/>",
            "<!DOCTYPE a [<!ENTITY b SYSTEM \"file:///etc/passwd\">]><a>&b;</a>",
            "<!DOCTYPE a [<!ENTITY % b SYSTEM \"http://10.77.0.1/b.dtd\"> %b;]><a/>",
            "<!DOCTYPE l [<!ENTITY l0 \"lol\"><!ENTITY l1 \"&l0;&l0;&l0;&l0;&l0;&l0;&l0;&l0;&l0;&l0;\">]><l>&l1;</l>",
        ])
    func documentType(text: String) {
        let documents = read(text)

        #expect(documents.roots.isEmpty)
        #expect(documents.error == XMLError(line: 1, problem: .documentType))
    }

    @Test("depth and size are bounded, and what is just within them is read")
    func limits() {
        let deep = { (levels: Int) in
            String(repeating: "<a>", count: levels) + String(repeating: "</a>", count: levels)
        }
        let wide = { (count: Int) in "<a>" + String(repeating: "<b/>", count: count - 1) + "</a>" }

        #expect(read(deep(XMLDocuments.depthLimit)).error == nil)
        #expect(
            read(deep(XMLDocuments.depthLimit + 1)).error?.problem == .tooDeep(limit: XMLDocuments.depthLimit))
        #expect(read(deep(100_000)).error?.problem == .tooDeep(limit: XMLDocuments.depthLimit))
        #expect(read(wide(XMLDocuments.elementLimit)).error == nil)
        #expect(
            read(wide(XMLDocuments.elementLimit + 1)).error?.problem
                == .tooManyElements(limit: XMLDocuments.elementLimit))
    }

    @Test("every error says what to do")
    func cures() {
        let problems: [XMLError.Problem] = [
            .documentType, .tooDeep(limit: 1), .tooManyElements(limit: 1), .syntax("mismatched tag"),
        ]

        #expect(problems.allSatisfy { !$0.fact.isEmpty && !$0.cure.isEmpty })
    }

    @Test("every beginning of a document is read without a trap")
    func cutShort() {
        let bytes = Array("<?xml version='1.0'?><a b='c'><d>é<![CDATA[x]]></d><!-- y --></a><e/>".utf8)

        let counts = bytes.indices.map { XMLDocuments(Array(bytes[..<$0])).roots.count }

        #expect(counts.allSatisfy { $0 <= 1 } && counts.last == 1)
        #expect(XMLDocuments(bytes).roots.count == 2)
    }
}
