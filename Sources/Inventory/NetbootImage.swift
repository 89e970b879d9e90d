import NetTypes

/// A netboot image of Debian's installer: one release for one architecture, with what is known of it.
package struct NetbootImage: Hashable, Sendable, Codable {
    package let release: Release
    /// The release's number, as the image itself says it; `nil` where it has none yet.
    package let number: Int?
    package let architecture: Architecture
    /// The installer's build: `20250803+deb13u7`.
    package let installer: String
    /// `nil` where it could not be told.
    package let kernel: KernelVersion?
    /// Where it came from, for people.
    package let source: String
    package let verification: ImageVerification
    package let imported: Timestamp
    /// Of all files together.
    package let bytes: Int64
    package let files: Int
    /// The links of the tree, by path below it, with what they say.
    package let links: [String: String]

    package init(
        release: Release, number: Int?, architecture: Architecture, installer: String, kernel: KernelVersion?,
        source: String, verification: ImageVerification, imported: Timestamp, bytes: Int64, files: Int,
        links: [String: String] = [:]
    ) {
        self.release = release
        self.number = number
        self.architecture = architecture
        self.installer = installer
        self.kernel = kernel
        self.source = source
        self.verification = verification
        self.imported = imported
        self.bytes = bytes
        self.files = files
        self.links = links
    }

    /// What its folder is called: `trixie-amd64`.
    package var name: String { Self.name(release, architecture) }
    /// What the folder of an image is called.
    package static func name(_ release: Release, _ architecture: Architecture) -> String {
        "\(release)-\(architecture)"
    }
}

/// Which kernel an image has.
package struct KernelVersion: Hashable, Sendable, Codable {
    /// What `uname -r` says, by which its modules are found: `6.12.107+deb13-amd64`.
    package let abi: String
    /// The version of Debian's package: `6.12.107-1`; `nil` where the kernel does not say it.
    package let package: String?

    package init(abi: String, package: String? = nil) {
        self.abi = abi
        self.package = package
    }
}

/// Who vouches for an image.
package enum ImageVerification: String, Hashable, Sendable, Codable {
    /// apt, by the chain of signatures from the archive's keyring to the package.
    case signature
    /// dpkg, by the sums of the installed package.
    case package
    /// A SHA-256 that was given with it.
    case sha256
    /// Nobody.
    case none
}
