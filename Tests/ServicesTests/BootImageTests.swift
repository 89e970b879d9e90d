import Decisions
import Foundation
import Images
import Inventory
import NetTypes
import Services
import Settings
import TestSupport
import Testing

@Suite("Images under the boot tree")
struct BootImageTests {
    private static let uiOfBookworm = "profiles: { ui: { release: bookworm }, broken: { release: forky } }"

    @Test("a machine's loader, its parts, kernel and initrd are those of its profile's release, by the same paths")
    func releases() throws {
        let bench = try WebBench(more: Self.uiOfBookworm)
        try bench.importImage(MadeUpImage(release: "bookworm", number: 12))
        try bench.importImage(MadeUpImage())
        try bench.add(profile: "api", state: .armed)
        try bench.add(.second, profile: "ui", at: .second, state: .armed)

        for (address, release) in [(IPv4Address.first, "trixie"), (.second, "bookworm"), (.stranger, "trixie")] {
            #expect(bench.get("/boot/pxelinux.0", from: address).text == "pxelinux of \(release)")
            #expect(bench.get("/boot/ldlinux.c32", from: address).text == "ldlinux of \(release)")
            #expect(
                bench.get("/boot/debian-installer/amd64/bootnetx64.efi", from: address).text == "shim of \(release)")
            #expect(bench.get("/boot//grubx64.efi", from: address).text == "GRUB of \(release)")
            #expect(bench.get("/boot/BOOTNETX64.EFI", from: address).text == "shim of \(release)")
        }
        #expect(bench.get("/boot/install/api/initrd.gz", from: .first).text == "initrd of trixie")
        #expect(bench.get("/boot/install/ui/initrd.gz", from: .second).text == "initrd of bookworm")
    }

    @Test("who is asked chooses the release with the profile")
    func prompt() throws {
        let bench = try WebBench(more: Self.uiOfBookworm)
        try bench.importImage(MadeUpImage(release: "bookworm", number: 12))
        try bench.importImage(MadeUpImage())
        try bench.add()

        #expect(bench.get("/boot/install/api/initrd.gz").text == "initrd of trixie")
        #expect(bench.get("/boot/install/ui/initrd.gz").text == "initrd of bookworm")
    }

    @Test("what is imported, removed or made the default is served from the next request on, and logged once")
    func changes() throws {
        let bench = try WebBench()
        try bench.add()
        #expect(bench.get("/boot/install/api/initrd.gz").text == "initrd")

        let old = try bench.importImage(MadeUpImage(release: "bookworm", number: 12))
        #expect(bench.get("/boot/install/api/initrd.gz").text == "initrd of bookworm")
        try bench.importImage(MadeUpImage())
        #expect(bench.get("/boot/install/api/initrd.gz").text == "initrd of trixie")
        try bench.shelf.prefer(old.release)
        #expect(bench.get("/boot/install/api/initrd.gz").text == "initrd of bookworm")
        try bench.shelf.remove(old)
        #expect(bench.get("/boot/install/api/initrd.gz").text == "initrd of trixie")

        let lines = bench.log.split(separator: "\n").filter { $0.contains("images=") && $0.contains("names=") }
        #expect(lines.count == 4)
        #expect(lines.last?.contains("images=1 names=trixie-amd64") == true)
    }

    @Test("a release that is not there is refused with what to do, also where another image is")
    func missing() throws {
        let bench = try WebBench(more: Self.uiOfBookworm)
        try bench.importImage(MadeUpImage())
        try bench.add(profile: "ui", state: .armed)

        let answer = bench.get("/boot/install/ui/linux")

        #expect(answer.status == 403)
        #expect(
            answer.text == "profile ui: there is no image of bookworm for amd64: amorce image import bookworm amd64\n")
        #expect(try bench.details(.failed).count == 1)
        #expect(bench.get("/boot/pxelinux.0").text == "pxelinux of trixie")
    }

    @Test("firmware that boots by HTTP gets a loader that does, and the kernel of its own release")
    func overHTTP() throws {
        let bench = try WebBench(more: Self.uiOfBookworm)
        try bench.importImage(MadeUpImage(release: "bookworm", number: 12))
        try bench.add(profile: "ui", state: .armed)
        try bench.change { $0.firmware = .uefiX64HTTP }
        #expect(bench.get("/boot/debian-installer/amd64/bootnetx64.efi").text == "shim of bookworm")
        #expect(bench.log.contains("ends at GRUB's prompt"))

        try bench.importImage(MadeUpImage())

        #expect(bench.get("/boot/debian-installer/amd64/bootnetx64.efi").text == "shim of trixie")
        #expect(bench.get("/boot/grubx64.efi").text == "GRUB of trixie")
        #expect(bench.get("/boot/install/ui/initrd.gz").text == "initrd of bookworm")
        try bench.change { $0.firmware = .uefiX64 }
        #expect(bench.get("/boot/grubx64.efi").text == "GRUB of bookworm")
    }

    @Test("each architecture has its own, by the machine's firmware and by the words of the path")
    func architectures() throws {
        let bench = try WebBench()
        try bench.importImage(MadeUpImage())
        try bench.importImage(MadeUpImage(release: "bookworm", number: 12, architecture: "arm64"))
        try bench.add()
        try bench.change { $0.firmware = .uefiARM64 }

        #expect(bench.get("/boot/install/api/initrd.gz").text == "initrd of bookworm")
        #expect(bench.get("/boot/debian-installer/arm64/bootnetaa64.efi", from: .stranger).text == "shim of bookworm")
        #expect(bench.get("/boot/grubaa64.efi", from: .stranger).text == "GRUB of bookworm")
        #expect(bench.get("/boot/grubx64.efi").text == "GRUB of trixie")
    }

    @Test("files of one's own are served beside those of images, which go first")
    func ownFiles() throws {
        let bench = try WebBench()
        try bench.folder.write("own", to: "root/snponly.efi")
        try bench.folder.write("own", to: "root/pxelinux.0")
        try bench.importImage(MadeUpImage())

        #expect(bench.get("/boot/snponly.efi").text == "own")
        #expect(bench.get("/boot/pxelinux.0").text == "pxelinux of trixie")
        #expect(bench.get("/boot/nowhere.efi").status == 404)
        #expect(bench.get("/boot/image.json").status == 404)
        #expect(bench.get("/boot/../SHA256SUMS").status == 403)
    }

    @Test("a check finds a profile's release that is not there, and loaders that are missing; remarks stop nothing")
    func inspection() throws {
        let bench = try WebBench(more: "profiles: { ui: { release: 14 } }")
        let wanting = bench.mistakes().filter { $0.contains("image") }
        try bench.importImage(MadeUpImage(release: "bookworm", number: 12))
        try bench.rewrite { $0.replacing("release: 14", with: "release: 12") }
        let configuration = try Configuration.load(file: bench.configuration.file)

        #expect(
            wanting.first?.hasSuffix(
                "profiles.ui.release: there is no image of forky; import it by `amorce image import forky`, or name a release "
                    + "that is there") == true)
        #expect(wanting.contains { $0.contains("no file pxelinux.0 in") })
        #expect(bench.mistakes().filter { $0.contains("image") || $0.contains("release") }.isEmpty)
        let remarks = Inspection(configuration).remarks.filter { $0.contains("image") }
        #expect(remarks.count == 1)
        #expect(remarks.first?.contains("bookworm-amd64: firmware that boots by HTTP") == true)
    }
}

extension WebBench {
    /// Puts an image on the shelf.
    @discardableResult
    func importImage(_ made: MadeUpImage) throws -> NetbootImage {
        try ImageImport(to: shelf, ImageImport.Wishes(isUnverifiedAccepted: true)).run(.path(made.path))
    }

    /// Changes what the store has of the first machine.
    fileprivate func change(_ body: (inout Machine) -> Void) throws {
        try store.transaction { transaction in
            guard var machine = transaction.image.machines[.first] else { return }
            body(&machine)
            try transaction.save(machine)
        }
    }
}
