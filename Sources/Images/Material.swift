import Decisions
import Inventory
import LinuxIO

/// The folder in which an image is put together, beside those of the shelf.
struct Material {
    let staging: String
    /// The netboot tree.
    var tree: String { "\(staging)/tree" }

    /// Unpacks the tree of one of the installer's packages; tells its name and version.
    func unpack(package file: String) throws(ImageError) -> String {
        let fields = try Tools.output([["dpkg-deb", "--showformat=${Package} ${Version}", "--show", "--", file]])
            .split(separator: " ").map(String.init)
        guard fields.count == 2, case .package(_, let number, let architecture)? = ImageSource([fields[0]]) else {
            throw .otherPackage(fields.first ?? file)
        }
        let inside = ImageSource.packageTree(number, architecture)
        let unpacked = "\(staging)/unpacked"
        try create(unpacked)
        try Tools.run([["dpkg-deb", "--fsys-tarfile", "--", file], Self.tar(to: unpacked) + ["--", "./\(inside)"]])
        try ImageError.telling { () throws(SystemError) in
            try FileTree.put("\(unpacked)/\(inside)", inPlaceOf: tree)
            try FileTree.remove(unpacked)
        }
        return "\(fields[0]) \(fields[1])"
    }

    /// Unpacks an archive whose root is the tree's.
    func unpack(archive: String) throws(ImageError) {
        try create(tree)
        try Tools.run([Self.tar(to: tree) + ["--file", archive]])
    }

    /// Copies a folder that is the tree.
    func copy(_ folder: String) throws(ImageError) {
        // Before all of a disk is copied: is it one?
        _ = try Self.look(folder, called: folder)
        try create(tree)
        try Tools.run([["cp", "--recursive", "--no-dereference", "--reflink=auto", "--", "\(folder)/.", tree]])
    }

    /// What the tree holds, if it is one, and nothing in it leads out of it.
    func look(_ name: String) throws(ImageError) -> NetbootTree { try Self.look(tree, called: name) }

    private static func look(_ folder: String, called name: String) throws(ImageError) -> NetbootTree {
        let entries = try ImageError.telling { () throws(SystemError) in try FileTree.entries(of: folder) }
            .map { TreeEntry($0.path, TreeEntry.Kind($0.kind)) }
        let version = try? RootDirectory(folder).open("version.info").read(at: 0, count: 4096)
        do throws(TreeFault) {
            return try NetbootTree(entries, version: version.map { String(decoding: $0, as: UTF8.self) })
        } catch {
            throw .tree(error, in: name)
        }
    }

    private func create(_ folder: String) throws(ImageError) {
        try ImageError.telling { () throws(SystemError) in try Directory.create(folder, mode: 0o755) }
    }

    /// tar refuses names with `..` itself, takes the slash off others, and makes links that lead elsewhere last of all; what came
    /// of it is looked over besides.
    private static func tar(to folder: String) -> [String] {
        [
            "tar", "--extract", "--directory", folder, "--no-same-owner", "--no-same-permissions", "--force-local",
            "--no-acls", "--no-selinux", "--no-xattrs",
        ]
    }
}

extension TreeEntry.Kind {
    init(_ kind: FileTree.Kind) {
        self =
            switch kind {
            case .folder: .folder
            case .file(let bytes): .file(bytes: bytes)
            case .link(let target): .link(target)
            case .special: .special
            }
    }
}
