import Foundation
import LinuxIO
import Testing

@Suite("Programs that are run without a shell")
struct ProgramsTests {
    @Test("each reads what the one before it writes; the words are taken as they are")
    func pipeline() throws {
        let outcome = try Programs.run([["printf", "%s\\n", "b $(id)", "a"], ["sort"], ["cat"]])

        let statuses = outcome.statuses
        let output = String(decoding: try outcome.output.read(at: 0, count: 100), as: UTF8.self)
        #expect(statuses == [0, 0, 0])
        #expect(output == "a\nb $(id)\n")
    }

    @Test("more than a pipe holds comes through")
    func long() throws {
        let outcome = try Programs.run([["seq", "200000"], ["cat"]])

        let (isDone, size) = (outcome.isDone, outcome.output.size)
        #expect(isDone)
        #expect(size == 1_288_895)
    }

    @Test("what it complains of and how it ended is known, of each")
    func failures() throws {
        let outcome = try Programs.run([["cat", "/nowhere"], ["cat"]])

        let (statuses, errors) = (outcome.statuses, outcome.errors)
        #expect(statuses == [1, 0])
        #expect(errors.contains("/nowhere"))
    }

    @Test("one that is not there is an error, and ends those before it")
    func missing() {
        #expect(throws: SystemError.self) { _ = try Programs.run([["seq", "1000000000"], ["no-such-program"]]) }
    }

    @Test("it sees a plain environment, nothing to read, and runs in the folder that is named")
    func surroundings() throws {
        let environment = try Programs.run([["env"]])
        let folder = try Programs.run([["pwd"]], in: "/usr")
        let input = try Programs.run([["cat"]])

        let lines = String(decoding: try environment.output.read(at: 0, count: 10_000), as: UTF8.self)
        #expect(lines.contains("LC_ALL=C.UTF-8\n"))
        #expect(!lines.contains("USER="))
        let place = String(decoding: try folder.output.read(at: 0, count: 100), as: UTF8.self)
        #expect(place == "/usr\n")
        let size = input.output.size
        #expect(size == 0)
    }
}

@Suite("Folders with all that is in them")
struct FileTreeTests {
    private let path = NSTemporaryDirectory() + "amorce-tree-" + UUID().uuidString.prefix(8)

    @Test("are listed with what each name stands for, and removed without following a link")
    func entries() throws {
        defer { try? FileManager.default.removeItem(atPath: path) }
        try Directory.create(path + "/tree/.hidden")
        try Directory.create(path + "/outside")
        try Directory.write(Array("abc".utf8), to: path + "/outside/file")
        try Directory.write(Array("abc".utf8), to: path + "/tree/file")
        try FileManager.default.createSymbolicLink(atPath: path + "/tree/link", withDestinationPath: "../outside")

        let entries = try FileTree.entries(of: path + "/tree")
        try FileTree.remove(path + "/tree")
        try FileTree.remove(path + "/tree")

        #expect(entries.map(\.path) == [".hidden", "file", "link"])
        #expect(entries.map(\.kind) == [.folder, .file(bytes: 3), .link("../outside")])
        #expect(try FileTree.kind(of: path + "/tree") == nil)
        #expect(try FileTree.kind(of: path + "/outside/file") == .file(bytes: 3))
    }

    @Test("take each other's place in one step, or a free one")
    func places() throws {
        defer { try? FileManager.default.removeItem(atPath: path) }
        try Directory.create(path + "/new/inner")

        try FileTree.put(path + "/new", inPlaceOf: path + "/there")
        try Directory.create(path + "/newer")
        try FileTree.put(path + "/newer", inPlaceOf: path + "/there")

        #expect(try FileTree.kind(of: path + "/there/inner") == nil)
        #expect(try FileTree.kind(of: path + "/newer/inner") == .folder)
    }

    @Test("where a link leads is known, and where it leads nowhere")
    func targets() throws {
        defer { try? FileManager.default.removeItem(atPath: path) }
        try Directory.create(path + "/folder")
        try FileManager.default.createSymbolicLink(atPath: path + "/link", withDestinationPath: "folder")
        try FileManager.default.createSymbolicLink(atPath: path + "/broken", withDestinationPath: "gone")

        #expect(try FileTree.target(of: path + "/link") == .folder)
        #expect(try FileTree.target(of: path + "/broken") == nil)
        #expect(try FileTree.kind(of: path + "/broken") == .link("gone"))
    }

    @Test("a text is found in a file wherever it stands, over the ends of what is read at once")
    func search() throws {
        defer { try? FileManager.default.removeItem(atPath: path) }
        try Directory.create(path)
        let text = "Linux version "
        for offset in [0, 1, (1 << 20) - 7, (1 << 20), (2 << 20) - 14] {
            let bytes = [UInt8](repeating: 0, count: offset) + Array(text.utf8)
            try Directory.write(bytes, to: path + "/file")

            let file = try OpenFile(at: path + "/file")

            let (first, second) = (try file.place(of: text), try file.place(of: text, from: Int64(offset) + 1))
            #expect(first == Int64(offset))
            #expect(second == nil)
        }
    }

    @Test("whether names came or went is told by a folder's version")
    func versions() throws {
        defer { try? FileManager.default.removeItem(atPath: path) }
        #expect(FolderVersion(of: path) == nil)
        try Directory.create(path)
        let old = Date(timeIntervalSince1970: 1_000_000)
        try FileManager.default.setAttributes([.modificationDate: old], ofItemAtPath: path)
        let settled = FolderVersion(of: path)

        #expect(settled?.isSettled == true)
        #expect(FolderVersion(of: path) == settled)
        try Directory.write([1], to: path + "/name")
        #expect(FolderVersion(of: path) != settled)
        #expect(FolderVersion(of: path)?.isSettled == false)
    }
}
