import Inventory

/// One name below a folder, as it stands on disk.
package struct TreeEntry: Hashable, Sendable {
    /// From the folder, with slashes.
    package let path: String
    package let kind: Kind

    package init(_ path: String, _ kind: Kind) {
        self.path = path
        self.kind = kind
    }

    /// What a name stands for.
    package enum Kind: Hashable, Sendable {
        case folder
        case file(bytes: Int64)
        /// A symbolic link, with what it says.
        case link(String)
        /// A device, FIFO or socket.
        case special
    }
}

/// A netboot tree of Debian's installer, looked over: it holds what such a tree holds, and nothing in it leads out of it.
package struct NetbootTree: Hashable, Sendable {
    package let architecture: Architecture
    package let release: Release
    package let number: Int?
    package let installer: String
    package let bytes: Int64
    /// The regular files.
    package let files: [String]
    package let links: [String: String]

    /// - Parameter version: what `version.info` says.
    package init(_ entries: [TreeEntry], version: String?) throws(TreeFault) {
        var files: [String: Int64] = [:]
        var links: [String: String] = [:]
        for entry in entries {
            // Names that cannot stand on one line of a list of sums.
            guard entry.path.unicodeScalars.allSatisfy({ $0.value >= 0x20 && $0 != "\\" && $0.value != 0x7f }) else {
                throw .badName(entry.path)
            }
            switch entry.kind {
            case .folder: continue
            case .special: throw .special(entry.path)
            case .file(let bytes): files[entry.path] = bytes
            case .link(let target):
                guard leadsInside(target, from: entry.path) else { throw .leadsOut(entry.path, target) }
                links[entry.path] = target
            }
        }
        let found = Architecture.allCases.filter { files["\($0.folder)/linux"] != nil }
        guard let architecture = found.first else { throw .noKernel }
        guard found.count == 1 else { throw .severalArchitectures }
        for name in ["linux", "initrd.gz"] {
            guard let bytes = files["\(architecture.folder)/\(name)"], bytes > 0 else {
                throw .missing("\(architecture.folder)/\(name)")
            }
        }
        guard let version, let (release, number, installer) = Self.read(version) else { throw .noVersion }
        self.architecture = architecture
        self.release = release
        self.number = number
        self.installer = installer
        self.files = files.keys.sorted()
        self.links = links
        bytes = files.values.reduce(0, &+)
    }

    /// Where its kernel is.
    package var kernel: String { "\(architecture.folder)/linux" }
    /// Where its initrd is.
    package var initrd: String { "\(architecture.folder)/initrd.gz" }

    /// `Debian version:  13 (trixie)`, `Installer build: 20250803+deb13u7`.
    private static func read(_ version: String) -> (Release, Int?, String)? {
        var fields: [String: String] = [:]
        for line in version.split(separator: "\n") {
            let parts = line.split(separator: ":", maxSplits: 1)
            guard parts.count == 2 else { continue }
            fields[String(parts[0])] = parts[1].split(separator: " ").joined(separator: " ")
        }
        guard let debian = fields["Debian version"], let build = fields["Installer build"], !build.isEmpty else {
            return nil
        }
        let words = debian.split(separator: " ")
        let inside = words.last { $0.hasPrefix("(") && $0.hasSuffix(")") }?.dropFirst().dropLast()
        let name = inside ?? words.first ?? ""
        guard let release = Release(name) else { return nil }
        return (release, words.first.flatMap { Int($0) } ?? release.number, build)
    }
}

/// Whether a link, by what it says, stays in the tree whose root the path counts from.
package func leadsInside(_ target: String, from path: String) -> Bool {
    guard !target.isEmpty, !target.hasPrefix("/") else { return false }
    var depth = path.split(separator: "/").count - 1
    for part in target.split(separator: "/") {
        if part == ".." { depth -= 1 } else if part != "." { depth += 1 }
        if depth < 0 { return false }
    }
    return true
}

/// Why a folder is no netboot tree that amorce takes.
package enum TreeFault: Error, Hashable, Sendable {
    case badName(String)
    case special(String)
    case leadsOut(String, String)
    case noKernel
    case severalArchitectures
    case missing(String)
    case noVersion
}

extension TreeFault: CustomStringConvertible {
    package var description: String {
        switch self {
        case .badName(let path): "a file is called \(String(reflecting: path)), as no file of an installer is"
        case .special(let path): "\(path) is a device, a FIFO or a socket"
        case .leadsOut(let path, let target): "the link \(path) leads out of the tree, to \(target)"
        case .noKernel:
            "there is no debian-installer/amd64/linux or debian-installer/arm64/linux in it, as in a netboot tree of Debian's"
        case .severalArchitectures: "it holds several architectures; import each by itself"
        case .missing(let path): "\(path) is missing or empty"
        case .noVersion:
            "version.info is missing or says no release; Debian's says \"Debian version: 13 (trixie)\" and "
                + "\"Installer build: 20250803\""
        }
    }
}
