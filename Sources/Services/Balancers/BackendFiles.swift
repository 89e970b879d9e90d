import Decisions
import LinuxIO

/// Files of HAProxy's configuration, as far as amorce's lines in them go.
enum BackendFiles {
    /// The most that is read.
    private static let limit = 16 << 20

    /// What a file has of a backend.
    static func read(_ path: String, backend: String) throws(BalancerTrouble) -> BackendFile {
        let bytes: [UInt8]?
        do throws(SystemError) {
            bytes = try InputFile.read(path, atMost: limit)
        } catch {
            throw .file("\(error)", cure: "make the file with the backend's section in it, and let amorce read it")
        }
        guard let bytes, let text = String(validating: bytes, as: UTF8.self),
            let file = BackendFile(text, backend: backend)
        else {
            let (opening, closing) = (BackendFile.opening(of: backend), BackendFile.closing)
            throw .file(
                "\(path) does not have the two comments between which amorce writes",
                cure: "write the lines \"\(opening)\" and \"\(closing)\" into its section \"backend \(backend)\"")
        }
        return file
    }

    /// Puts lines in place of amorce's; whether anything had to be changed.
    static func write(_ lines: [String], into path: String, _ file: BackendFile) throws(BalancerTrouble) -> Bool {
        let former = file.text(with: file.lines)
        let text = file.text(with: lines)
        guard text != former else { return false }
        do throws(SystemError) {
            try Directory.rewrite(Array(text.utf8), at: path)
        } catch {
            throw .file("\(error)", cure: "let amorce write in the file's folder, as docs/HANDOVER.md says")
        }
        return true
    }
}
