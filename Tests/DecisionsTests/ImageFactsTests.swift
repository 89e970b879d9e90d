import Decisions
import Inventory
import TestSupport
import Testing

@Suite("What is read of an installer's files")
struct ImageFactsTests {
    @Test(
        "a kernel's banner tells its ABI, and its package where it says that",
        arguments: [
            (
                "6.1.0-50-amd64 (kernel@example.org) #1 SMP PREEMPT_DYNAMIC Debian 6.1.176-1 (2026-07-02)\0Debian 9.9-9",
                "6.1.0-50-amd64", "6.1.176-1"
            ),
            (
                "Linux version 6.12.107+deb13-arm64 (kernel@example.org) (aarch64-linux-gnu-gcc-14 (Debian 14.2.0-19) 14.2.0) #1 SMP Debian 6.12.107-1 (2026-08-29)\n",
                "6.12.107+deb13-arm64", "6.12.107-1"
            ),
            ("6.5.0 (me@example.org) #1", "6.5.0", nil),
        ] as [(String, String, String?)])
    func banner(text: String, abi: String, package: String?) {
        let version = KernelBanner.version(in: Array(text.utf8))

        #expect(version?.abi == abi)
        #expect(version?.package == package)
    }

    @Test(
        "what is no banner tells nothing",
        arguments: ["", "%s (%s)", "Linux version %s", "Debian 6.1", "6", "\u{1}6.1.0", "6.1.0;rm (x)"])
    func noBanner(text: String) {
        #expect(KernelBanner.version(in: Array(text.utf8)) == nil)
    }

    @Test("an x86 kernel's header points to its banner, or nowhere")
    func pointer() {
        #expect(KernelBanner.place([0x00, 0x02]) == 0x400)
        #expect(KernelBanner.place([0xff, 0xff]) == 0x101ff)
        #expect(KernelBanner.place([0, 0]) == nil)
        #expect(KernelBanner.place([1]) == nil)
    }

    @Test("the folder of an initrd's modules tells the ABI")
    func modules() {
        #expect(KernelBanner.version(ofModules: Array("6.1.0-50-amd64/kernel/x".utf8))?.abi == "6.1.0-50-amd64")
        #expect(KernelBanner.version(ofModules: Array("/modules.dep".utf8)) == nil)
    }

    @Test("a list of sums is read as the programs write it, and compared")
    func sums() throws {
        let (one, two) = (String(repeating: "a", count: 64), String(repeating: "b", count: 64))

        let list = try ChecksumList("\(one)  ./a/linux\n\(two.uppercased()) *b/linux\n\n", of: .sha256)

        #expect(list.sums == ["a/linux": one, "b/linux": two])
        #expect(list.sums(ofFileNamed: "linux") == [one, two])
        #expect(list.below("a").sums == ["linux": one])
        #expect(try ChecksumList(list.text, of: .sha256) == list)
        let found = ChecksumList(["a/linux": two, "c": one])
        #expect(list.differences(from: found).lines == ["changed: a/linux", "missing: b/linux", "extra: c"])
        #expect(list.differences(from: list).isEmpty)
    }

    @Test(
        "what is no list of sums is told by its line",
        arguments: [
            ("<html>", 1), ("\(String(repeating: "a", count: 64))  a\n\(String(repeating: "a", count: 63))  b", 2),
        ])
    func badSums(text: String, line: Int) {
        #expect(throws: ChecksumFault(line: line)) { try ChecksumList(text, of: .sha256) }
    }

    @Test(
        "a source is a release, a package or a path",
        arguments: [
            (["trixie"], .package(.sample("trixie"), number: 13, .amd64)),
            (["12", "arm64"], .package(.sample("bookworm"), number: 12, .arm64)),
            (["debian-installer-13-netboot-arm64"], .package(.sample("trixie"), number: 13, .arm64)),
            (["netboot.tar.gz"], .path("netboot.tar.gz")), (["/srv/tftp"], .path("/srv/tftp")),
            (["./trixie"], .path("./trixie")),
            ([], nil), (["trixie", "riscv64"], nil), (["nosuch"], nil), (["trixie", "amd64", "more"], nil),
            (["debian-installer-13-netboot"], nil), (["debian-installer-13-netboot-mips"], nil), (["99"], nil),
        ] as [([String], ImageSource?)])
    func source(words: [String], source: ImageSource?) {
        #expect(ImageSource(words) == source)
    }

    @Test("several architectures of a release are a source each")
    func sources() {
        let trixie = Release.sample("trixie")

        #expect(
            ImageSource.all(["13", "amd64", "arm64"])
                == [.package(trixie, number: 13, .amd64), .package(trixie, number: 13, .arm64)])
        #expect(ImageSource.all(["./tree"]) == [.path("./tree")])
        #expect(ImageSource.all(["13", "amd64", "mips"]) == nil)
        #expect(ImageSource.all(["./tree", "amd64"]) == nil)
    }

    @Test(
        "a release is a code name, or the number of a known one",
        arguments: [
            ("trixie", "trixie"), ("13", "trixie"), ("12", "bookworm"), ("sid", "sid"), ("+13", nil), ("99", nil),
            ("", nil),
            ("a", nil), ("../etc", nil), ("Trixie", nil), ("13arm", nil),
        ] as [(String, String?)])
    func names(text: String, name: String?) {
        #expect(Release(text)?.name == name)
    }
}

@Suite("A folder as a netboot tree")
struct NetbootTreeTests {
    private static let version = "Debian version:  13 (trixie)\nInstaller build: 20250803+deb13u7\n"
    private static let whole: [TreeEntry] = [
        TreeEntry("debian-installer", .folder), TreeEntry("debian-installer/amd64/linux", .file(bytes: 8)),
        TreeEntry("debian-installer/amd64/initrd.gz", .file(bytes: 5)), TreeEntry("version.info", .file(bytes: 3)),
        TreeEntry("pxelinux.0", .link("debian-installer/amd64/pxelinux.0")),
        TreeEntry("debian-installer/amd64/pxelinux.cfg/default", .link("../boot-screens/syslinux.cfg")),
    ]

    @Test("tells its release, its architecture and how much it holds")
    func facts() throws {
        let tree = try NetbootTree(Self.whole, version: Self.version)

        #expect(tree.release == .sample("trixie"))
        #expect(tree.number == 13)
        #expect(tree.architecture == .amd64)
        #expect(tree.installer == "20250803+deb13u7")
        #expect(tree.bytes == 16)
        #expect(tree.files.count == 3)
        #expect(tree.links.count == 2)
        #expect(tree.kernel == "debian-installer/amd64/linux")
    }

    @Test(
        "is refused where something is in it that ought not to be, or is missing",
        arguments: [
            ([TreeEntry("x", .special)], .special("x")), ([TreeEntry("x", .link("/etc"))], .leadsOut("x", "/etc")),
            ([TreeEntry("a/x", .link("../../etc"))], .leadsOut("a/x", "../../etc")),
            ([TreeEntry("x", .link(""))], .leadsOut("x", "")), ([TreeEntry("a\nb", .folder)], .badName("a\nb")),
            ([TreeEntry("a\\b", .file(bytes: 1))], .badName("a\\b")),
            ([TreeEntry("debian-installer/arm64/linux", .file(bytes: 1))], .severalArchitectures),
            (
                [TreeEntry("debian-installer/amd64/initrd.gz", .file(bytes: 0))],
                .missing("debian-installer/amd64/initrd.gz")
            ),
        ] as [([TreeEntry], TreeFault)])
    func faults(more: [TreeEntry], fault: TreeFault) {
        #expect(throws: fault) { try NetbootTree(Self.whole + more, version: Self.version) }
    }

    @Test("is none without a kernel, or without its release")
    func others() {
        #expect(throws: TreeFault.noKernel) { try NetbootTree([], version: Self.version) }
        for version in [nil, "", "Debian version: 13", "Debian version: (../x)\nInstaller build: 1"] {
            #expect(throws: TreeFault.noVersion) { try NetbootTree(Self.whole, version: version) }
        }
    }

    @Test(
        "a link stays in its tree, or leads out of it",
        arguments: [
            ("a/b", "../c", true), ("a", "../c", false), ("a/b/c", "../../x", true), ("a/b", "x/../../../y", false),
            ("a", "./b", true), ("a", "b/../../a", false),
        ])
    func links(path: String, target: String, stays: Bool) {
        #expect(leadsInside(target, from: path) == stays)
    }
}
