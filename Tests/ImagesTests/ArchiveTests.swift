import Decisions
import Foundation
import Images
import Inventory
import LinuxIO
import TestSupport
import Testing

/// Why no archive can be made here; `nil` where one can.
private let obstacle: String? = {
    let missing = ["/usr/bin/apt-get", "/usr/bin/gpg", "/usr/bin/gpgv", "/usr/bin/dpkg-deb"].filter {
        !FileManager.default.fileExists(atPath: $0)
    }
    return missing.isEmpty ? nil : "missing \(missing.joined(separator: ", ")): run make deps-test"
}()
private let isWanted = obstacle == nil || ProcessInfo.processInfo.environment["CI"] == "true"

@Suite("A package of an archive, verified by apt", .enabled(if: isWanted, "needs apt and gpg: run make deps-test"))
struct ArchiveTests {
    @Test("is imported when the whole chain of signatures holds")
    func verified() throws {
        let archive = try SignedArchive()

        let image = try archive.fetch()

        #expect(image.name == "trixie-amd64")
        #expect(image.verification == .signature)
        #expect(image.source == "debian-installer-13-netboot-amd64 20250803+deb13u7")
        #expect(try archive.workshop.names() == ["trixie-amd64"])
    }

    @Test(
        "is refused where a link of the chain is broken, and nothing is left of it",
        arguments: Break.allCases)
    func broken(by way: Break) throws {
        let archive = try SignedArchive()
        try archive.break(way)

        let refusal = #expect(throws: ImageError.self) { try archive.fetch() }

        guard case .program("apt-get", _)? = refusal else {
            Issue.record("\(String(describing: refusal)) is not apt's word")
            return
        }
        #expect(try archive.workshop.names() == [])
    }

    @Test("what an import left behind that was ended by force is swept away by the next one, and nothing else is")
    func swept() throws {
        let archive = try SignedArchive()
        let names = ["left", "held", "young"].map { "/var/tmp/amorce-apt-test-\($0)-\(UUID().uuidString.prefix(8))" }
        defer { for name in names { try? FileManager.default.removeItem(atPath: name) } }
        for name in names { try Directory.create(name) }
        let lock = try FileLock(names[1] + "/lock")
        for name in names.prefix(2) {
            try FileManager.default.setAttributes(
                [.modificationDate: Date(timeIntervalSince1970: 1_000_000)], ofItemAtPath: name)
        }
        try FileManager.default.setAttributes(
            [.modificationDate: Date(timeIntervalSinceNow: 3600)], ofItemAtPath: names[2])

        try archive.fetch()

        #expect(names.map { FileManager.default.fileExists(atPath: $0) } == [false, true, true])
        lock.release()
    }

    @Test("a mirror that is none, and a keyring that is not there, are refused before apt is asked")
    func misused() throws {
        let archive = try SignedArchive()

        for mirror in ["nothing", "http://", "http://a\nSigned-By: /dev/null", "ftp://example.org/debian"] {
            #expect(throws: ImageError.badMirror(mirror)) { try archive.fetch(mirror: mirror) }
        }
        #expect(throws: ImageError.noKeyring("/nowhere.gpg")) { try archive.fetch(keyring: "/nowhere.gpg") }
    }
}

/// How an archive is no longer what was signed.
enum Break: String, CaseIterable {
    case package, index, release, unsigned, otherKey
}

/// An archive of one package, signed with a key of its own.
private struct SignedArchive {
    let workshop: Workshop
    private let made: MadeUpImage
    private var root: String { workshop.path("archive") }
    private var release: String { "\(root)/dists/trixie" }
    private var package: String { "\(root)/pool/debian-installer-13-netboot-amd64.deb" }
    private var index: String { "\(release)/main/binary-amd64/Packages" }

    init() throws {
        workshop = try Workshop()
        made = try MadeUpImage()
        for folder in ["pool", "dists/trixie/main/binary-amd64"] {
            try FileManager.default.createDirectory(atPath: "\(root)/\(folder)", withIntermediateDirectories: true)
        }
        try FileManager.default.moveItem(atPath: try workshop.package(made), toPath: package)
        let size = try FileManager.default.attributesOfItem(atPath: package)[.size] as? Int ?? 0
        let control = try workshop.shell(["dpkg-deb", "--field", package])
        let entry =
            "Filename: pool/debian-installer-13-netboot-amd64.deb\nSize: \(size)\nSHA256: \(try workshop.sum(package))\n"
        try Data((control + entry).utf8).write(to: URL(fileURLWithPath: index))
        try writeRelease()
        try sign(by: "archive")
    }

    @discardableResult
    func fetch(mirror: String? = nil, keyring: String? = nil) throws(ImageError) -> NetbootImage {
        let wishes = ImageImport.Wishes(
            mirror: mirror ?? "file:\(root)", keyring: keyring ?? workshop.path("archive.gpg"))
        return try ImageImport(to: workshop.shelf, wishes).run(.package(.sample("trixie"), number: 13, .amd64))
    }

    func `break`(_ way: Break) throws {
        switch way {
        case .package: try change(package) { $0[$0.count - 1] ^= 1 }
        case .index: try change(index) { $0 += Data("\n\n".utf8) }
        case .release:
            // Signed text, then another text.
            try change("\(release)/InRelease") { $0[$0.count / 4] ^= 1 }
        case .unsigned: try FileManager.default.removeItem(atPath: "\(release)/InRelease")
        case .otherKey: try sign(by: "stranger")
        }
    }

    private func change(_ path: String, _ body: (inout Data) -> Void) throws {
        var bytes = try Data(contentsOf: URL(fileURLWithPath: path))
        body(&bytes)
        try bytes.write(to: URL(fileURLWithPath: path))
    }

    private func writeRelease() throws {
        let size = try FileManager.default.attributesOfItem(atPath: index)[.size] as? Int ?? 0
        let text = """
            Origin: Test
            Suite: stable
            Codename: trixie
            Architectures: amd64
            Components: main
            Date: \(try workshop.shell(["date", "--utc", "-R"]).split(separator: "\n")[0])
            SHA256:
             \(try workshop.sum(index)) \(size) main/binary-amd64/Packages

            """
        try Data(text.utf8).write(to: URL(fileURLWithPath: "\(release)/Release"))
    }

    private func sign(by name: String) throws {
        let home = workshop.path(name + "-keys")
        try FileManager.default.createDirectory(
            atPath: home, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        let gpg = ["gpg", "--homedir", home, "--batch", "--yes", "--pinentry-mode", "loopback", "--passphrase", ""]
        try workshop.shell(gpg + ["--quick-generate-key", "\(name)@example.org", "rsa2048", "sign", "never"])
        try workshop.shell(gpg + ["--output", workshop.path(name + ".gpg"), "--export"])
        try workshop.shell(gpg + ["--output", "\(release)/InRelease", "--clearsign", "\(release)/Release"])
        _ = try? workshop.shell(["gpgconf", "--homedir", home, "--kill", "gpg-agent"])
    }
}
