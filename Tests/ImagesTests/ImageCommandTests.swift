import CLI
import Foundation
import Images
import TestSupport
import Testing

@Suite("amorce image")
struct ImageCommandTests {
    @Test("import says what was filed, and list shows it with who uses it")
    func list() throws {
        let bench = try CommandBench()
        let old = try MadeUpImage(release: "bookworm", number: 12)

        let imported = bench.amorce(importing: old)
        #expect(try bench.amorce(importing: MadeUpImage()).status == .done)
        let listed = bench.amorce("image list")

        #expect(imported.status == .done)
        #expect(
            imported.output.hasPrefix(
                "bookworm-amd64: installer 20250803+deb13u7, kernel 6.12.107+deb13-amd64 (6.12.107-1), "))
        #expect(imported.output.contains("not verified"))
        let lines = listed.output.split(separator: "\n").map { $0.split(separator: " ").map(String.init) }
        try #require(lines.count == 3)
        #expect(
            lines[0] == ["RELEASE", "ARCH", "KERNEL", "INSTALLER", "VERIFIED", "MB", "DEFAULT", "PROFILES", "SOURCE"])
        #expect(
            lines[1].prefix(8) == [
                "trixie", "amd64", "6.12.107+deb13-amd64", "20250803+deb13u7", "none", "0", "yes", "api",
            ])
        #expect(
            lines[2].prefix(8) == [
                "bookworm", "amd64", "6.12.107+deb13-amd64", "20250803+deb13u7", "none", "0", "-", "ui",
            ])
    }

    @Test("list --json is what is known of each image")
    func json() throws {
        let bench = try CommandBench()
        #expect(bench.amorce("image list").output == "no images yet: amorce image import trixie amd64\n")
        _ = try bench.amorce(importing: MadeUpImage())

        let document = try JSONSerialization.jsonObject(with: Data(bench.amorce("image list --json").output.utf8))

        let image = try #require((document as? [[String: Any]])?.first)
        #expect(image["release"] as? String == "trixie")
        #expect(image["architecture"] as? String == "amd64")
        #expect((image["kernel"] as? [String: String])?["abi"] == "6.12.107+deb13-amd64")
        #expect(image["default"] as? Bool == true)
        #expect(image["profiles"] as? [String] == ["api"])
        #expect(image["verification"] as? String == "none")
    }

    @Test("an import that is refused says why, with status 1; a source that is none is wrong usage")
    func refused() throws {
        let bench = try CommandBench()
        let made = try MadeUpImage()

        let refused = bench.amorce("image import \(made.path)")
        let misused = bench.amorce("image import nosuch")

        #expect(refused.status == .failed)
        #expect(refused.errors.hasPrefix("amorce: nothing says that \(made.path) is what it should be"))
        #expect(misused.status == .wrongUsage)
        #expect(misused.errors.contains("SOURCE is a release"))
    }

    @Test("verify is quiet about what is whole, and names each file that is not, with status 1")
    func verify() throws {
        let bench = try CommandBench()
        _ = try bench.amorce(importing: MadeUpImage())
        let whole = bench.amorce("image verify")
        try Data("tampered".utf8).write(
            to: URL(fileURLWithPath: bench.workshop.shelf.path + "/trixie-amd64/tree/debian-installer/amd64/linux"))
        let broken = bench.amorce("image verify trixie amd64")

        #expect(whole.status == .done)
        #expect(whole.output == "trixie-amd64: 7 files are as they were imported\n")
        #expect(broken.status == .failed)
        #expect(broken.output == "trixie-amd64: changed: debian-installer/amd64/linux\n")
        #expect(broken.errors == "amorce: trixie-amd64: not as imported; import again what is wrong\n")
        #expect(bench.amorce("image verify bookworm").status == .notFound)
    }

    @Test("remove refuses while profiles boot the image, unless it is forced; default moves them")
    func remove() throws {
        let bench = try CommandBench()
        _ = try bench.amorce(importing: MadeUpImage(release: "bookworm", number: 12))
        _ = try bench.amorce(importing: MadeUpImage())

        let used = bench.amorce("image remove trixie")
        let preferred = bench.amorce("image default 12")
        let unused = bench.amorce("image remove 13 amd64")
        let forced = bench.amorce("image remove bookworm --force")

        #expect(used.status == .failed)
        #expect(used.errors.contains("trixie-amd64 is what machines of api boot"))
        #expect(preferred.output == "bookworm is the default\n")
        #expect(unused.output == "trixie-amd64 is removed\n")
        #expect(forced.status == .done)
        #expect(try bench.workshop.names() == [])
        #expect(bench.amorce("image default bookworm").status == .notFound)
    }
}
