/// A processor architecture by Debian's name, for which there is an installer and a firmware that amorce boots.
package enum Architecture: String, Hashable, Sendable, Codable, CaseIterable, Comparable {
    case amd64, arm64

    package static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }

    /// The folder of kernel, initrd and UEFI loaders in Debian's netboot trees. GRUB has it built in.
    package var folder: String { "debian-installer/\(rawValue)" }

    /// The UEFI loader that firmware is told to load: shim, which loads GRUB.
    package var loader: String {
        switch self {
        case .amd64: "\(folder)/bootnetx64.efi"
        case .arm64: "\(folder)/bootnetaa64.efi"
        }
    }
}

extension Architecture: CustomStringConvertible {
    package var description: String { rawValue }
}
