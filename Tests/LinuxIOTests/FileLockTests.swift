import Foundation
import LinuxIO
import Testing

@Suite("A file that one process holds")
struct FileLockTests {
    private let path = NSTemporaryDirectory() + "amorce-lock-" + UUID().uuidString.prefix(8)

    @Test("is nobody else's until it is given up")
    func exclusive() throws {
        defer { try? FileManager.default.removeItem(atPath: path) }
        let first = try FileLock(path)

        let error = #expect(throws: SystemError.self) { _ = try FileLock(path) }
        #expect(error?.isHeldByAnother == true)

        first.release()
        try FileLock(path).release()
    }

    @Test("is not made where there is no folder")
    func noFolder() {
        let error = #expect(throws: SystemError.self) { _ = try FileLock(path + "/none/lock") }

        #expect(error?.isNotFound == true)
        #expect(error?.isHeldByAnother == false)
    }
}
