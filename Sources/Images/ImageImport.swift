import Decisions
import Inventory
import LinuxIO
import NetTypes

/// One image on its way to the shelf: gathered in a folder of its own, looked over, verified, and only then put in its place.
package struct ImageImport {
    private let shelf: ImageShelf
    private let wishes: Wishes

    /// What whoever imports wants besides a source.
    package struct Wishes: Hashable, Sendable {
        /// A sum, or the path of a list of sums.
        package var sha256: String?
        /// Whether it is taken also if nobody vouches for it.
        package var isUnverifiedAccepted: Bool
        /// Where apt fetches from; if nothing is said, the installed package is taken where there is one, else the machine's mirror.
        package var mirror: String?
        /// The keys that the mirror signs with, if not Debian's.
        package var keyring: String?

        package init(
            sha256: String? = nil, isUnverifiedAccepted: Bool = false, mirror: String? = nil, keyring: String? = nil
        ) {
            self.sha256 = sha256
            self.isUnverifiedAccepted = isUnverifiedAccepted
            self.mirror = mirror
            self.keyring = keyring
        }
    }

    package init(to shelf: ImageShelf, _ wishes: Wishes = Wishes()) {
        self.shelf = shelf
        self.wishes = wishes
    }

    /// Imports an image, in place of one of the same release and architecture. What fails leaves nothing behind.
    package func run(_ source: ImageSource) throws(ImageError) -> NetbootImage {
        try shelf.alone { () throws(ImageError) in
            let staging = try ImageError.telling { () throws(SystemError) in
                try FileTree.makeTemporary("\(shelf.path)/\(ImageShelf.stagingPrefix)")
            }
            // Holds the image of before once the new one is in its place.
            defer { try? FileTree.remove(staging) }
            let material = Material(staging: staging)
            let origin = try gather(source, into: material)
            return try file(material, origin)
        }
    }

    /// Where an image came from, and who vouches for it.
    struct Origin {
        let text: String
        let verification: ImageVerification
        /// Sums that its files have to have.
        var sums: (list: ChecksumList, kind: ChecksumList.Kind, name: String)?
    }

    private func gather(_ source: ImageSource, into material: Material) throws(ImageError) -> Origin {
        switch source {
        case .package(let release, let number, let architecture):
            let name = ImageSource.packageName(number, architecture)
            if wishes.mirror == nil, let package = try InstalledPackage(name) {
                return try package.copy(ImageSource.packageTree(number, architecture), to: material)
            }
            let keyring = wishes.keyring ?? AptRoot.keyring
            return try AptRoot.fetch(name, of: release, mirror: wishes.mirror, keyring: keyring) {
                file throws(ImageError) in
                Origin(text: try material.unpack(package: file), verification: .signature)
            }
        case .path(let path):
            let path = try ImageError.telling { () throws(SystemError) in try FileTree.absolute(path) }
            switch try ImageError.telling({ () throws(SystemError) in try FileTree.target(of: path) }) {
            case nil: throw .notThere(path)
            case .folder: return try gather(folder: path, into: material)
            case .file: return try gather(file: path, into: material)
            case .link, .special: throw .notMain(path)
            }
        }
    }

    private func gather(file path: String, into material: Material) throws(ImageError) -> Origin {
        let proof = try Proof(of: path, wishes)
        let verification = try proof.check(path)
        if path.hasSuffix(".deb") {
            return Origin(text: try material.unpack(package: path), verification: verification)
        }
        try material.unpack(archive: path)
        return Origin(text: path, verification: verification)
    }

    private func gather(folder path: String, into material: Material) throws(ImageError) -> Origin {
        let path = path.count > 1 && path.hasSuffix("/") ? String(path.dropLast()) : path
        if wishes.sha256 == nil, let (package, tree) = InstalledPackage.owner(of: path),
            let package = try InstalledPackage(package)
        {
            return try package.copy(tree, to: material)
        }
        let proof = try Proof(of: path, wishes)
        try material.copy(path)
        let verification: ImageVerification = proof.list == nil ? .none : .sha256
        return Origin(
            text: path, verification: verification, sums: proof.list.map { ($0.list, .sha256, $0.name) })
    }

    /// Looks an image over, and puts it on the shelf.
    private func file(_ material: Material, _ origin: Origin) throws(ImageError) -> NetbootImage {
        let tree = try material.look(origin.text)
        let sums = try Checksums.sha256(of: tree.files, in: material.tree)
        if let (list, kind, name) = origin.sums {
            let found = kind == .sha256 ? sums : try Checksums.md5(of: tree.files, in: material.tree)
            let differences = list.differences(from: found)
            guard differences.isEmpty else { throw .differs(differences, from: name) }
        }
        let image = NetbootImage(
            release: tree.release, number: tree.number, architecture: tree.architecture, installer: tree.installer,
            kernel: try Kernel.version(in: material.tree, tree), source: origin.text, verification: origin.verification,
            imported: Clock.now(), bytes: tree.bytes, files: tree.files.count, links: tree.links)
        try shelf.take(image, sums: sums, from: material.staging)
        return image
    }
}
