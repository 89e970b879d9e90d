import Foundation

/// A program that runs until it is told to end.
package actor RunningProgram {
    private let process: Process
    private let ended: AsyncStream<Int32>
    package nonisolated let errorFile: URL

    /// Its standard error goes to `NAME.log` in the folder, its standard output to `NAME.out`.
    package init(_ name: String, _ words: [String], in folder: URL) throws {
        let (ended, end) = AsyncStream.makeStream(of: Int32.self)
        self.ended = ended
        errorFile = folder.appending(path: "\(name).log")
        process = try start(words, output: folder.appending(path: "\(name).out"), error: errorFile) {
            end.yield($0)
            end.finish()
        }
    }

    package var processID: Int32 { process.processIdentifier }
    package var isRunning: Bool { process.isRunning }

    package func signal(_ number: Int32) { Foundation.kill(process.processIdentifier, number) }

    /// Waits until it has ended by itself.
    package func waitForEnd() async {
        guard process.isRunning else { return }
        for await _ in ended {}
    }

    /// Asks it to end, and waits until it has.
    package func stop() async {
        guard process.isRunning else { return }
        process.terminate()
        for await _ in ended {}
    }

    /// Ends it as a power cut would.
    package func kill() async {
        signal(SIGKILL)
        for await _ in ended {}
    }
}
