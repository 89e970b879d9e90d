import Decisions
import FoundationEssentials
import Inventory
import LinuxIO
import NetTypes

/// The folder of the netboot images: one folder each, `RELEASE-ARCHITECTURE`, with the tree as Debian ships it, the sums of its
/// files and what is known of it. An image is there whole or not at all.
package struct ImageShelf: Hashable, Sendable {
    package let path: String
    private let data: String

    /// - Parameter data: the folder of the store. Whoever owns it owns the images.
    package init(data: String) {
        self.data = data
        path = "\(data)/images"
    }

    /// What an image's folder holds.
    enum Part: String {
        case tree
        case sums = "SHA256SUMS"
        /// Written last: a folder without it is no image.
        case facts = "image.json"
    }

    /// What the shelf holds.
    package struct Contents: Hashable, Sendable {
        package let choice: ImageChoice
        /// What stands where an image should, and cannot be read as one: why, by the folder's name.
        package let unreadable: [String: String]

        package init(choice: ImageChoice, unreadable: [String: String] = [:]) {
            self.choice = choice
            self.unreadable = unreadable
        }
    }

    /// All images, and which release is the default. A shelf that is not there is empty.
    package func contents() -> Contents {
        var images: [NetbootImage] = []
        var unreadable: [String: String] = [:]
        for name in (try? Directory.names(in: path)) ?? [] where name != Self.defaultFile {
            do throws(ImageError) {
                images.append(try facts(name))
            } catch {
                unreadable[name] = "\(error)"
            }
        }
        return Contents(choice: ImageChoice(images, preferred: preferred), unreadable: unreadable)
    }

    /// The folder of an image's files, as they are served.
    package func tree(of image: NetbootImage) -> String { place(image.name, .tree) }

    /// Makes a release the default.
    package func prefer(_ release: Release) throws(ImageError) {
        let file = "\(path)/\(Self.defaultFile)"
        try ImageError.telling { () throws(SystemError) in
            try Directory.write(Array("\(release)\n".utf8), to: file, mode: 0o644)
            try FileTree.settle(file, likeOwnerOf: data)
        }
    }

    /// Takes an image away. Who has a file of it open keeps that.
    package func remove(_ image: NetbootImage) throws(ImageError) {
        try alone { () throws(ImageError) in
            try ImageError.telling { () throws(SystemError) in
                // First out of sight, whole, then away.
                let away = try FileTree.makeTemporary("\(path)/\(Self.stagingPrefix)")
                try FileTree.put("\(path)/\(image.name)", inPlaceOf: "\(away)/removed")
                try FileTree.remove(away)
            }
            guard preferred == image.release, !contents().choice.images.contains(where: { $0.release == image.release })
            else { return }
            try ImageError.telling { () throws(SystemError) in try FileTree.remove("\(path)/\(Self.defaultFile)") }
        }
    }

    /// What of an image is not as it was when it was imported: files by their sums, links by what they say.
    package func verify(_ image: NetbootImage) throws(ImageError) -> ChecksumDifferences {
        let tree = tree(of: image)
        let entries = try ImageError.telling { () throws(SystemError) in try FileTree.entries(of: tree) }
        let wanted = try sums(image.name)
        let files = entries.filter { if case .file = $0.kind { true } else { false } }.map(\.path)
        var differences = wanted.differences(from: try Checksums.sha256(of: files, in: tree))
        var links: [String: String] = [:]
        for entry in entries {
            switch entry.kind {
            case .link(let target): links[entry.path] = target
            case .special: differences.extra.append(entry.path)
            case .file, .folder: continue
            }
        }
        let others = ChecksumList(image.links).differences(from: ChecksumList(links))
        differences.changed += others.changed
        differences.missing += others.missing
        differences.extra += others.extra
        return differences
    }

    // MARK: Writing

    static let stagingPrefix = ".import-"
    private static let defaultFile = "default"
    private static let lockFile = ".lock"

    /// Does what only one process may do at a time. What a crash left behind is swept away first.
    func alone<Result>(_ body: () throws(ImageError) -> Result) throws(ImageError) -> Result {
        let lock = try ImageError.telling { () throws(SystemError) in
            try Directory.create(data)
            try Directory.create(path, mode: 0o755)
            let lock = try FileLock("\(path)/\(Self.lockFile)")
            for place in [path, "\(path)/\(Self.lockFile)"] {
                try FileTree.settle(place, likeOwnerOf: data, withContents: false)
            }
            return lock
        }
        try ImageError.telling { () throws(SystemError) in
            for name in try Directory.names(in: path, withHidden: true) where name.hasPrefix(Self.stagingPrefix) {
                try FileTree.remove("\(path)/\(name)")
            }
        }
        let result = try body()
        lock.release()
        return result
    }

    /// Puts an image on the shelf that stands whole in a folder beside it, in place of one of its name.
    func take(_ image: NetbootImage, sums: ChecksumList, from staging: String) throws(ImageError) {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        guard let facts = try? encoder.encode(image) else { throw .notWritable(image.name) }
        try ImageError.telling { () throws(SystemError) in
            try Directory.write(Array(sums.text.utf8), to: "\(staging)/\(Part.sums.rawValue)", mode: 0o644)
            try Directory.write(
                Array(facts) + [UInt8(ascii: "\n")], to: "\(staging)/\(Part.facts.rawValue)", mode: 0o644)
            try FileTree.settle(staging, likeOwnerOf: data)
            try FileTree.synchronise(staging)
            try FileTree.put(staging, inPlaceOf: "\(path)/\(image.name)")
        }
    }

    // MARK: Reading

    private var preferred: Release? {
        guard let bytes = try? InputFile.read("\(path)/\(Self.defaultFile)", atMost: 256) else { return nil }
        return Release(String(decoding: bytes, as: UTF8.self).split(separator: "\n").first ?? "")
    }

    private func facts(_ name: String) throws(ImageError) -> NetbootImage {
        let bytes = try read(name, .facts)
        guard let image = try? JSONDecoder().decode(NetbootImage.self, from: Data(bytes)), image.name == name else {
            throw .notReadable(place(name, .facts))
        }
        return image
    }

    private func sums(_ name: String) throws(ImageError) -> ChecksumList {
        let bytes = try read(name, .sums)
        do {
            return try ChecksumList(String(decoding: bytes, as: UTF8.self), of: .sha256)
        } catch {
            throw .notReadable(place(name, .sums))
        }
    }

    private func read(_ name: String, _ part: Part) throws(ImageError) -> [UInt8] {
        let bytes = try ImageError.telling { () throws(SystemError) in
            try InputFile.read(place(name, part), atMost: 16 << 20)
        }
        guard let bytes else { throw .notReadable(place(name, part)) }
        return bytes
    }

    private func place(_ name: String, _ part: Part) -> String { "\(path)/\(name)/\(part.rawValue)" }
}
