import Decisions
import Foundation
import Images
import Inventory
import TestSupport

/// A shelf of its own for one test, and what wraps made-up trees for it; it goes away with its object.
final class Workshop {
    let folder = NSTemporaryDirectory() + "amorce-shelf-" + UUID().uuidString.prefix(8)
    let shelf: ImageShelf

    init() throws {
        shelf = ImageShelf(data: folder + "/data")
        try FileManager.default.createDirectory(atPath: folder + "/data", withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: folder) }

    func path(_ name: String) -> String { "\(folder)/\(name)" }

    func write(_ text: String, to name: String) throws {
        try Data(text.utf8).write(to: URL(fileURLWithPath: path(name)))
    }

    func text(_ path: String) -> String? { try? String(contentsOfFile: path, encoding: .utf8) }

    /// What stands in the folder of the images, hidden names too.
    func names() throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: shelf.path).filter { $0 != ".lock" }.sorted()
    }

    @discardableResult
    func take(
        _ source: String, sha256: String? = nil, unverified: Bool = false
    ) throws(ImageError) -> NetbootImage {
        let wishes = ImageImport.Wishes(sha256: sha256, isUnverifiedAccepted: unverified)
        return try ImageImport(to: shelf, wishes).run(.path(source))
    }

    /// Takes a made-up tree as it is.
    @discardableResult
    func take(_ made: MadeUpImage) throws(ImageError) -> NetbootImage { try take(made.path, unverified: true) }

    /// Why a source is not taken; `nil` if it was.
    func refusal(_ source: String, sha256: String? = nil, unverified: Bool = true) -> ImageError? {
        do throws(ImageError) {
            try take(source, sha256: sha256, unverified: unverified)
            return nil
        } catch {
            return error
        }
    }

    /// An archive of a tree, as Debian's `netboot.tar.gz`.
    func archive(_ image: MadeUpImage, _ name: String = "netboot.tar.gz", more: [String] = []) throws -> String {
        try shell(
            ["tar", "--create", "--gzip", "--absolute-names", "--file", path(name), "-C", image.path, "."] + more)
        return path(name)
    }

    /// A package of a tree.
    func package(_ image: MadeUpImage, named name: String = "debian-installer-13-netboot-amd64") throws -> String {
        let root = path("root-" + UUID().uuidString.prefix(8))
        let tree = "\(root)/usr/lib/debian-installer/images/13/amd64"
        try FileManager.default.createDirectory(atPath: tree, withIntermediateDirectories: true)
        try FileManager.default.createDirectory(atPath: "\(root)/DEBIAN", withIntermediateDirectories: true)
        try FileManager.default.copyItem(atPath: image.path, toPath: "\(tree)/text")
        let control =
            "Package: \(name)\nVersion: 20250803+deb13u7\nArchitecture: all\nMaintainer: A Test <test@example.org>\nDescription: made up\n"
        try Data(control.utf8).write(to: URL(fileURLWithPath: "\(root)/DEBIAN/control"))
        try shell(["dpkg-deb", "--root-owner-group", "-Znone", "--build", root, path("\(name).deb")])
        return path("\(name).deb")
    }

    /// The SHA-256 of a file.
    func sum(_ path: String) throws -> String { String(try shell(["sha256sum", path]).prefix(64)) }

    @discardableResult
    func shell(_ words: [String]) throws -> String {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = words
        let output = Pipe()
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        try process.run()
        let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { throw WorkshopError(words: words) }
        return text
    }
}

struct WorkshopError: Error {
    let words: [String]
}
