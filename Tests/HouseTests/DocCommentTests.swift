import Testing

@Suite("Doc comments")
struct DocCommentTests {
    @Test("a `package` type, function or computed property says what it is, unless its name and type say all")
    func documented() { #expect(undocumented.offences(in: Checkout.swift(below: "Sources")).isEmpty) }

    @Test("a doc comment stands right above what it documents")
    func attached() { #expect(stray.offences(in: Checkout.swift(below: "Sources")).isEmpty) }

    @Test("a breach is found, and what needs no comment is not", arguments: specimens)
    func breaches(specimen: Specimen<SwiftFile>) { #expect(specimen.foundLines == specimen.brokenLines) }
}

/// Types, functions, subscripts and computed properties have a doc comment. Without one may stand what others explain:
/// cases, initialisers and stored properties (their type does), witnesses of well-known protocols (the protocol does),
/// members that are values of their own type (the type does), Booleans that are questions, and overloads right below
/// one that has a comment.
private let undocumented = Rule<SwiftFile> { file in
    var documented: Set<String> = []
    return file.lines.enumerated().compactMap { index, line in
        guard let declaration = Declaration(line) else { return nil }
        if hasDocComment(above: index, in: file) {
            documented.insert(declaration.name)
            return nil
        }
        guard !declaration.explainsItself, !documented.contains(declaration.name) else { return nil }
        return Offence(file.path, line.number, "\(declaration.kind) \(declaration.name) has no doc comment")
    }
}

/// A declaration that other rooms see.
private struct Declaration {
    let kind: String
    let name: String
    let explainsItself: Bool

    init?(_ line: SwiftFile.Line) {
        guard line.code.holds(anyOf: ["package "]) else { return nil }
        let modifiers =
            /(?:@\w+(?:\([^)]*\))? )*package (?:(?:static|mutating|nonmutating|borrowing|consuming|nonisolated|indirect|final|override|private\(set\)|internal\(set\)) )*/
        let form = /(struct|enum|class|actor|protocol|typealias|func|subscript|var) ?(\w+|[^\w\s(]+|(?=\())(.*)/
        guard let start = line.trimmedCode.prefixMatch(of: modifiers),
            let found = line.trimmedCode[start.range.upperBound...].prefixMatch(of: form)
        else { return nil }
        kind = String(found.output.1)
        name = found.output.2.isEmpty ? kind : String(found.output.2)
        let rest = found.output.3
        switch kind {
        case "var":
            let isStored = !rest.contains("{")
            let isQuestion = rest.firstMatch(of: /^: Bool\b/) != nil
            explainsItself = isStored || isQuestion || rest.hasPrefix(": Self ") || Self.witnesses.contains(name)
        case "func": explainsItself = Self.witnesses.contains(name) || rest.isEmpty
        default: explainsItself = false
        }
    }

    /// Requirements of the standard library's protocols.
    private static let witnesses: Set = [
        "description", "rawValue", "hash", "encode", "makeIterator", "next", "startIndex", "endIndex", "==", "<",
        "debugDescription", "customMirror",
        // An executor's
        "enqueue", "asUnownedSerialExecutor", "unownedExecutor", "checkIsolated", "isIsolatingCurrentContext",
    ]
}

/// Attributes on lines of their own may stand in between.
private func hasDocComment(above index: Int, in file: SwiftFile) -> Bool {
    let above = file.lines[..<index].reversed().drop {
        $0.trimmedCode.hasPrefix("@") && $0.comment.allSatisfy { $0 == " " }
    }
    return above.first?.isDocComment ?? false
}

private let stray = Rule<SwiftFile> { file in
    zip(file.lines, file.lines.dropFirst()).compactMap { line, next in
        guard line.isDocComment, !next.isDocComment, next.trimmedCode.allSatisfy({ $0 == " " }) else { return nil }
        return Offence(file.path, line.number, "nothing stands below this comment")
    }
}

private let specimens: [Specimen<SwiftFile>] = [
    Specimen(undocumented, "package struct A {}", breaks: [1]),
    Specimen(undocumented, "/// B.\npackage struct A {}"),
    Specimen(undocumented, "/// B.\n@safe\n@frozen package final class A {}"),
    Specimen(undocumented, "// B.\npackage indirect enum A {\n    case b\n}", breaks: [2]),
    Specimen(undocumented, "    package static func a() {}\n    package mutating func b() {}", breaks: [1, 2]),
    Specimen(undocumented, "/// B.\npackage func a(_ b: Int) {}\npackage func a(_ b: String) {}"),
    Specimen(undocumented, "package var a: Int { 1 }", breaks: [1]),
    Specimen(undocumented, "package let a: Int\npackage private(set) var b = 2\npackage init() {}"),
    Specimen(undocumented, "package var isEmpty: Bool { true }\npackage static var a: Self { Self(1) }"),
    Specimen(undocumented, "package var description: String { b }\npackage static func < (a: Self, b: Self) -> Bool {"),
    Specimen(undocumented, "package subscript(_ a: Int) -> Int { a }", breaks: [1]),
    Specimen(undocumented, "struct A {}\nprivate func b() {}"),
    Specimen(stray, "/// A.\n\nlet a = 1", breaks: [1]),
    Specimen(stray, "/// A.\n/// B.\nlet a = 1\n// C\n"),
]
