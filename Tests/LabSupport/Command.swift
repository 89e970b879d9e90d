import Foundation

/// A program's end: what it left.
package struct Finished: Sendable {
    package let status: Int32
    package let output: Data
    package let error: String

    package var text: String { String(decoding: output, as: UTF8.self) }
}

/// Why the lab could not do what a test asked of it.
package struct LabError: Error, CustomStringConvertible {
    package let description: String

    package init(_ description: String) { self.description = description }
}

/// Runs a program to its end, without holding up a thread.
package func finish(_ words: [String]) async throws -> Finished {
    let folder = FileManager.default.temporaryDirectory
    let (output, error) = (folder.appending(path: "amorce-\(UUID())"), folder.appending(path: "amorce-\(UUID())"))
    defer { for file in [output, error] { try? FileManager.default.removeItem(at: file) } }
    let status = try await withCheckedThrowingContinuation { ended in
        do {
            try start(words, output: output, error: error) { ended.resume(returning: $0) }
        } catch {
            ended.resume(throwing: error)
        }
    }
    return Finished(
        status: status, output: try Data(contentsOf: output),
        error: String(decoding: try Data(contentsOf: error), as: UTF8.self))
}

/// Runs a program that has to succeed; an error has its words.
@discardableResult
package func run(_ words: [String]) async throws -> String {
    let finished = try await finish(words)
    guard finished.status == 0 else {
        throw LabError("\(words.joined(separator: " ")): exit status \(finished.status): \(finished.error)")
    }
    return finished.text
}

/// Starts a program whose words go to files.
@discardableResult
func start(
    _ words: [String], output: URL, error: URL, whenEnded: @escaping @Sendable (Int32) -> Void = { _ in }
) throws -> Process {
    let process = Process()
    // A child has the signal mask of the thread that starts it, and Dispatch's threads block SIGTERM: env unblocks it.
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = ["--default-signal"] + words
    process.standardInput = FileHandle.nullDevice
    for file in [output, error] { try Data().write(to: file) }
    let (outputHandle, errorHandle) = (try FileHandle(forWritingTo: output), try FileHandle(forWritingTo: error))
    process.standardOutput = outputHandle
    process.standardError = errorHandle
    process.terminationHandler = { whenEnded($0.terminationStatus) }
    try process.run()
    try outputHandle.close()
    try errorHandle.close()
    return process
}
