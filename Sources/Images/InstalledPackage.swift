import Decisions
import Inventory
import LinuxIO

/// A package of the installer's that is installed on this machine, with the sums that dpkg has of its files.
struct InstalledPackage {
    private let name: String
    private let version: String
    private let sums: ChecksumList

    /// `nil` where it is not installed.
    init?(_ name: String) throws(ImageError) {
        guard
            let state = try? Tools.output([
                ["dpkg-query", "--show", "--showformat=${db:Status-Status} ${Version}", name]
            ])
            .split(separator: " ").map(String.init), state.count == 2, state[0] == "installed"
        else { return nil }
        let file =
            try Tools.output([["dpkg-query", "--control-path", name, "md5sums"]]).split(separator: "\n").first ?? ""
        let bytes = try ImageError.telling { () throws(SystemError) in
            try InputFile.read(String(file), atMost: 16 << 20)
        }
        do {
            sums = try ChecksumList(String(decoding: bytes ?? [], as: UTF8.self), of: .md5)
        } catch {
            throw .badList(String(file), line: error.line)
        }
        self.name = name
        version = state[1]
    }

    /// Copies one of its trees, whose files then have to have dpkg's sums.
    func copy(_ tree: String, to material: Material) throws(ImageError) -> ImageImport.Origin {
        try material.copy("/\(tree)")
        return ImageImport.Origin(
            text: "\(name) \(version)", verification: .package, sums: (sums.below(tree), .md5, "dpkg"))
    }

    /// The package that a tree is of, by where it stands: `/usr/lib/debian-installer/images/12/amd64/gtk`.
    static func owner(of path: String) -> (package: String, tree: String)? {
        let parts = path.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 8, parts[..<5].joined(separator: "/") == "/usr/lib/debian-installer/images",
            let number = Int(parts[5]), let architecture = Architecture(rawValue: parts[6])
        else { return nil }
        return (ImageSource.packageName(number, architecture), String(path.dropFirst()))
    }
}
