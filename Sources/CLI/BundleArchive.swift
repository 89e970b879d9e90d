import LinuxIO

/// Files in one folder, packed by tar and gzip.
package enum BundleArchive {
    /// Writes the archive, for its owner alone: what is in it is no secret, and nobody else's business.
    package static func write(_ files: [BundledFile], in folder: String, to path: String) throws(Failure) {
        let complaint: String?
        do {
            complaint = try pack(files, in: folder, to: path)
        } catch {
            throw .input("\(path): cannot be written: \(error)")
        }
        if let complaint { throw .input("\(path): cannot be packed: \(complaint)") }
    }

    /// What the programs complained of; `nil` where all went well.
    private static func pack(
        _ files: [BundledFile], in folder: String, to path: String
    ) throws(SystemError) -> String? {
        let root = try FileTree.makeTemporary("/tmp/amorce-bundle-")
        defer { try? FileTree.remove(root) }
        try Directory.create("\(root)/\(folder)", mode: 0o755)
        for file in files {
            try Directory.write(Array(file.text.utf8), to: "\(root)/\(folder)/\(file.name)", mode: 0o644)
        }
        let outcome = try Programs.run([
            ["tar", "--create", "--owner=0", "--group=0", "--sort=name", "--directory", root, "--", folder],
            ["gzip", "--best", "--no-name"],
        ])
        guard outcome.isDone else { return outcome.errors }
        try Directory.write(
            try outcome.output.read(at: 0, count: Int(clamping: outcome.output.size)), to: path)
        return nil
    }
}
