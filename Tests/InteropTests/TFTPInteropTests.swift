import Foundation
import LinuxIO
import NetTypes
import Services
import Testing

@Suite("TFTP with the clients of others", .serialized)
struct TFTPInteropTests {
    @Test("a file of 100 MB arrives byte for byte", arguments: TFTPProgram.all)
    func large(program: TFTPProgram) async throws {
        try await expectArrival(of: 100 << 20, by: program)
    }

    @Test("block numbers roll over: 40 MB in blocks of 512 bytes", arguments: [TFTPProgram.curl512, .atftp512, .tftp])
    func rollOver(program: TFTPProgram) async throws {
        try await expectArrival(of: 40 << 20, by: program)
    }

    @Test(
        "files whose last block is empty or nearly so arrive",
        arguments: [TFTPProgram.tftp, .atftp, .curlPlain], [0, 1, 511, 512, 513, 1428, 1428 * 16, 1428 * 17 + 1])
    func edges(program: TFTPProgram, size: Int) async throws {
        try await expectArrival(of: size, by: program)
    }

    @Test("thirty clients at a time get the same file")
    func manyAtATime() async throws {
        guard try TFTPProgram.curl.isThere() else { return }
        try await withService(of: 2 << 20) { folder, port, outcomes in
            // Not by the shell's own `wait`, which sleeps for ever where SIGCHLD is blocked, as in threads of Dispatch.
            let fetch = "curl -sS --tftp-blksize 1428 -o received{} tftp://127.0.0.1:\(port)/served"
            try run("seq 30 | xargs -P 30 -I {} \(fetch)", in: folder)

            for await outcome in outcomes.prefix(30) { #expect(outcome.result == .done) }
            try run("for i in $(seq 30); do cmp served received$i || exit 1; done", in: folder)
        }
    }

    /// Serves one file of random bytes and compares what the program stored.
    private func expectArrival(of size: Int, by program: TFTPProgram) async throws {
        guard try program.isThere() else { return }
        try await withService(of: size) { folder, port, outcomes in
            try run(program.command(port), in: folder)

            let outcome = try #require(await outcomes.first { _ in true })
            #expect(outcome.result == .done)
            #expect(outcome.bytes == Int64(size))
            try run("cmp served received", in: folder)
        }
    }

    /// A service on loopback whose root holds the random file `served`, and what it reports.
    private func withService(
        of size: Int, _ body: (URL, UInt16, AsyncStream<TFTPOutcome>) async throws -> Void
    ) async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "amorce-interop-\(UUID())")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        try run("head -c \(size) /dev/urandom > served", in: folder)
        let root = try RootDirectory(folder.path)
        let loop = try EventLoop(name: "tftp-interop")
        try loop.start()
        defer { loop.stop() }
        let (outcomes, reported) = AsyncStream.makeStream(of: TFTPOutcome.self)
        let service = try TFTPService(
            on: loop, address: IPv4Address(127, 0, 0, 1), port: 0, content: { ask in .file(ask.path, in: root) },
            report: { reported.yield($0) })
        try await service.start()

        try await body(folder, service.port, outcomes)
    }

    private func run(_ command: String, in folder: URL) throws {
        let process = Process()
        process.executableURL = URL(filePath: "/bin/sh")
        process.arguments = ["-c", command]
        process.currentDirectoryURL = folder
        try process.run()
        process.waitUntilExit()
        #expect(process.terminationStatus == 0, "\(command)")
    }
}

/// A client program, and how it is told to fetch `served` as `received` in the current folder.
struct TFTPProgram: Sendable, CustomTestStringConvertible {
    let name: String
    private let executable: String
    private let arguments: @Sendable (UInt16) -> String

    static let tftp = Self(name: "tftp-hpa", executable: "tftp") {
        "-m binary 127.0.0.1 \($0) -c get served received"
    }
    static let atftp = Self(name: "atftp, windows of 16", executable: "atftp") {
        "--option 'blksize 1428' --option 'windowsize 16' -g -r served -l received 127.0.0.1 \($0)"
    }
    static let atftp512 = Self(name: "atftp, 512", executable: "atftp") {
        "-g -r served -l received 127.0.0.1 \($0)"
    }
    static let curl = Self(name: "curl, 1428", executable: "curl") {
        "-sS --tftp-blksize 1428 -o received tftp://127.0.0.1:\($0)/served"
    }
    static let curl512 = Self(name: "curl, 512", executable: "curl") {
        "-sS --tftp-blksize 512 -o received tftp://127.0.0.1:\($0)/served"
    }

    /// Without options: curl 7.88 takes a `tsize` of 0 for an error. Nor does it make a file of nothing.
    static let curlPlain = Self(name: "curl, no options", executable: "curl") {
        "-sS --tftp-no-options -o received tftp://127.0.0.1:\($0)/served && touch received"
    }

    static let all = [tftp, atftp, curl]

    var testDescription: String { name }

    func command(_ port: UInt16) -> String { "\(executable) \(arguments(port))" }

    /// Whether it is installed. Where it is not, a run for the record fails, and another says what it leaves out.
    func isThere() throws -> Bool {
        let isInstalled = ["/usr/bin", "/usr/local/bin", "/bin"].contains {
            FileManager.default.isExecutableFile(atPath: "\($0)/\(executable)")
        }
        if !isInstalled {
            try #require(ProcessInfo.processInfo.environment["CI"] != "true", "\(executable) is not installed")
            print("skipped: \(executable) is not installed")
        }
        return isInstalled
    }
}
