import Testing

@Suite("Words that do not belong here")
struct WordTests {
    @Test("nothing is left to be done in a comment")
    func unfinished() {
        let files = Checkout.swift(below: "Sources") + Checkout.swift(below: "Tests").filter { !$0.isOfThisTarget }

        #expect(unfinishedWork.offences(in: files).isEmpty)
    }

    @Test("no text names a folder of the machine that it was written on")
    func machinePaths() { #expect(machinePath.offences(in: texts).isEmpty) }

    @Test("a host is an example or a document's source")
    func hosts() { #expect(foreignHost.offences(in: texts).isEmpty) }

    @Test("a file has at most 400 lines")
    func length() { #expect(fileLength.offences(in: texts.filter { $0.path.hasSuffix(".swift") }).isEmpty) }

    @Test("a folder or file is named for what it holds")
    func names() { #expect(vagueName.offences(in: texts).isEmpty) }

    @Test("a breach is found, and what only looks like one is not", arguments: specimens)
    func breaches(specimen: Specimen<TextFile>) { #expect(specimen.foundLines == specimen.brokenLines) }

    @Test("unfinished work is found")
    func unfinishedIsFound() {
        let text = "// TO\("DO") later\nlet a = 1 // FIX\("ME")\nlet stub = Stub()\n/// A place\("holder") for b."

        #expect(unfinishedWork.offences(in: [SwiftFile("Sources/A/A.swift", text)]).map(\.line) == [1, 2, 4])
    }
}

/// A file of any kind, in lines.
struct TextFile: Sendable {
    let path: String
    let lines: [String]

    init(_ path: String, _ text: String) {
        self.path = path
        lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    }
}

/// This target names what it forbids.
private let texts = Checkout.paths.compactMap { path in Checkout.text(path).map { TextFile(path, $0) } }
    .filter { !$0.path.hasPrefix("Tests/HouseTests/") }

extension SwiftFile {
    fileprivate var isOfThisTarget: Bool { path.hasPrefix("Tests/HouseTests/") }
}

private let unfinishedWork = Rule(
    "unfinished work is an issue, not a comment", words: ["TODO", "FIXME", "XXX", "HACK", "laceholder", "stub"],
    of: { $0.comment },
    isBroken: { $0.firstMatch(of: /\b(?:TODO|FIXME|XXX|HACK)\b|\b[Pp]laceholders?\b|\bstub(?:bed)?\b/) != nil })

extension Rule where File == TextFile {
    fileprivate init(_ why: String, words: [String], find: @escaping @Sendable (String) -> String?) {
        self.init { file in
            zip(1..., file.lines).compactMap { number, line in
                guard line.holds(anyOf: words) else { return nil }
                return find(line).map { Offence(file.path, number, "\($0): \(why)") }
            }
        }
    }
}

private let machinePath = Rule(
    "only that machine has it", words: ["/home", "/Users"],
    find: { line in
        line.firstMatch(
            of: /(?:^|[^\w.$}-])\/(?:home|Users)\/\w/
        ).map { String($0.output) }
    })

/// Where documents are that comments may cite, and hosts that stand for any other (RFC 2606 §3).
private let knownHosts = [
    "example.org", "example.net", "example.com", "test", "rfc-editor.org", "ietf.org", "iana.org", "ipxe.org",
    "syslinux.org", "gnu.org", "kernel.org", "man7.org", "sqlite.org", "swift.org", "apache.org", "isc.org",
    "uefi.org", "keepachangelog.com", "semver.org", "freedesktop.org", "libvirt.org", "libosinfo.org", "debian.org",
    "www.debian.org", "wiki.debian.org",
]

private let topDomains = [".org", ".net", ".com", ".io", ".dev", ".edu", ".fr", ".de", ".eu", ".test"]

private let foreignHost = Rule(
    "write a name below example.org, or cite the document", words: topDomains,
    find: { line in
        line.matches(of: /[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*\.(?:org|net|com|io|dev|edu|fr|de|eu|test)\b(?![\w(=.-])/)
            .map { String($0.output).lowercased() }
            .first { host in !knownHosts.contains { host == $0 || host.hasSuffix(".\($0)") } && !isFileName(host) }
    })

/// Boot programs of DOS's time end in `.com`.
private func isFileName(_ host: String) -> Bool { ["wdsnbp.com"].contains(host) }

private let fileLength = Rule<TextFile> { file in
    // What follows the last line feed is no line.
    let count = file.lines.count - (file.lines.last == "" ? 1 : 0)
    return count <= 400 ? [] : [Offence(file.path, 0, "\(count) lines")]
}

private let vagueName = Rule<TextFile> { file in
    // systemd calls itself the service manager.
    let path = file.path.replacing("ServiceManager", with: "")
    return path.firstMatch(of: /(?:Utils?|Utilit(?:y|ies)|Helpers?|Common|Managers?|Misc)(?=[\/.+]|$)/).map {
        [Offence(file.path, 0, "\"\($0.output)\" says nothing")]
    } ?? []
}

private let specimens: [Specimen<TextFile>] = [
    Specimen(machinePath, "cd /home/me/amorce\n(/Users/me)", breaks: [1, 2]),
    Specimen(machinePath, "/tmp/report\n$folder/home/x\n~/amorce"),
    Specimen(foreignHost, "from mirror.vendor.io\nhttps://github.com/x", breaks: [1, 2]),
    Specimen(foreignHost, "mirror.example.org, www.rfc-editor.org, a.org(b), names.test.x, wdsnbp.com"),
    Specimen(fileLength, String(repeating: "a\n", count: 400)),
    Specimen(fileLength, String(repeating: "a\n", count: 401), breaks: [0]),
    Specimen(vagueName, "", breaks: [0], path: "Sources/Utils/A.swift"),
    Specimen(vagueName, "", breaks: [0], path: "Sources/A/LeaseManager.swift"),
    Specimen(vagueName, "", path: "Sources/LinuxIO/ServiceManager.swift"),
]

extension Specimen where File == TextFile {
    fileprivate init(_ rule: Rule<TextFile>, _ text: String, breaks lines: [Int] = [], path: String = "docs/A.md") {
        self.init(
            rule: rule, file: TextFile(path, text), brokenLines: lines, description: "\(path): \(text.prefix(60))")
    }
}
