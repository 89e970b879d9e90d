import Foundation
import LinuxIO
import Testing

@Suite("What the kernel tells of folders, inotify(7)")
struct FolderNoticesTests {
    private let path = NSTemporaryDirectory() + "amorce-notices-" + UUID().uuidString.prefix(8)

    @Test("a file that comes, is written, is renamed or goes is heard, once; where nothing happens nothing is")
    func heard() throws {
        defer { try? FileManager.default.removeItem(atPath: path) }
        try Directory.create(path)
        let notices = try FolderNotices()
        try notices.watch(path)
        try notices.watch(path)
        #expect(told(by: notices) == [false, false])

        let steps: [() throws -> Void] = [
            { try Data([1]).write(to: URL(fileURLWithPath: path + "/a")) },
            { try Data([1, 2]).write(to: URL(fileURLWithPath: path + "/a")) },
            { try FileManager.default.moveItem(atPath: path + "/a", toPath: path + "/b") },
            { try FileManager.default.removeItem(atPath: path + "/b") },
            { try Directory.create(path + "/folder") },
        ]
        for step in steps {
            try step()
            #expect(told(by: notices) == [true, false])
        }
    }

    @Test("what changes below a folder is heard where that folder is watched")
    func below() throws {
        defer { try? FileManager.default.removeItem(atPath: path) }
        try Directory.create(path + "/folder")
        let notices = try FolderNotices()
        try notices.watch(path)

        try Directory.write([1], to: path + "/folder/a")
        #expect(told(by: notices) == [false, false])
        try notices.watch(path + "/folder")
        try Directory.write([1], to: path + "/folder/a")
        #expect(told(by: notices) == [true, false])
    }

    @Test("a folder that is not there, and a file, cannot be watched")
    func wrong() throws {
        let notices = try FolderNotices()

        #expect(fails(notices, path) && fails(notices, #filePath))
    }

    /// What two looks, one after the other, are told.
    private func told(by notices: borrowing FolderNotices) -> [Bool] { [notices.receive(), notices.receive()] }

    private func fails(_ notices: borrowing FolderNotices, _ path: String) -> Bool {
        do {
            try notices.watch(path)
            return false
        } catch {
            return true
        }
    }
}
