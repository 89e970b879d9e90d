import Testing

/// What DESIGN calls rooms: the folders of `Sources/`, by what may stand in them.
enum Room {
    /// Without an operating system: a test of theirs needs nothing but values.
    static let pure: Set = [
        "NetTypes", "DHCPWire", "TFTPWire", "HTTPWire", "DNSWire", "LinkWire", "Captures", "Inventory", "Decisions",
        "OtherServers", "SyslogWire",
    ]
    /// Where the operating system and the C libraries come in.
    static let doors: Set = ["LinuxIO", "SQLite", "MicroHTTP", "LDNS", "YAML", "XML", "Curl", "Templates"]
    /// Modules of the system that a room that is no door may use.
    static let system: [String: Set<String>] = [
        "Store": ["FoundationEssentials", "Synchronization"], "Services": ["FoundationEssentials", "Synchronization"],
        "CLI": ["FoundationEssentials"], "Images": ["FoundationEssentials"],
        "amorce": ["FoundationEssentials", "Glibc"],
    ]
    /// The same for every door.
    static let systemOfDoors: Set = ["Glibc", "Synchronization"]
}

private let manifest = Manifest(SwiftFile("Package.swift", Checkout.text("Package.swift") ?? ""))
private let rooms = Set(Checkout.rooms)

@Suite("Rooms and who may look into whom")
struct RoomTests {
    @Test("Package.swift declares each folder of Sources/ and no other")
    func declared() {
        #expect(manifest.unread.isEmpty)
        #expect(misdeclared(in: manifest, rooms).isEmpty)
    }

    @Test("a pure room imports nothing but pure rooms")
    func pure() { #expect(pureImports.offences(in: Checkout.swift(below: "Sources")).isEmpty) }

    @Test("a door imports no other door")
    func doors() { #expect(doorImports.offences(in: Checkout.swift(below: "Sources")).isEmpty) }

    @Test("a room imports only rooms that Package.swift gives it, and of the system what is listed")
    func given() { #expect(givenImports.offences(in: Checkout.swift(below: "Sources")).isEmpty) }

    @Test("a room uses each room that Package.swift gives it", arguments: Checkout.rooms)
    func used(room: String) {
        #expect(unused(of: manifest.uses[room] ?? [], in: Checkout.swift(below: "Sources/\(room)")).isEmpty)
    }

    @Test(
        "a breach is found",
        arguments: [
            Specimen(pureImports, "import NetTypes", path: "Sources/Inventory/A.swift"),
            Specimen(pureImports, "import Glibc\nimport NetTypes", breaks: [1], path: "Sources/Inventory/A.swift"),
            Specimen(pureImports, "import FoundationEssentials", breaks: [1], path: "Sources/NetTypes/A.swift"),
            Specimen(pureImports, "import Store", breaks: [1], path: "Sources/Decisions/A.swift"),
            Specimen(doorImports, "import Glibc\nimport NetTypes", path: "Sources/Curl/A.swift"),
            Specimen(doorImports, "import NetTypes\nimport SQLite", breaks: [2], path: "Sources/Curl/A.swift"),
            Specimen(givenImports, "import SQLite\nimport Inventory", path: "Sources/Store/A.swift"),
            Specimen(givenImports, "import LinuxIO", breaks: [1], path: "Sources/Store/A.swift"),
            Specimen(givenImports, "import Glibc", breaks: [1], path: "Sources/Store/A.swift"),
            Specimen(givenImports, "import Dispatch", breaks: [1], path: "Sources/LinuxIO/A.swift"),
            Specimen(givenImports, "// import Dispatch", path: "Sources/LinuxIO/A.swift"),
        ])
    func breaches(specimen: Specimen<SwiftFile>) { #expect(specimen.foundLines == specimen.brokenLines) }

    @Test("a room that is given and not used is found")
    func unusedIsFound() {
        let files = [SwiftFile("Sources/Store/A.swift", "import SQLite\n// import Inventory")]

        #expect(unused(of: ["SQLite", "Inventory"], in: files) == ["Inventory"])
        #expect(unused(of: ["SQLite"], in: files).isEmpty)
    }

    @Test("a folder that is not declared, and a room that has no folder, are found")
    func misdeclaredIsFound() {
        let read = Manifest(SwiftFile("Package.swift", "        room(\"A\"),\n        tests(\"HouseTests\", of: []),"))

        #expect(misdeclared(in: read, ["A"]).isEmpty)
        #expect(misdeclared(in: read, ["A", "B"]) == ["B"])
        #expect(misdeclared(in: read, []) == ["A"])
    }

    @Test("Package.swift is read as it is meant")
    func reading() {
        let text = """
            let wires: [Target.Dependency] = ["A", "B"]
            let all: [Target.Dependency] = wires + ["C"]
                    room("A"),
                    // room("Gone"),
                    room("C", uses: wires + ["D"]),
                    .executableTarget(
                        name: "run", dependencies: ["A"], swiftSettings: house),
                    tests(
                        "RunTests", of: all + ["E"], resources: [.copy("Text")]),
                    room(someName),
            """

        let read = Manifest(SwiftFile("Package.swift", text))

        #expect(
            read.uses == [
                "A": [], "C": ["A", "B", "D"], "run": ["A"], "RunTests": ["A", "B", "C", "E"],
            ])
        #expect(read.unread == [10])
    }
}

/// Rooms that are declared or there, and not both; targets of tests have their folders in `Tests/`.
private func misdeclared(in manifest: Manifest, _ rooms: Set<String>) -> Set<String> {
    rooms.symmetricDifference(manifest.uses.keys).filter { !Checkout.isFolder("Tests/\($0)") }
}

/// The rooms of those that none of the files imports.
private func unused(of given: Set<String>, in files: [SwiftFile]) -> Set<String> {
    given.subtracting(files.flatMap { $0.imports.map(\.module) })
}

private let pureImports = Rule<SwiftFile> { file in
    guard let room = file.room, Room.pure.contains(room) else { return [] }
    return file.imports.filter { !Room.pure.contains($0.module) }.map {
        Offence(file.path, $0.line, "\(room) is pure, and \($0.module) is not")
    }
}

private let doorImports = Rule<SwiftFile> { file in
    guard let room = file.room, Room.doors.contains(room) else { return [] }
    return file.imports.filter { Room.doors.contains($0.module) }.map {
        Offence(file.path, $0.line, "\(room) and \($0.module) are doors")
    }
}

private let givenImports = Rule<SwiftFile> { file in
    guard let room = file.room else { return [] }
    let system = Room.doors.contains(room) ? Room.systemOfDoors : Room.system[room] ?? []
    let allowed = system.union(manifest.uses[room] ?? [])
    return file.imports.filter { !allowed.contains($0.module) }.map {
        Offence(file.path, $0.line, "\($0.module) is not given to \(room)")
    }
}
