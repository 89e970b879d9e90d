import Decisions
import Foundation
import Images
import Inventory
import TestSupport
import Testing

@Suite("The shelf of images")
struct ImageShelfTests {
    @Test("is empty where nothing was imported")
    func empty() throws {
        let workshop = try Workshop()

        #expect(workshop.shelf.contents() == ImageShelf.Contents(choice: ImageChoice([])))
    }

    @Test("knows its default, and forgets it with the last image of that release")
    func preferred() throws {
        let workshop = try Workshop()
        let old = try workshop.take(try MadeUpImage(release: "bookworm", number: 12))
        let new = try workshop.take(try MadeUpImage())

        #expect(try workshop.shelf.contents().choice.image(nil, .amd64) == new)
        try workshop.shelf.prefer(old.release)
        #expect(try workshop.shelf.contents().choice.image(nil, .amd64) == old)
        try workshop.shelf.remove(old)

        #expect(workshop.shelf.contents().choice == ImageChoice([new]))
        #expect(try workshop.names() == ["trixie-amd64"])
    }

    @Test("finds what is not as it was imported: changed, missing and extra files, and links")
    func verified() throws {
        let workshop = try Workshop()
        let image = try workshop.take(try MadeUpImage())
        let tree = workshop.shelf.tree(of: image)
        #expect(try workshop.shelf.verify(image).isEmpty)

        try Data("tampered".utf8).write(to: URL(fileURLWithPath: tree + "/debian-installer/amd64/linux"))
        try FileManager.default.removeItem(atPath: tree + "/debian-installer/amd64/grubx64.efi")
        try Data().write(to: URL(fileURLWithPath: tree + "/more"))
        try FileManager.default.removeItem(atPath: tree + "/pxelinux.0")
        try FileManager.default.createSymbolicLink(atPath: tree + "/pxelinux.0", withDestinationPath: "ldlinux.c32")
        try FileManager.default.removeItem(atPath: tree + "/ldlinux.c32")

        let differences = try workshop.shelf.verify(image)
        #expect(differences.changed == ["debian-installer/amd64/linux", "pxelinux.0"])
        #expect(differences.missing == ["debian-installer/amd64/grubx64.efi", "ldlinux.c32"])
        #expect(differences.extra == ["more"])
    }

    @Test("tells of a folder that is no image, and goes on with the others", arguments: ["{}", "not JSON", nil])
    func unreadable(facts: String?) throws {
        let workshop = try Workshop()
        try workshop.take(try MadeUpImage())
        let broken = workshop.shelf.path + "/bookworm-amd64"
        try FileManager.default.createDirectory(atPath: broken, withIntermediateDirectories: true)
        if let facts { try Data(facts.utf8).write(to: URL(fileURLWithPath: broken + "/image.json")) }

        let contents = workshop.shelf.contents()

        #expect(contents.choice.images.map(\.name) == ["trixie-amd64"])
        #expect(contents.unreadable.keys.sorted() == ["bookworm-amd64"])
    }

    @Test("has its sums in the form that sha256sum checks")
    func sums() throws {
        let workshop = try Workshop()
        let image = try workshop.take(try MadeUpImage())

        let output = try workshop.shell([
            "sh", "-c", "cd '\(workshop.shelf.tree(of: image))' && sha256sum --check ../SHA256SUMS",
        ])

        #expect(output.split(separator: "\n").count { $0.hasSuffix(": OK") } == image.files)
    }
}
