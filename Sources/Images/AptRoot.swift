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
        let index = Index(release: release, mirror: mirror, keyring: keyring)
        return try with(index) { root throws(ImageError) in
            try root.run(["install", "--download-only", "--yes", "--no-install-recommends", package])
            let archives = "\(root.path)/cache/archives"
            let files = try ImageError.telling { () throws(SystemError) in try Directory.names(in: archives) }
            guard let file = files.first(where: { $0.hasPrefix("\(package)_") && $0.hasSuffix(".deb") }) else {
                throw .program("apt-get", said: "\(package) was not fetched")
            }
            return try body("\(archives)/\(file)")
        }
    }

    /// The kernels whose modules a mirror has for the installer: `6.1.0-50-amd64`.
    static func installerKernels(
        of release: Release, _ architecture: Architecture, mirror: String, proxy: String
    ) throws(ImageError) -> [String] {
        let index = Index(
            release: release, mirror: mirror, keyring: keyring, component: "main/debian-installer",
            architecture: architecture, proxy: proxy)
        let names = try with(index) { root throws(ImageError) in
            try Tools.output([["apt-cache"] + root.options + ["pkgnames", "kernel-image-"]])
        }
        return names.split(separator: "\n").filter { $0.hasSuffix("-di") }
            .map { String($0.dropFirst("kernel-image-".count).dropLast("-di".count)) }.sorted()
    }

    /// What an apt is to know.
    private struct Index {
        let release: Release
        /// `nil` is this machine's own.
        let mirror: String?
        let keyring: String
        var component = "main"
        /// Any architecture's index has the packages for all.
        var architecture = Architecture.amd64
        /// Empty: what apt's environment says.
        var proxy = ""
    }

    private static func with<Result>(
        _ index: Index, _ body: (AptRoot) throws(ImageError) -> Result
    ) throws(ImageError) -> Result {
        let keyring = index.keyring
        guard try ImageError.telling({ () throws(SystemError) in try FileTree.kind(of: keyring) }) != nil else {
            throw .noKeyring(keyring)
        }
        let site = if let mirror = index.mirror { mirror } else { try machineMirror() }
        let mirror = try checked(site)
        // Readable for everyone: apt fetches as a user without rights.
        sweep()
        let path = try ImageError.telling { () throws(SystemError) in
            try FileTree.makeTemporary("\(place)/\(prefix)", mode: 0o755)
        }
        defer { try? FileTree.remove(path) }
        let lock = try ImageError.telling { () throws(SystemError) in try FileLock("\(path)/lock") }
        let root = try AptRoot(path, index, mirror)
        try root.run(["update", "--error-on=any"])
        let result = try body(root)
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

    private init(_ path: String, _ index: Index, _ mirror: String) throws(ImageError) {
        self.path = path
        let source = "\(path)/etc/apt/debian.sources"
        options =
            [
                "Dir=\(path)", "Dir::Etc=\(path)/etc/apt", "Dir::Etc::SourceList=\(source)",
                "Dir::Etc::SourceParts=/dev/null", "Dir::State=\(path)/state", "Dir::State::status=\(path)/status",
                "Dir::State::Lists=\(path)/lists", "Dir::Cache=\(path)/cache", "Dir::Log=\(path)/log",
                "APT::Architecture=\(index.architecture)", "APT::Architectures=\(index.architecture)",
                "Acquire::Languages=none",
                "Acquire::AllowInsecureRepositories=false", "Acquire::AllowWeakRepositories=false",
                "Acquire::AllowDowngradeToInsecureRepositories=false", "APT::Get::AllowUnauthenticated=false",
            ].flatMap { ["-o", $0] } + (index.proxy.isEmpty ? [] : ["-o", "Acquire::http::Proxy=\(index.proxy)"])
        let folders = [
            "etc/apt/preferences.d", "etc/apt/trusted.gpg.d", "state", "lists/partial", "cache/archives/partial", "log",
        ]
        try ImageError.telling { () throws(SystemError) in
            for folder in folders { try Directory.create("\(path)/\(folder)", mode: 0o755) }
            try Directory.write([], to: "\(path)/status", mode: 0o644)
            let text =
                "Types: deb\nURIs: \(mirror)\nSuites: \(index.release)\nComponents: \(index.component)\n"
                + "Signed-By: \(index.keyring)\n"
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
