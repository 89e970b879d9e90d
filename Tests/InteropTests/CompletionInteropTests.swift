import Foundation
import LabSupport
import Testing

/// What a person types in a shell is completed by that shell itself.
@Suite("Completion in real shells", .enabled(if: Lab.isWanted, "\(Lab.obstacle ?? "")"))
struct CompletionInteropTests {
    @Test(
        "finds commands and options by their beginning", arguments: ["bash", "fish", "zsh"],
        [("machine rei", "reinstall"), ("machine show --or", "--origin"), ("help simu", "simulate")])
    func beginnings(shell: String, typed: (line: String, whole: String)) async throws {
        let completed = try await complete(typed.line, to: typed.whole, in: shell)

        #expect(completed.contains(typed.whole), "\(completed)")
    }

    @Test("offers files where one is wanted", arguments: ["bash", "fish", "zsh"])
    func files(shell: String) async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "amorce-\(UUID())")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        try Data().write(to: folder.appending(path: "boot.pcap"))

        let completed = try await complete("explain \(folder.path)/bo", to: "boot.pcap", in: shell)

        #expect(completed.contains("boot.pcap"), "\(completed)")
    }

    /// What stands behind `amorce` when Tab was pressed, or what the shell offers then.
    private func complete(_ line: String, to whole: String, in shell: String) async throws -> String {
        let program = URL(fileURLWithPath: Lab.built("amorce"))
        let path = "PATH=\(program.deletingLastPathComponent().path):/usr/sbin:/usr/bin:/sbin:/bin"
        // A shell that waits for ever is ended.
        return try await run(["env", path, "timeout", "60"] + words(for: line, whole, in: shell))
    }

    private func words(for line: String, _ whole: String, in shell: String) -> [String] {
        switch shell {
        case "bash":
            [
                "bash", "--norc", "-c",
                """
                source <(amorce completion bash)
                COMP_WORDS=(amorce \(line)) COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
                _amorce amorce "${COMP_WORDS[COMP_CWORD]}"
                printf '%s\\n' "${COMPREPLY[@]}"
                """,
            ]
        case "fish":
            ["fish", "--no-config", "-c", "amorce completion fish | source; complete --do-complete 'amorce \(line)'"]
        default:
            // A terminal of its own: zsh completes only where somebody types.
            [
                "zsh", "-f", "-c",
                """
                zmodload zsh/zpty
                zpty typing zsh -f -i
                zpty -w typing 'PROMPT=; autoload -U compinit; compinit -D; source <(amorce completion zsh); echo re""ady'
                zpty -r typing text '*ready*'
                zpty -w -n typing $'amorce \(line)\\t'
                zpty -r typing text '*\(whole)*'
                print -r -- $text
                """,
            ]
        }
    }
}
