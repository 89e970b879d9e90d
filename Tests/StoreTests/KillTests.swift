import Foundation
import Glibc
import NetTypes
import Store
import Testing

@Suite("A store whose process is killed")
struct KillTests {
    /// The program that commits without end, in the directory where the tests were built.
    private func torture() throws -> URL {
        let own = [URL(filePath: "/proc/self/exe").resolvingSymlinksInPath()]
        let named = CommandLine.arguments.map { URL(filePath: $0) }
        let candidates = (own + named).map { $0.deletingLastPathComponent().appending(path: "StoreTorture") }
        return try #require(candidates.first { FileManager.default.isExecutableFile(atPath: $0.path) })
    }

    /// Runs the program until it has said so many addresses, kills it, and answers all that it said.
    private func addresses(committedTo path: String, killedAfter count: Int) throws -> [IPv4Address] {
        let process = Process()
        let output = Pipe()
        process.executableURL = try torture()
        process.arguments = [path]
        process.standardOutput = output
        try process.run()

        var said = Data()
        while said.count(where: { $0 == UInt8(ascii: "\n") }) < count {
            let more = output.fileHandleForReading.availableData
            try #require(!more.isEmpty, "the program ended by itself")
            said += more
        }
        kill(process.processIdentifier, SIGKILL)
        said += try output.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        #expect(process.terminationReason == .uncaughtSignal)

        // A line without its end was cut by the kill.
        let lines = String(decoding: said, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false)
        return try lines.dropLast().map { try #require(IPv4Address($0)) }
    }

    @Test("has every lease that it said it had, and every transaction whole, however often")
    func kill9() throws {
        let directory = try TemporaryDirectory()
        let path = directory.file("amorce.db")
        var said: [IPv4Address] = []

        for count in [0, 1, 50, 333, 1, 800, 7, 0, 1500] {
            said += try addresses(committedTo: path, killedAfter: count)

            let store = try Store.open(at: path)
            let missing = store.read { image in said.filter { image.leases[$0] == nil } }
            #expect(missing == [])
            #expect(Int64(store.read { $0.leases.count }) == store.lastEvent)
            #expect(store.unreadable == [])
        }
        #expect(Set(said).count == said.count)
        #expect(said.count >= 2692)
    }
}
