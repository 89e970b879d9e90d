import Foundation
import LinuxIO
import NetTypes
import Services
import Testing

@Suite("Files that are kept in memory")
struct KeptFilesTests {
    /// Long after any file of these tests was written.
    private static let later: @Sendable () -> Timestamp = { Clock.now() + .hours(1) }

    @Test("are kept as they were read, until they change")
    func small() throws {
        let folder = try Folder()
        try folder.write("one", to: "root/font.pf2")
        let root = try RootDirectory(folder.path + "/root")
        let files = SmallFiles(now: Self.later)

        #expect(files.current("font.pf2", in: root) == nil)
        #expect(files.read(try root.open("font.pf2"), "font.pf2", in: root)?.bytes == Array("one".utf8))
        #expect(files.current("font.pf2", in: root)?.bytes == Array("one".utf8))

        try folder.write("two", to: "root/font.pf2")
        #expect(files.current("font.pf2", in: root) == nil)
        #expect(files.read(try root.open("font.pf2"), "font.pf2", in: root)?.bytes == Array("two".utf8))

        try FileManager.default.removeItem(atPath: folder.path + "/root/font.pf2")
        #expect(files.current("font.pf2", in: root) == nil)
    }

    @Test("are not kept where they have just changed: another change may not show")
    func fresh() throws {
        let folder = try Folder()
        try folder.write("one", to: "root/font.pf2")
        let root = try RootDirectory(folder.path + "/root")
        let files = SmallFiles(now: { Timestamp(milliseconds: 0) })

        #expect(files.read(try root.open("font.pf2"), "font.pf2", in: root) != nil)

        #expect(files.current("font.pf2", in: root) == nil)
    }

    @Test("are short ones")
    func long() throws {
        let folder = try Folder()
        let text = String(repeating: "a", count: Int(SmallFiles.longest))
        try folder.write(text, to: "root/a")
        try folder.write(text + "a", to: "root/b")
        let root = try RootDirectory(folder.path + "/root")
        let files = SmallFiles(now: Self.later)

        #expect(files.read(try root.open("a"), "a", in: root)?.bytes.count == text.utf8.count)
        #expect(files.read(try root.open("b"), "b", in: root) == nil)
    }

    @Test("what was made of files is made again when one of them changes, comes or goes")
    func made() throws {
        let folder = try Folder()
        try folder.write("one", to: "content/a")
        let cache = ContentCache(try RootDirectory(folder.path + "/content"), now: Self.later)
        var count = 0
        let value = {
            try cache.value("key") { sources throws(CatalogError) in
                for path in ["a", "pieces", "missing"] { sources.note(path) }
                count += 1
                return count
            }
        }

        #expect(try value() == 1)
        #expect(try value() == 1)
        try folder.write("two", to: "content/a")
        #expect(try value() == 2)
        #expect(try value() == 2)
        try folder.write("", to: "content/pieces/new")
        #expect(try value() == 3)
        try folder.write("", to: "content/missing")
        #expect(try value() == 4)
        try FileManager.default.removeItem(atPath: folder.path + "/content/missing")
        #expect(try value() == 5)
        #expect(try value() == 5)
    }
}
