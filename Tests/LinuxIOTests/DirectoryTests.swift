import Foundation
import LinuxIO
import Testing

@Suite("Folders by path")
struct DirectoryTests {
    private let path = NSTemporaryDirectory() + "amorce-folder-" + UUID().uuidString.prefix(8)

    @Test("are made with their parents, and list their files sorted, without hidden ones")
    func names() throws {
        defer { try? FileManager.default.removeItem(atPath: path) }

        try Directory.create(path + "/a/b")
        try Directory.create(path + "/a/b")
        for name in ["2", "1", ".3"] { try Directory.write([1], to: path + "/a/" + name) }

        #expect(try Directory.names(in: path + "/a") == ["1", "2", "b"])
    }

    @Test("take a file whole, for its owner alone, in place of another; what fails leaves nothing behind")
    func write() throws {
        defer { try? FileManager.default.removeItem(atPath: path) }
        try Directory.create(path + "/folder/inner")

        try Directory.write(Array("long text".utf8), to: path + "/file")
        try Directory.write(Array("short".utf8), to: path + "/file")
        #expect(throws: SystemError.self) { try Directory.write([1], to: path + "/folder") }

        #expect(try String(contentsOfFile: path + "/file", encoding: .utf8) == "short")
        let mode = try FileManager.default.attributesOfItem(atPath: path + "/file")[.posixPermissions] as? Int
        #expect(mode == 0o600)
        #expect(try Directory.names(in: path) == ["file", "folder"])
    }
}
