/// An initrd before it is packed, of a few text files: cpio's format `newc` (cpio(5)).
package enum MadeUpArchive {
    /// The archive of these files, with its end.
    package static func bytes(_ files: [(name: String, text: String)]) -> [UInt8] {
        (files + [(name: "TRAILER!!!", text: "")]).flatMap { file in
            filled(head(file.name, size: file.text.utf8.count)) + filled(Array(file.text.utf8))
        }
    }

    private static func head(_ name: String, size: Int) -> [UInt8] {
        // ino, mode, uid, gid, nlink, mtime, filesize, devmajor, devminor, rdevmajor, rdevminor, namesize, check
        let fields = [1, 0o100644, 0, 0, 1, 0, size, 0, 0, 0, 0, name.utf8.count + 1, 0]
        return Array(("070701" + fields.map(inEight).joined() + name + "\0").utf8)
    }

    private static func inEight(_ number: Int) -> String {
        let digits = String(number, radix: 16)
        return String(repeating: "0", count: 8 - digits.utf8.count) + digits
    }

    private static func filled(_ bytes: [UInt8]) -> [UInt8] {
        bytes + [UInt8](repeating: 0, count: (4 - bytes.count % 4) % 4)
    }
}
