import Decisions
import Inventory
import LinuxIO

/// An apt of its own, which knows one release of one mirror and no package of this machine: it checks the chain of signatures
/// from the archive's keyring over `InRelease` and `Packages` to the package.
struct AptRoot {
    private let path: String
    private let options: [String]

    /// Debian's keys, as its package debian-archive-keyring has them.
    static let keyring = "/usr/share/keyrings/debian-archive-keyring.gpg"

    /// Has apt fetch a package, and hands over its file and version; all that apt needed is removed afterwards.
    static func fetch<Result>(
        _ package: String, of release: Release, mirror: String?, keyring: String,
        _ body: (_ file: String) throws(ImageError) -> Result
    ) throws(ImageError) -> Result {
        guard try ImageError.telling({ () throws(SystemError) in try FileTree.kind(of: keyring) }) != nil else {
            throw .noKeyring(keyring)
        }
        let site = if let mirror { mirror } else { try machineMirror() }
        let mirror = try checked(site)
        // Readable for everyone: apt fetches as a user without rights.
        sweep()
        let path = try ImageError.telling { () throws(SystemError) in
            try FileTree.makeTemporary("\(place)/\(prefix)", mode: 0o755)
        }
        defer { try? FileTree.remove(path) }
        let lock = try ImageError.telling { () throws(SystemError) in try FileLock("\(path)/lock") }
        let root = try AptRoot(path, release, mirror, keyring)
        try root.run(["update", "--error-on=any"])
        try root.run(["install", "--download-only", "--yes", "--no-install-recommends", package])
        let archives = "\(path)/cache/archives"
        let files = try ImageError.telling { () throws(SystemError) in try Directory.names(in: archives) }
        guard let file = files.first(where: { $0.hasPrefix("\(package)_") && $0.hasSuffix(".deb") }) else {
            throw .program("apt-get", said: "\(package) was not fetched")
        }
        let result = try body("\(archives)/\(file)")
        lock.release()
        return result
    }

    private static let place = "/var/tmp"
    private static let prefix = "amorce-apt-"

    /// Removes what others left behind that were ended before they could. Whoever is at work holds the lock of his own.
    private static func sweep() {
        for name in (try? Directory.names(in: place)) ?? [] where name.hasPrefix(prefix) {
            let path = "\(place)/\(name)"
            // One that was made this moment is about to be locked.
            guard FileTree.isOwnFolder(path), FolderVersion(of: path)?.isSettled == true,
                let lock = try? FileLock("\(path)/lock")
            else { continue }
            try? FileTree.remove(path)
            lock.release()
        }
    }

    private init(_ path: String, _ release: Release, _ mirror: String, _ keyring: String) throws(ImageError) {
        self.path = path
        let source = "\(path)/etc/apt/debian.sources"
        options = [
            "Dir=\(path)", "Dir::Etc=\(path)/etc/apt", "Dir::Etc::SourceList=\(source)",
            "Dir::Etc::SourceParts=/dev/null", "Dir::State=\(path)/state", "Dir::State::status=\(path)/status",
            "Dir::State::Lists=\(path)/lists", "Dir::Cache=\(path)/cache", "Dir::Log=\(path)/log",
            // Any architecture's index has the packages for all.
            "APT::Architecture=amd64", "APT::Architectures=amd64", "Acquire::Languages=none",
            "Acquire::AllowInsecureRepositories=false", "Acquire::AllowWeakRepositories=false",
            "Acquire::AllowDowngradeToInsecureRepositories=false", "APT::Get::AllowUnauthenticated=false",
        ].flatMap { ["-o", $0] }
        let folders = [
            "etc/apt/preferences.d", "etc/apt/trusted.gpg.d", "state", "lists/partial", "cache/archives/partial", "log",
        ]
        try ImageError.telling { () throws(SystemError) in
            for folder in folders { try Directory.create("\(path)/\(folder)", mode: 0o755) }
            try Directory.write([], to: "\(path)/status", mode: 0o644)
            let text = "Types: deb\nURIs: \(mirror)\nSuites: \(release)\nComponents: main\nSigned-By: \(keyring)\n"
            try Directory.write(Array(text.utf8), to: source, mode: 0o644)
        }
    }

    private func run(_ words: [String]) throws(ImageError) {
        try Tools.run([["apt-get", "--quiet=2"] + options + words])
    }

    /// The mirror that this machine's own apt has Debian from.
    private static func machineMirror() throws(ImageError) -> String {
        let lines = try Tools.output([
            ["apt-get", "indextargets", "--format", "$(LABEL) $(COMPONENT) $(REPO_URI)", "Created-By: Packages"]
        ])
        for line in lines.split(separator: "\n") {
            let words = line.split(separator: " ")
            if words.count == 3, words[0] == "Debian", words[1] == "main" { return String(words[2]) }
        }
        throw .noMirror
    }

    /// A URL that can stand on a line of apt's sources.
    private static func checked(_ mirror: String) throws(ImageError) -> String {
        let isPlain = mirror.unicodeScalars.allSatisfy { ("!"..."~").contains($0) }
        let schemes = ["http://", "https://", "file:/", "copy:/"]
        guard isPlain, schemes.contains(where: { mirror.hasPrefix($0) && mirror != $0 }) else {
            throw .badMirror(mirror)
        }
        // apt leaves a package of a folder where it is, and it would not be found among those that were fetched.
        return mirror.hasPrefix("file:") ? "copy:" + mirror.dropFirst("file:".count) : mirror
    }
}
