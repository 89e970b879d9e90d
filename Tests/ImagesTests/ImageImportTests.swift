import Decisions
import Foundation
import Images
import Inventory
import TestSupport
import Testing

@Suite("Importing an image")
struct ImageImportTests {
    @Test("from a folder, an archive or a package: the same image, and nothing else is left")
    func sources() throws {
        let workshop = try Workshop()
        let made = try MadeUpImage()
        let archive = try workshop.archive(made)
        let package = try workshop.package(made)

        let fromFolder = try workshop.take(made.path + "/", unverified: true)
        let sums = workshop.text("\(workshop.shelf.path)/trixie-amd64/SHA256SUMS")
        let fromArchive = try workshop.take(archive, sha256: try workshop.sum(archive))
        let fromPackage = try workshop.take(package, sha256: try workshop.sum(package))

        for image in [fromFolder, fromArchive, fromPackage] {
            #expect(image.name == "trixie-amd64")
            #expect(image.installer == "20250803+deb13u7")
            #expect(image.kernel == KernelVersion(abi: "6.12.107+deb13-amd64", package: "6.12.107-1"))
            #expect(image.files == 7)
            #expect(image.links["pxelinux.0"] == "debian-installer/amd64/pxelinux.0")
        }
        #expect([fromFolder, fromArchive, fromPackage].map(\.verification) == [.none, .sha256, .sha256])
        #expect(fromPackage.source == "debian-installer-13-netboot-amd64 20250803+deb13u7")
        #expect(try workshop.names() == ["trixie-amd64"])
        #expect(workshop.shelf.contents().choice.images == [fromPackage])
        #expect(workshop.text("\(workshop.shelf.path)/trixie-amd64/SHA256SUMS") == sums)
        #expect(workshop.text(workshop.shelf.tree(of: fromPackage) + "/pxelinux.0") == "pxelinux of trixie")
    }

    @Test("by a path that begins where the command runs")
    func relative() throws {
        let workshop = try Workshop()
        let made = try MadeUpImage()
        let here = FileManager.default.currentDirectoryPath.split(separator: "/").map { _ in ".." }
        let toRoot = here.isEmpty ? "." : here.joined(separator: "/")

        let fromFolder = try workshop.take(toRoot + made.path, unverified: true)
        let fromPackage = try workshop.take(toRoot + workshop.package(made), unverified: true)
        let fromArchive = try workshop.take(toRoot + workshop.archive(made), unverified: true)

        #expect([fromFolder, fromPackage, fromArchive].map(\.files) == [7, 7, 7])
    }

    @Test("of several releases and architectures: each stands beside the others")
    func several() throws {
        let workshop = try Workshop()
        let old = try MadeUpImage(
            release: "bookworm", number: 12, installer: "20230607", banner: "6.1.0-50-amd64 (x) #1")
        let arm = try MadeUpImage(architecture: "arm64")

        for made in [old, arm] { try workshop.take(made.path, unverified: true) }

        let images = workshop.shelf.contents().choice.images
        #expect(images.map(\.name) == ["trixie-arm64", "bookworm-amd64"])
        #expect(images.map(\.kernel?.abi) == ["6.12.107+deb13-arm64", "6.1.0-50-amd64"])
    }

    @Test("a kernel that is packed is known by the modules of its initrd, and one that says nothing is unknown")
    func packedKernels() throws {
        let workshop = try Workshop()
        let made = try MadeUpImage()
        try made.write("packed", to: "debian-installer/amd64/linux")

        let silent = try workshop.take(made.path, unverified: true)
        try Data("TRAILER lib/modules/ lib/modules/6.99.0-1-amd64/kernel".utf8)
            .write(to: URL(fileURLWithPath: workshop.path("initrd")))
        try workshop.shell(["gzip", workshop.path("initrd")])
        try made.write(
            try Data(contentsOf: URL(fileURLWithPath: workshop.path("initrd.gz"))),
            to: "debian-installer/amd64/initrd.gz")
        let packed = try workshop.take(made.path, unverified: true)

        #expect(silent.kernel == nil)
        #expect(packed.kernel == KernelVersion(abi: "6.99.0-1-amd64"))
    }

    @Test("all may read what was imported, whoever packed it how")
    func permissions() throws {
        let workshop = try Workshop()
        let made = try MadeUpImage()
        try FileManager.default.setAttributes(
            [.posixPermissions: 0o4700], ofItemAtPath: made.path + "/debian-installer/amd64/linux")
        try FileManager.default.setAttributes([.posixPermissions: 0o700], ofItemAtPath: made.path + "/debian-installer")

        let image = try workshop.take(made.path, unverified: true)

        let modes = try ["", "/debian-installer", "/debian-installer/amd64/linux"].map {
            try FileManager.default.attributesOfItem(atPath: workshop.shelf.tree(of: image) + $0)[.posixPermissions]
                as? Int
        }
        #expect(modes == [0o755, 0o755, 0o644])
    }

    @Test("what is imported anew stands in the place of what was there, and who reads that one reads it to its end")
    func replaced() throws {
        let workshop = try Workshop()
        let made = try MadeUpImage()
        let image = try workshop.take(made.path, unverified: true)
        let initrd = workshop.shelf.tree(of: image) + "/debian-installer/amd64/initrd.gz"
        let reader = try #require(FileHandle(forReadingAtPath: initrd))
        try made.write("newer", to: "debian-installer/amd64/initrd.gz")

        try workshop.take(made.path, unverified: true)

        #expect(workshop.text(initrd) == "newer")
        #expect(try reader.readToEnd() == Data("initrd of trixie".utf8))
        #expect(try workshop.names() == ["trixie-amd64"])
    }

    @Test("nobody vouches for it: it is refused, and says how it would be taken")
    func unverified() throws {
        let workshop = try Workshop()
        let made = try MadeUpImage()
        let archive = try workshop.archive(made)

        for path in [made.path, archive] {
            #expect(workshop.refusal(path, unverified: false) == .unverified(path))
        }
        #expect("\(ImageError.unverified("x"))".contains("--sha256"))
        #expect(try workshop.names() == [])
        #expect(workshop.refusal(archive) == nil)
    }

    @Test("a list of sums beside an archive, or one that is named, vouches for it")
    func lists() throws {
        let workshop = try Workshop()
        let made = try MadeUpImage()
        let archive = try workshop.archive(made)
        let sums = "\(try workshop.sum(archive))  ./netboot/netboot.tar.gz\n"
        try workshop.write(sums, to: "SHA256SUMS")
        try workshop.write("\(String(repeating: "0", count: 64))  ./netboot/netboot.tar.gz\n", to: "wrong")
        try workshop.write("\(String(repeating: "0", count: 64))  other.tar.gz\n", to: "other")
        try workshop.write("<html>", to: "page")

        #expect(try workshop.take(archive).verification == .sha256)
        let wrong = workshop.refusal(archive, sha256: workshop.path("wrong"))
        #expect(
            wrong == .wrongSum(archive, wanted: String(repeating: "0", count: 64), found: try workshop.sum(archive)))
        #expect(
            workshop.refusal(archive, sha256: workshop.path("other"))
                == .notListed(archive, list: workshop.path("other")))
        #expect(workshop.refusal(archive, sha256: workshop.path("page")) == .badList(workshop.path("page"), line: 1))
        #expect(workshop.refusal(archive, sha256: String(repeating: "0", count: 64)) == wrong)
    }

    @Test("a folder is vouched for by a list of all its files")
    func folderLists() throws {
        let workshop = try Workshop()
        let made = try MadeUpImage()
        let image = try workshop.take(made.path, unverified: true)
        try workshop.write(
            try #require(workshop.text("\(workshop.shelf.path)/\(image.name)/SHA256SUMS")), to: "sums")

        #expect(try workshop.take(made.path, sha256: workshop.path("sums")).verification == .sha256)
        try made.write("tampered", to: "debian-installer/amd64/grubx64.efi")
        try made.write("smuggled", to: "more")
        let refusal = workshop.refusal(made.path, sha256: workshop.path("sums"))

        #expect(
            refusal
                == .differs(
                    ChecksumDifferences(changed: ["debian-installer/amd64/grubx64.efi"], extra: ["more"]),
                    from: workshop.path("sums")))
        #expect(
            workshop.text(workshop.shelf.tree(of: image) + "/debian-installer/amd64/grubx64.efi") == "GRUB of trixie")
    }

    @Test("names and links that lead out of the image are refused, and nothing is written where they lead")
    func escapes() throws {
        let workshop = try Workshop()
        let outside = workshop.path("outside")
        try workshop.write("as it was", to: "outside")

        let upward = try workshop.archive(
            try MadeUpImage(), "upward.tar.gz",
            more: ["--transform", "s,^version.info,../../../../outside,", "version.info"])
        let byLink = try MadeUpImage()
        try byLink.link("debian-installer/amd64/away", to: workshop.folder)
        let byPath = try MadeUpImage()
        try byPath.link("debian-installer/away", to: "../../outside")
        let through = try workshop.archive(
            byLink, "through.tar.gz",
            more: ["--transform", "s,^version.info,debian-installer/amd64/away/outside,", "version.info"])
        let special = try MadeUpImage()
        try workshop.shell(["mkfifo", special.path + "/pipe"])

        for source in [upward, through] { #expect(workshop.refusal(source) != nil) }
        for made in [byLink, byPath] {
            let archive = try workshop.archive(made, "links.tar.gz")
            for source in [made.path, archive] {
                guard case .tree(.leadsOut, _)? = workshop.refusal(source) else {
                    Issue.record("\(source) was taken")
                    continue
                }
            }
        }
        #expect(workshop.refusal(special.path) == .tree(.special("pipe"), in: special.path))
        #expect(workshop.text(outside) == "as it was")
        #expect(try workshop.names() == [])
    }

    @Test("what is no image is refused with its reason, and leaves nothing behind")
    func others() throws {
        let workshop = try Workshop()
        let made = try MadeUpImage()
        let package = try workshop.package(made, named: "hello")
        try workshop.write("no archive", to: "broken.tar.gz")
        try made.remove("version.info")

        #expect(workshop.refusal(made.path) == .tree(.noVersion, in: made.path))
        #expect(workshop.refusal(package) == .otherPackage("hello"))
        #expect(workshop.refusal(workshop.path("gone.deb")) == .notThere(workshop.path("gone.deb")))
        #expect(workshop.refusal("/dev/null") == .notMain("/dev/null"))
        guard case .program("tar", _)? = workshop.refusal(workshop.path("broken.tar.gz")) else {
            Issue.record("a broken archive was taken")
            return
        }
        #expect(try workshop.names() == [])
    }

    @Test("an import that a crash ended leaves nothing that counts, and the next one sweeps it away")
    func crashed() throws {
        let workshop = try Workshop()
        let made = try MadeUpImage()
        try workshop.take(made.path, unverified: true)
        let half = "\(workshop.shelf.path)/.import-crash/tree"
        try FileManager.default.createDirectory(atPath: half, withIntermediateDirectories: true)

        #expect(workshop.shelf.contents().choice.images.map(\.name) == ["trixie-amd64"])
        #expect(workshop.shelf.contents().unreadable.isEmpty)
        try workshop.take(made.path, unverified: true)

        #expect(try workshop.names() == ["trixie-amd64"])
    }

    @Test("one imports at a time")
    func busy() throws {
        let workshop = try Workshop()
        let made = try MadeUpImage()
        let image = try workshop.take(made.path, unverified: true)
        let holder = Process()
        holder.executableURL = URL(fileURLWithPath: "/usr/bin/flock")
        holder.arguments = ["\(workshop.shelf.path)/.lock", "sh", "-c", "echo held; read line"]
        let (input, output) = (Pipe(), Pipe())
        (holder.standardInput, holder.standardOutput) = (input, output)
        try holder.run()
        _ = output.fileHandleForReading.availableData

        #expect(workshop.refusal(made.path) == .busy)
        #expect(throws: ImageError.busy) { try workshop.shelf.remove(image) }

        try input.fileHandleForWriting.close()
        holder.waitUntilExit()
        #expect(workshop.refusal(made.path) == nil)
    }
}
