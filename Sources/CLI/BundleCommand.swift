import Decisions
import Inventory
import NetTypes

extension Command {
    /// Packs one machine's story: what our own commands say of it, a file each. Secrets are in none of that.
    @Sendable static func packBundle(_ session: Session) throws(Failure) {
        let identity = try session.identity(session.invocation[.machine])
        let detail: MachineDetail = try session.daemon().get("machines/" + identity)
        let name = detail.machine.hostName.text
        let output = session.invocation[.output] ?? "amorce-\(name).tar.gz"

        var files: [BundledFile] = []
        var index = ""
        for part in BundlePart.all {
            guard let words = part.words(name, detail.machine.profile) else {
                index += part.line("left out: the machine has no profile")
                continue
            }
            let (text, complaint) = session.output(of: words)
            if !text.isEmpty { files.append(BundledFile(name: part.file, text: withoutTokens(in: text))) }
            index += part.line("amorce " + words.joined(separator: " "))
            for line in complaint.split(separator: "\n") {
                index += "    " + withoutTokens(in: visible(String(line))) + "\n"
            }
        }
        let head =
            "What amorce \(session.surroundings.version) knows of \(name), \(detail.machine.mac), packed at "
            + "\(session.surroundings.now()).\n"
            + "Secrets stand as (secret NAME), and of build tokens there is only the beginning. Names, addresses and\n"
            + "variables are as they are: read it before you send it.\n\n"
            + "Each file is what a command printed; what it complained of stands below it.\n\n"
        files.insert(BundledFile(name: "README.txt", text: head + index), at: 0)
        try session.surroundings.pack("amorce-\(name)", files, output)
        try session.print(["file": output]) { "\(output): \(files.count) files; README.txt says what is in them\n" }
    }
}

/// A file of a bundle.
package struct BundledFile: Hashable, Sendable {
    package let name: String
    package let text: String
}

/// One file of a bundle: what is in it, and which of our command lines prints it.
struct BundlePart: Sendable {
    let file: String
    private let what: String
    private let command: String

    private init(_ file: String, _ what: String, _ command: String) {
        self.file = file
        self.what = what
        self.command = command
    }

    /// Every file that a bundle may have. NAME and PROFILE stand for the machine's.
    static let all: [Self] = [
        Self("machine.txt", "the machine, its lease, its timeline and the verdict", "machine show NAME"),
        Self("machine.json", "the same for programs", "machine show NAME --json"),
        Self("installer.log", "the newest installation's log", "machine log NAME"),
        Self("installer-live.log", "what came of it by syslog", "machine log NAME --live"),
        Self("menu.pxelinux.txt", "its menu", "profile preview PROFILE --machine NAME --file menu"),
        Self("menu.grub.txt", "its menu", "profile preview PROFILE --machine NAME --file menu --loader grub"),
        Self("menu.ipxe.txt", "its menu", "profile preview PROFILE --machine NAME --file menu --loader ipxe"),
        Self("preseed.cfg", "its preseed file", "profile preview PROFILE --machine NAME"),
        Self("postinstall.sh", "its script", "profile preview PROFILE --machine NAME --file postinstall"),
        Self("status.txt", "how the daemon does", "status"),
        Self("status.json", "the same for programs", "status --json"),
        Self("doctor.txt", "what usually goes wrong, looked for here", "doctor --offline"),
        Self("names.txt", "names on their way into DNS", "dns status"),
        Self("images.txt", "the netboot images", "image list"),
        Self("configuration.txt", "what the configuration comes to", "check --offline"),
    ]

    /// The words after `amorce`; `nil` where they name a profile, and there is none.
    func words(_ name: String, _ profile: ProfileName?) -> [String]? {
        guard profile != nil || !command.contains("PROFILE") else { return nil }
        return command.split(separator: " ").map { word in
            switch word {
            case "NAME": name
            case "PROFILE": profile?.text ?? ""
            default: String(word)
            }
        }
    }

    func line(_ words: String) -> String { "\(file.filled(to: 20))\(what) (\(words))\n" }
}

extension Session {
    /// What another command prints here, and what it complains of.
    fileprivate func output(of words: [String]) -> (text: String, complaint: String) {
        let pages = CapturedOutput()
        var inner = surroundings
        inner.write = { text throws(Failure) in pages.text += text }
        inner.writeError = { pages.complaint += $0 }
        var words = words
        for option in [Option.config, .control] {
            if let value = invocation[option] { words += [option.name, value] }
        }
        _ = CLI.run(words, in: inner)
        return (pages.text, pages.complaint)
    }
}

private final class CapturedOutput {
    var text = ""
    var complaint = ""
}
