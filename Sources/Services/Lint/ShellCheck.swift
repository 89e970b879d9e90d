import LinuxIO
import NetTypes

/// Shell scripts, looked over by `sh -n` and, where it is installed, by shellcheck.
struct ShellCheck {
    private let folder: String
    private let hasShellcheck: Bool

    /// What one of the programs said of a line.
    struct Remark: Hashable {
        let line: Int
        let text: String
        let isError: Bool
    }

    init() throws(SystemError) {
        folder = try FileTree.makeTemporary("/tmp/amorce-lint-")
        hasShellcheck = try FileTree.kind(of: "/usr/bin/shellcheck") != nil
    }

    /// Whether the second program is there.
    var isWhole: Bool { hasShellcheck }

    func end() { try? FileTree.remove(folder) }

    /// What is wrong with a script. What is written for one machine has conditions that are constant there, which is no fault.
    func remarks(on script: String) throws(SystemError) -> [Remark] {
        let file = "\(folder)/script"
        try Directory.write(Array(script.utf8), to: file)
        let parsed = try Programs.run([["sh", "-n", file]])
        guard parsed.isDone else {
            return parsed.errors.split(separator: "\n").map { remark(String($0), file, isError: true) }
        }
        guard hasShellcheck else { return [] }
        let checked = try Programs.run([
            ["shellcheck", "--shell=sh", "--format=gcc", "--severity=warning", "--", file]
        ])
        let bytes = try checked.output.read(at: 0, count: 1 << 20)
        return String(decoding: bytes, as: UTF8.self).split(separator: "\n").map { line in
            remark(String(line), file, isError: line.contains(": error: "))
        }
    }

    /// `FILE: 12: words` of dash, `FILE:12:3: words` of shellcheck; other lines are of the script as a whole.
    private func remark(_ line: String, _ file: String, isError: Bool) -> Remark {
        let rest = line.hasPrefix(file + ":") ? line.dropFirst(file.count + 1) : line[...]
        let number = rest.prefix { $0 != ":" }.trimmed
        guard let place = Int(number) else { return Remark(line: 1, text: line, isError: isError) }
        let words = rest.drop { $0 != ":" }.dropFirst().drop { $0 == ":" || $0 == " " || $0.isNumber }
        return Remark(line: place, text: String(words), isError: isError)
    }
}
