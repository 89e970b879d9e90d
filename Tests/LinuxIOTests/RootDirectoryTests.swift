import Foundation
import LinuxIO
import Testing

@Suite("A served directory")
struct RootDirectoryTests {
    private let folder: URL
    private let root: RootDirectory

    init() throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "amorce-root-\(UUID())")
        try FileManager.default.createDirectory(
            at: folder.appending(path: "root/sub"), withIntermediateDirectories: true)
        root = try RootDirectory(folder.appending(path: "root").path)
        try write("inside", "root/sub/file")
        try write("outside", "secret")
    }

    private func write(_ text: String, _ path: String) throws {
        try Data(text.utf8).write(to: folder.appending(path: path))
    }

    private func link(_ path: String, to target: String) throws {
        try FileManager.default.createSymbolicLink(
            atPath: folder.appending(path: path).path, withDestinationPath: target)
    }

    private func remove() { try? FileManager.default.removeItem(at: folder) }

    @Test("gives a file with its size, in parts and to its end")
    func reads() throws {
        defer { remove() }

        let file = try root.open("sub/file")

        #expect(file.size == 6)
        #expect(try file.read(at: 0, count: 100) == Array("inside".utf8))
        #expect(try file.read(at: 2, count: 3) == Array("sid".utf8))
        #expect(try file.read(at: 6, count: 3).isEmpty)
        #expect(file.modified.milliseconds > 1_700_000_000_000)
    }

    @Test(
        "knows how a path is written whose case is another, and nothing outside",
        arguments: [
            ("SUB/FILE", "sub/file"), ("Sub/file", "sub/file"), ("sub/file", "sub/file"), ("sub/none", nil),
            ("none/file", nil), ("../SECRET", nil), ("sub/../sub/FILE", nil), ("", nil), ("OUT/secret", nil),
        ] as [(String, String?)])
    func spelling(path: String, written: String?) throws {
        defer { remove() }
        try link("root/out", to: "..")

        #expect(root.spelling(of: path) == written)
    }

    @Test("prefers a name as it was asked for, then the first")
    func severalSpellings() throws {
        defer { remove() }
        for name in ["boot.efi", "BOOT.EFI", "Boot.efi"] { try write(name, "root/" + name) }

        #expect(root.spelling(of: "Boot.efi") == "Boot.efi")
        #expect(root.spelling(of: "bOOT.eFI") == "BOOT.EFI")
    }

    @Test("tells a file that was written to from one whose name another took")
    func unchanged() throws {
        defer { remove() }
        try write("more", "root/other")
        let file = try root.open("sub/file")
        let other = try root.open("other")

        try FileManager.default.removeItem(at: folder.appending(path: "root/sub/file"))
        try write("inside", "root/sub/file")
        let handle = try FileHandle(forWritingTo: folder.appending(path: "root/other"))
        try handle.truncate(atOffset: 1)
        try handle.close()

        let (isKept, isWritten) = (file.isUnchanged, !other.isUnchanged)
        #expect(isKept && isWritten)
        let (former, latest) = (file.version, try root.open("sub/file").version)
        #expect(former != latest)
    }

    @Test("follows links that stay inside, as Debian's netboot tree has them")
    func linksInside() throws {
        defer { remove() }
        try link("root/link", to: "sub/file")
        try link("root/sub/up", to: "../sub/file")

        #expect(try root.open("link").size == 6)
        #expect(try root.open("sub/up").size == 6)
        #expect(try root.open("sub/../sub/file").size == 6)
    }

    @Test(
        "gives nothing outside of it",
        arguments: ["../secret", "sub/../../secret", "/etc/passwd", "out", "folder/secret", "absolute"])
    func outside(path: String) throws {
        defer { remove() }
        try link("root/out", to: "../secret")
        try link("root/folder", to: "..")
        try link("root/absolute", to: folder.appending(path: "root/sub/file").path)

        #expect(throws: FileError.outsideOfRoot(path)) { _ = try root.open(path) }
    }

    @Test("gives nothing through the links of /proc")
    func magicLinks() throws {
        let proc = try RootDirectory("/proc/self")

        #expect(throws: FileError.outsideOfRoot("root/etc/passwd")) { _ = try proc.open("root/etc/passwd") }
    }

    @Test(
        "says that there is no such file",
        arguments: ["none", "", "sub/file/x", "sub\0", String(repeating: "n", count: 5000)])
    func missing(path: String) {
        defer { remove() }

        #expect(throws: FileError.notFound(path)) { _ = try root.open(path) }
    }

    @Test("gives regular files only, and does not hang on a FIFO", arguments: ["sub", ".", "fifo"])
    func notAFile(path: String) throws {
        defer { remove() }
        try #require(mkfifo(folder.appending(path: "root/fifo").path, 0o600) == 0)

        #expect(throws: FileError.notAFile(path)) { _ = try root.open(path) }
    }

    @Test("keeps an open file as it was when its name is given to another")
    func replaced() throws {
        defer { remove() }
        let file = try root.open("sub/file")

        try write("another", "new")
        try #require(rename(folder.appending(path: "new").path, folder.appending(path: "root/sub/file").path) == 0)

        #expect(try file.read(at: 0, count: 100) == Array("inside".utf8))
        #expect(try root.open("sub/file").size == 7)
    }
}
