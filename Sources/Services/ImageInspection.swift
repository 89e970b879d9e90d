import Decisions
import Images
import Inventory
import LinuxIO
import Settings

/// Whether each machine finds its loader and its installer: in an image, or in the folder of boot files.
struct ImageInspection {
    /// What is wrong and what to do, a line each, with its key.
    private(set) var mistakes: [String] = []
    /// What is worth knowing, and stops nothing.
    let remarks: [String]

    init(_ configuration: Configuration) throws(SystemError) {
        let shelf = ImageShelf(data: configuration.data)
        let contents = shelf.contents()
        let root = try RootDirectory(bootFiles: configuration.tftp)
        remarks = contents.remarks
        for (name, profile) in configuration.profiles.sorted(by: { $0.key < $1.key }) {
            guard let release = profile.release, !contents.choice.images.contains(where: { $0.release == release })
            else {
                continue
            }
            let cure = "import it by `amorce image import \(release)`, or name a release that is there"
            mistakes.append("profiles.\(name).release: there is no image of \(release); \(cure)")
        }
        guard configuration.tftp.isEnabled else { return }
        let architectures = Set(contents.choice.images.map(\.architecture))
        if !architectures.contains(.amd64), root != nil || architectures.isEmpty {
            try check(.amd64, root.map { [$0] } ?? [], configuration, needsKernel: architectures.isEmpty)
        }
        for image in contents.choice.images {
            let tree = try RootDirectory(shelf.tree(of: image))
            try check(image.architecture, [tree] + (root.map { [$0] } ?? []), configuration, needsKernel: true)
        }
    }

    /// The files without which the commonest machines of an architecture do not boot.
    private mutating func check(
        _ architecture: Architecture, _ folders: [RootDirectory], _ configuration: Configuration, needsKernel: Bool
    ) throws(SystemError) {
        let policy = BootPolicy(
            loaders: Dictionary(configuration.boot.loaders.map { ($0.kind, $1) }) { $1 }, url: "")
        let firmware: [Firmware] =
            switch architecture {
            case .amd64: [.bios, .uefiX64]
            case .arm64: [.uefiARM64]
            }
        var paths = firmware.compactMap { policy.loaders[.firmware($0)] }
        if needsKernel { paths += ["linux", "initrd.gz"].map { "\(architecture.folder)/\($0)" } }
        for path in paths where !path.contains("://") && !isThere(path, in: folders) {
            let cure =
                path == "snponly.efi"
                ? "copy /usr/lib/ipxe/snponly.efi to tftp.root (package ipxe), or set boot.loaders.uefi-x64"
                : "import an image by `amorce image import trixie \(architecture)`, or set boot.loaders"
            let places = folders.isEmpty ? configuration.tftp.root : folders.map(\.path).joined(separator: " and ")
            let mistake = "boot: no file \(path) in \(places); \(cure)"
            if !mistakes.contains(mistake) { mistakes.append(mistake) }
        }
    }

    private func isThere(_ path: String, in folders: [RootDirectory]) -> Bool {
        folders.contains { folder in
            do throws(FileError) {
                _ = try folder.open(path)
                return true
            } catch {
                return false
            }
        }
    }
}
