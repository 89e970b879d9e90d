import Testing

private let sources = Checkout.swift(below: "Sources")

@Suite("What stands in doors only, and what stands nowhere")
struct CodeTests {
    @Test("`unsafe`, `nonisolated(unsafe)` and `@unchecked` stand in doors only")
    func unsafe() { #expect(unsafeOutsideDoors.offences(in: sources).isEmpty) }

    @Test("nothing is unwrapped, cast or tried by force, and nothing ends the process")
    func traps() { #expect(trap.offences(in: sources).isEmpty) }

    @Test("a precondition stands only where it is listed with its reason")
    func preconditions() { #expect(precondition.offences(in: sources).isEmpty) }

    @Test("each place that is listed for a precondition has one", arguments: preconditionReasons.keys.sorted())
    func preconditionsAreThere(path: String) {
        #expect(sources.contains { $0.path == path && $0.lines.contains { hasPrecondition($0.code) } })
    }

    @Test("no task is started")
    func tasks() { #expect(task.offences(in: sources).isEmpty) }

    @Test("only the command line prints")
    func prints() { #expect(printing.offences(in: sources).isEmpty) }

    @Test("only Store writes SQL")
    func sql() { #expect(sqlOutsideStore.offences(in: sources).isEmpty) }

    @Test("nothing is public, and no test opens a room by force")
    func access() { #expect(publicAccess.offences(in: sources + Checkout.swift(below: "Tests")).isEmpty) }

    @Test("a breach is found, and what only looks like one is not", arguments: specimens)
    func breaches(specimen: Specimen<SwiftFile>) { #expect(specimen.foundLines == specimen.brokenLines) }
}

/// Where a mistake of our own ends the process, and why it may.
private let preconditionReasons = [
    "Sources/LinuxIO/EventLoop.swift": "the caller is on the wrong thread: going on would be a data race",
    "Sources/LinuxIO/UDPSocket.swift": "a slot's number comes from our own loop over `indices`, and bounds raw memory",
]

private let unsafeOutsideDoors = Rule(
    "`unsafe` stands in doors only", in: { !Room.doors.contains($0.room ?? "") },
    words: ["unsafe", "Unsafe", "@unchecked"],
    isBroken: { $0.firstMatch(of: /\bunsafe\b|@unchecked\b|\bUnsafe\w*Pointer\b/) != nil })

private let trap = Rule(
    "would end the process on input", words: ["!", "Error(", "Failure("],
    isBroken: {
        $0.firstMatch(
            of: /\btry!|\bas!|\b(?:fatalError|preconditionFailure|assertionFailure)\(|[\w"\)\]\}>]!(?!=)/) != nil
    })

private let precondition = Rule(
    "list it in CodeTests with its reason, or throw", in: { preconditionReasons[$0.path] == nil },
    words: ["precondition", "assert"], isBroken: hasPrecondition)

/// A call as a statement; a function or a case of that name is something else.
private let hasPrecondition: @Sendable (String) -> Bool = {
    $0.firstMatch(of: /(?:^|\{) *(?:precondition|assert)\(/) != nil
}

private let task = Rule(
    "few, named, long-lived owners of state: no stray tasks", words: ["Task", "async let"],
    isBroken: {
        $0.firstMatch(of: /\bTask(?: *\{|\(|\.detached|\.init)|\basync let\b|\bwith\w*TaskGroup\b/) != nil
    })

private let printing = Rule(
    "only the command line prints", in: { $0.room != "CLI" }, words: ["print(", "Print(", "dump("],
    isBroken: { $0.firstMatch(of: /(?:^|[^\w.])(?:print|debugPrint|dump)\(/) != nil })

private let sqlOutsideStore = Rule(
    "SQL stands in Store only", in: { $0.room != "Store" },
    words: ["SELECT", "INSERT", "UPDATE", "DELETE", " TABLE"], of: { $0.literal },
    isBroken: {
        $0.firstMatch(
            of: /\b(?:SELECT \S|INSERT (?:OR \w+ )?INTO\b|UPDATE \w+ SET\b|DELETE FROM\b|(?:CREATE|ALTER|DROP) TABLE\b)/
        )
            != nil
    })

private let publicAccess = Rule(
    "`private`, else internal, else `package`", words: ["public ", "open ", "@testable"],
    isBroken: {
        $0.holds(anyOf: ["@testable"])
            || $0.firstMatch(of: /(?:^|[^\w.])(?:public|open) (?:\w+ )*(?:func|var|let|struct|class|enum|init)\b/)
                != nil
    })

private let specimens: [Specimen<SwiftFile>] = [
    Specimen(unsafeOutsideDoors, "let a = unsafe read(b)", breaks: [1]),
    Specimen(unsafeOutsideDoors, "nonisolated(unsafe) var a = 1", breaks: [1]),
    Specimen(unsafeOutsideDoors, "final class A: @unchecked Sendable {}", breaks: [1]),
    Specimen(unsafeOutsideDoors, "let a = unsafe read(b)", path: "Sources/Curl/A.swift"),
    Specimen(unsafeOutsideDoors, "// unsafe\nlet isUnsafe = \"unsafe\""),
    Specimen(trap, "let a = b!\nlet c = d()!.e\nlet f = g[0]! + 1\nlet h: Int! = nil", breaks: [1, 2, 3, 4]),
    Specimen(trap, "try! a()\nlet b = c as! D\nfatalError(\"e\")\npreconditionFailure()", breaks: [1, 2, 3, 4]),
    Specimen(trap, "let a = \"\\(b!)\"", breaks: [1]),
    Specimen(trap, "if !a, b != c, d !== e { f(!g) }\nlet h = \"no!\" // no!"),
    Specimen(precondition, "precondition(a < b)", breaks: [1]),
    Specimen(precondition, "func precondition(_ a: Int) {}\nstatic let preconditionFailed = 412"),
    Specimen(precondition, "precondition(a < b)", path: "Sources/LinuxIO/EventLoop.swift"),
    Specimen(task, "Task { await a() }\nTask.detached { }\nawait withTaskGroup(of: A.self) { }", breaks: [1, 2, 3]),
    Specimen(task, "let a: TaskName\nlet b = \"Task {\""),
    Specimen(printing, "print(\"a\")", breaks: [1]),
    Specimen(printing, "session.print(a)\nfunc sprint() {}"),
    Specimen(printing, "print(\"a\")", path: "Sources/CLI/A.swift"),
    Specimen(sqlOutsideStore, "let a = \"SELECT b FROM c\"", breaks: [1], path: "Sources/Services/A.swift"),
    Specimen(sqlOutsideStore, "let a = \"\"\"\n  DELETE FROM c\n  \"\"\"", breaks: [2], path: "Sources/SQLite/A.swift"),
    Specimen(sqlOutsideStore, "let a = \"SELECT b FROM c\""),
    Specimen(sqlOutsideStore, "// SELECT b FROM c\nlet d = \"UPDATE\"", path: "Sources/Services/A.swift"),
    Specimen(publicAccess, "public struct A {}\n@testable import B\npublic static func c() {}", breaks: [1, 2, 3]),
    Specimen(publicAccess, "package struct A {}\nlet isPublic = open(a)"),
]
