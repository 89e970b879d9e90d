import Foundation

/// A netboot tree that nobody could boot, in a folder of its own, which goes away with its object: as Debian's, but small.
package final class MadeUpImage {
    package let path: String

    /// - Parameter banner: what the kernel calls itself.
    package init(
        release: String = "trixie", number: Int = 13, architecture: String = "amd64",
        installer: String = "20250803+deb13u7", banner: String? = nil
    ) throws {
        path = NSTemporaryDirectory() + "amorce-image-" + UUID().uuidString.prefix(8)
        let folder = "debian-installer/\(architecture)"
        let banner =
            banner
            ?? "6.12.107+deb13-\(architecture) (kernel@example.org) #1 SMP Debian 6.12.107-1 (2026-08-29)"
        try write("Debian version:  \(number) (\(release))\nInstaller build: \(installer)\n", to: "version.info")
        try write(architecture == "amd64" ? Self.bzImage(banner) : Self.plainKernel(banner), to: "\(folder)/linux")
        try write("initrd of \(release)", to: "\(folder)/initrd.gz")
        if architecture == "amd64" {
            try write("pxelinux of \(release)", to: "\(folder)/pxelinux.0")
            try write("ldlinux of \(release)", to: "\(folder)/boot-screens/ldlinux.c32")
            try write("shim of \(release)", to: "\(folder)/bootnetx64.efi")
            try write("GRUB of \(release)", to: "\(folder)/grubx64.efi")
            try link("pxelinux.0", to: "\(folder)/pxelinux.0")
            try link("ldlinux.c32", to: "\(folder)/boot-screens/ldlinux.c32")
            try link("\(folder)/pxelinux.cfg/default", to: "../boot-screens/ldlinux.c32")
        } else {
            try write("shim of \(release)", to: "\(folder)/bootnetaa64.efi")
            try write("GRUB of \(release)", to: "\(folder)/grubaa64.efi")
        }
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    /// Writes a file of the tree, with the folders above it.
    package func write(_ text: String, to name: String) throws { try write(Data(text.utf8), to: name) }

    package func write(_ bytes: Data, to name: String) throws {
        let url = URL(fileURLWithPath: path + "/" + name)
        try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
        try bytes.write(to: url)
    }

    /// Makes a symbolic link.
    package func link(_ name: String, to target: String) throws {
        let url = URL(fileURLWithPath: path + "/" + name)
        try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
        try? FileManager.default.removeItem(at: url)
        try FileManager.default.createSymbolicLink(atPath: url.path, withDestinationPath: target)
    }

    /// Takes a file of the tree away.
    package func remove(_ name: String) throws { try FileManager.default.removeItem(atPath: path + "/" + name) }

    /// The head of an x86 kernel, whose setup header points to a banner behind it.
    private static func bzImage(_ banner: String) -> Data {
        var bytes = Data(count: 0x400)
        bytes.replaceSubrange(0x202..<0x206, with: Data("HdrS".utf8))
        bytes.replaceSubrange(0x20e..<0x210, with: [0x00, 0x02])
        return bytes + Data(banner.utf8) + [0]
    }

    /// An arm64 kernel's `Image`: the banner stands somewhere in it, behind a format that has the same words.
    private static func plainKernel(_ banner: String) -> Data {
        Data(count: 0x1000) + Data("Linux version %s (%s)\0Linux version \(banner)\0".utf8)
    }
}
