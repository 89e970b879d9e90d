import Foundation
import SQLite
import Testing

@Suite("A database's file")
struct DatabaseFileTests {
    private let directory: TemporaryDirectory

    init() throws { directory = try TemporaryDirectory() }

    private func mode(_ path: String) throws -> Int? {
        try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
    }

    @Test("is made for its owner only, in a directory for its group")
    func modes() throws {
        let path = directory.file("data/amorce.db")

        try DatabaseFile.makePrivate(at: path)

        #expect(try mode(path) == 0o600)
        #expect(try mode(directory.file("data")) == 0o750)
    }

    @Test("keeps what it holds when it is there already")
    func existing() throws {
        let path = directory.file("amorce.db")
        try Data("something".utf8).write(to: URL(filePath: path))

        try DatabaseFile.makePrivate(at: path)

        #expect(FileManager.default.contents(atPath: path) == Data("something".utf8))
    }

    @Test("is refused with the path that is in the way")
    func refused() throws {
        try Data().write(to: URL(filePath: directory.file("plain")))

        let within = #expect(throws: DatabaseFile.Problem.self) {
            try DatabaseFile.makePrivate(at: directory.file("plain/amorce.db"))
        }
        let deep = #expect(throws: DatabaseFile.Problem.self) {
            try DatabaseFile.makePrivate(at: directory.file("a/b/amorce.db"))
        }

        #expect(within?.description == directory.file("plain/amorce.db") + ": Not a directory")
        #expect(deep?.description == directory.file("a/b") + ": No such file or directory")
    }

    @Test("is filled up with zeros behind what it holds, and is never shortened", arguments: [0, 9, 10, 200_000])
    func filled(size: Int) throws {
        let path = directory.file("amorce.db-wal")
        let held = Data("something".utf8)
        try held.write(to: URL(filePath: path))

        DatabaseFile.fill(path, to: size)

        let expected = held + Data(count: max(0, size - held.count))
        #expect(FileManager.default.contents(atPath: path) == expected)
    }

    @Test("is not made only to be filled up")
    func notFilled() {
        DatabaseFile.fill(directory.file("nothing"), to: 10)

        #expect(!FileManager.default.fileExists(atPath: directory.file("nothing")))
    }
}
