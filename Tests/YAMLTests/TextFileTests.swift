import Foundation
import Testing
import YAML

@Suite("A text file")
struct TextFileTests {
    private let folder = FileManager.default.temporaryDirectory.appending(path: "amorce-\(UUID().uuidString)").path

    private func withFolder(_ body: () throws -> Void) throws {
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try body()
    }

    private func write(_ size: Int, to name: String, mode: Int = 0o640) -> String {
        let path = "\(folder)/\(name)"
        _ = FileManager.default.createFile(
            atPath: path, contents: Data(repeating: 97, count: size), attributes: [.posixPermissions: mode])
        return path
    }

    @Test("is read whole, with its permissions")
    func whole() throws {
        try withFolder {
            let path = write(100_000, to: "a")

            let file = try TextFile(reading: path)

            #expect(file.bytes.count == 100_000)
            #expect(file.mode == 0o640)
        }
    }

    @Test("that is missing, a folder or too large says so")
    func unreadable() throws {
        try withFolder {
            let large = write(TextFile.limit + 1, to: "large")

            let missing = #expect(throws: YAMLError.self) { try TextFile(reading: "\(folder)/none") }
            let notAFile = #expect(throws: YAMLError.self) { try TextFile(reading: folder) }
            let tooLarge = #expect(throws: YAMLError.self) { try TextFile(reading: large) }

            #expect(missing?.problem == .unreadable("No such file or directory"))
            #expect(notAFile?.problem == .notAFile)
            #expect(tooLarge?.problem == .tooLarge(limit: 1 << 20))
        }
    }
}
