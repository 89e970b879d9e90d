import Foundation

/// A machine that boots from a lab's network, with unmodified firmware.
package struct VirtualMachine: Sendable {
    package enum Firmware: String, Sendable { case bios, uefi }

    let folder: URL
    let program: RunningProgram

    /// Powers it on. Its disk is empty, or what stands at `disk` in its folder already.
    init(in lab: Lab, _ firmware: Firmware, mac: String) throws {
        folder = Self.folder(in: lab)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        program = try RunningProgram(
            "qemu", [Lab.script("vm"), "run", folder.path, lab.name, firmware.rawValue, mac], in: folder)
    }

    static func folder(in lab: Lab) -> URL { lab.folder.appending(path: "vm") }

    package func powerOff() async { await program.stop() }

    /// What it wrote to its serial console, without what moves a terminal's cursor or paints it.
    package var console: String {
        let bytes = (try? Data(contentsOf: folder.appending(path: "console.log"))) ?? Data()
        return String(decoding: bytes, as: UTF8.self)
            .replacing(/\u{1B}[\[\]()][0-9;?]*[A-Za-z0-9]/, with: "")
            .filter { $0.isASCII && ($0 >= " " || $0.isNewline) }
    }

    /// Types a line at its serial console.
    package func type(_ line: String) async throws {
        try await run([Lab.script("vm"), "type", folder.path, line])
    }

    /// Waits until its serial console has shown a text so often.
    package func waitForConsole(
        _ text: String, times: Int = 1, within limit: Duration = .seconds(180)
    ) async throws {
        let deadline = ContinuousClock.now + limit
        while console.ranges(of: text).count < times {
            guard await program.isRunning else { throw LabError("the machine is off: \(try diagnosis())") }
            guard ContinuousClock.now < deadline else {
                let often = times == 1 ? "" : " \(times) times"
                throw LabError(
                    "after \(limit) the console does not say \"\(text)\"\(often), but: \(console.suffix(2000))")
            }
            try await Task.sleep(for: .milliseconds(300))
        }
    }

    private func diagnosis() throws -> String { try String(contentsOf: program.errorFile, encoding: .utf8) }
}
