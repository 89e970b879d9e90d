import CLI
import Testing

private let paths = Checkout.paths.filter { $0.hasSuffix(".md") }
private let pages = paths.compactMap { Markdown(at: $0) }

@Suite("Documents say what is so")
struct DocumentTests {
    @Test(
        "the documents are there",
        arguments: [
            "README.md", "CONTRIBUTING.md", "CHANGELOG.md", "LICENSE", "docs/ARCHITECTURE.md", "docs/BOOTING.md",
            "docs/PROFILES.md", "docs/TESTING.md",
        ])
    func present(path: String) { #expect(Checkout.text(path)?.isEmpty == false) }

    @Test("docs/ARCHITECTURE.md names each folder of Sources/", arguments: Checkout.rooms)
    func rooms(room: String) throws {
        let page = try #require(Markdown(at: "docs/ARCHITECTURE.md"))

        #expect(page.names(room))
    }

    @Test("each path in a table of docs/ARCHITECTURE.md exists")
    func tablePaths() throws {
        let page = try #require(Markdown(at: "docs/ARCHITECTURE.md"))

        #expect(missingTablePath.offences(in: [page]).isEmpty)
        #expect(page.tableCode.contains { $0.text.hasPrefix("Sources/") })
    }

    @Test("each link leads to a file")
    func links() { #expect(deadLink.offences(in: pages).isEmpty) }

    @Test("each page of docs/ that a comment names exists")
    func namedPages() {
        let files = Checkout.paths.filter { !$0.hasPrefix("Tests/HouseTests/") }
            .compactMap { path in Checkout.text(path).map { Markdown(path, $0) } }

        #expect(deadMention.offences(in: files).isEmpty)
    }

    @Test("each `make` target that a document names is in the Makefile")
    func targets() { #expect(unknownTarget.offences(in: pages).isEmpty) }

    @Test("each `amorce` command line of a document is one")
    func commands() { #expect(unknownCommand.offences(in: pages).isEmpty) }

    @Test("CHANGELOG.md has a section for what is not released yet")
    func changelog() throws {
        let page = try #require(Markdown(at: "CHANGELOG.md"))

        #expect(hasUnreleased(page))
    }

    @Test("a section and a name that are missing are missed")
    func missing() {
        let page = Markdown("docs/A.md", "# Unreleased things\n## 1.0\nCYAML, SQLite2")

        #expect(!hasUnreleased(page))
        #expect(!page.names("YAML"))
        #expect(!page.names("SQLite"))
        #expect(page.names("CYAML"))
    }

    @Test("a breach is found, and what only looks like one is not", arguments: specimens)
    func breaches(specimen: Specimen<Markdown>) { #expect(specimen.foundLines == specimen.brokenLines) }
}

private func hasUnreleased(_ page: Markdown) -> Bool {
    page.hasLine(startingWith: "## Unreleased") || page.hasLine(startingWith: "## [Unreleased]")
}

private let missingTablePath = Rule<Markdown> { page in
    page.tableCode.filter { $0.text.firstMatch(of: /^[\w.][\w.+-]*\/[\w.+\/-]*$/) != nil && !Checkout.exists($0.text) }
        .map { Offence(page.path, $0.line, "there is no \($0.text)") }
}

private let deadLink = Rule<Markdown> { page in
    let folder = page.path.split(separator: "/").dropLast().joined(separator: "/")
    return page.links.filter { !Checkout.exists(folder.isEmpty ? $0.path : "\(folder)/\($0.path)") }
        .map { Offence(page.path, $0.line, "\($0.path) leads nowhere") }
}

private let deadMention = Rule<Markdown> { page in
    page.mentionedPages.filter { !Checkout.exists($0.path) }
        .map { Offence(page.path, $0.line, "there is no \($0.path)") }
}

private let makeTargets = Set(
    (Checkout.text("Makefile") ?? "").split(separator: "\n").compactMap { line in
        line.prefixMatch(of: /([a-z][a-z-]*):(?!=)/).map { String($0.output.1) }
    })

private let unknownTarget = Rule<Markdown> { page in
    page.code.flatMap { text, line in
        guard let found = text.prefixMatch(of: /(?:sudo )?make((?: +[a-z][a-z-]*)+)(?= |$)/) else {
            return [] as [Offence]
        }
        return found.output.1.split(separator: " ").filter { !makeTargets.contains(String($0)) }
            .map { Offence(page.path, line, "the Makefile has no target \($0)") }
    }
}

private let unknownCommand = Rule<Markdown> { page in
    page.code.compactMap { text, line -> Offence? in
        guard let found = text.prefixMatch(of: /(?:sudo )?amorce ([a-z-].*)/) else { return nil }
        // A line that shows several forms, or is led elsewhere by the shell, is read up to there.
        let words = found.output.1.split(separator: " ").map(String.init).prefix {
            !["|", ">", "&&", "…"].contains($0)
        }
        do throws(UsageError) {
            _ = try Invocation(Array(words))
            return nil
        } catch {
            // Prose may name a command without its arguments.
            let isNamed = Command.all.contains { $0.words == Array(words) }
            return isNamed ? nil : Offence(page.path, line, "\"\(text)\": \(error.fact)")
        }
    }
}

extension Markdown {
    /// The pages of `docs/` that it names in any way, with their lines.
    fileprivate var mentionedPages: [(path: String, line: Int)] {
        numbered.filter { $0.text.holds(anyOf: ["docs/"]) }.flatMap { number, line in
            line.matches(of: /\bdocs\/[\w\/-]+\.(?:md|ya?ml|json)\b/).map { (String($0.output), number) }
        }
    }
}

private let specimens: [Specimen<Markdown>] = [
    Specimen(missingTablePath, "| a | `Sources/NetTypes` |\n| b | `Sources/Gone.swift` |", breaks: [2]),
    Specimen(missingTablePath, "`Sources/Gone.swift`\n| a | `select x/y` | `/build/TOKEN` |"),
    Specimen(deadLink, "[a](ARCHITECTURE.md#rooms) [b](https://example.org/x.md) [c](gone.md)", breaks: [1]),
    Specimen(deadLink, "[a](../README.md)\n[b](#here)"),
    Specimen(deadMention, "// see docs/GONE.md\n// see docs/ARCHITECTURE.md", breaks: [1]),
    Specimen(unknownTarget, "`make gone`\n    sudo make test gone  # gone", breaks: [1, 2]),
    Specimen(unknownTarget, "`make test`, make sure\n    make demo FIRMWARE=uefi\n`make`"),
    Specimen(
        unknownCommand, "`amorce mahcine list`\n    amorce machine show\n    amorce check --gone", breaks: [1, 3]),
    Specimen(
        unknownCommand, "`amorce machine reinstall`\n    amorce machine show api-1 --json | jq   # look\namorce is"),
]

extension Specimen where File == Markdown {
    fileprivate init(_ rule: Rule<Markdown>, _ text: String, breaks lines: [Int] = []) {
        self.init(rule: rule, file: Markdown("docs/A.md", text), brokenLines: lines, description: text)
    }
}
