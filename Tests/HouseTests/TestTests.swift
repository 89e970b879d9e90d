import Testing

@Suite("Tests")
struct TestTests {
    @Test("each file with a test has an expectation")
    func expectations() { #expect(withoutExpectation.offences(in: Checkout.swift(below: "Tests")).isEmpty) }

    @Test("each test says in words what it shows")
    func names() { #expect(nameless.offences(in: Checkout.swift(below: "Tests")).isEmpty) }

    @Test("a test target is named for the rooms that it tests, and is declared")
    func targets() {
        let manifest = Manifest(SwiftFile("Package.swift", Checkout.text("Package.swift") ?? ""))
        let files = Checkout.swift(below: "Tests").filter { !$0.lines.allSatisfy { !$0.code.holds(anyOf: ["@Test"]) } }

        let folders = Set(files.map { $0.path.split(separator: "/")[1] })

        #expect(folders.allSatisfy { manifest.uses[String($0)] != nil && $0.hasSuffix("Tests") })
    }

    @Test(
        "a breach is found",
        arguments: [
            Specimen(withoutExpectation, "@Test(\"a\")\nfunc a() { b() }", breaks: [1]),
            Specimen(withoutExpectation, "@Test(\"a\")\nfunc a() { #expect(b()) }"),
            Specimen(withoutExpectation, "@Test(\"a\")\nfunc a() throws { try #require(b()) }"),
            Specimen(withoutExpectation, "// @Test\nfunc a() {}"),
            Specimen(nameless, "@Test func a() {}\n@Test(arguments: [1])", breaks: [1, 2]),
            Specimen(nameless, "@Test(\"a\")\n@Test(\n    \"b\", arguments: [1])\n@Suite(\"c\")"),
            Specimen(nameless, "@Suite struct A {}", breaks: [1]),
        ])
    func breaches(specimen: Specimen<SwiftFile>) { #expect(specimen.foundLines == specimen.brokenLines) }
}

private let withoutExpectation = Rule<SwiftFile> { file in
    guard let test = file.lines.first(where: { $0.code.holds(anyOf: ["@Test"]) }),
        !file.lines.contains(where: { $0.code.holds(anyOf: ["#expect", "#require", "Issue.record", "confirmation("]) })
    else { return [] }
    return [Offence(file.path, test.number, "a test that expects nothing cannot fail")]
}

private let nameless = Rule<SwiftFile> { file in
    zip(file.lines, file.lines.dropFirst().map(\.trimmedCode) + [""]).compactMap { line, next in
        guard line.code.holds(anyOf: ["@Test", "@Suite"]), let found = line.code.firstMatch(of: /@(?:Test|Suite)\b(.*)/)
        else { return nil }
        let rest = found.output.1
        let isNamed = rest.hasPrefix("(\"") || rest == "(" && next.hasPrefix("\"")
        return isNamed ? nil : Offence(file.path, line.number, "has no name in words")
    }
}
