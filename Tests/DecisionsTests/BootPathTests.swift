import Decisions
import Inventory
import TestSupport
import Testing

@Suite("Paths that boot loaders ask for")
struct BootPathTests {
    @Test(
        "a path means a page, a part of a profile's image, or a file",
        arguments: [
            ("pxelinux.cfg/default", .pxelinuxMenu), ("/pxelinux.cfg/01-52-54-00-00-00-01", .pxelinuxMenu),
            ("pxelinux.cfg/0A4D0064", .pxelinuxMenu), ("debian-installer/amd64/pxelinux.cfg/default", .pxelinuxMenu),
            ("pxelinux.cfg", .file("pxelinux.cfg")), ("pxelinux.0", .file("pxelinux.0")),
            ("grub/grub.cfg", .grubMenu), ("debian-installer/amd64/grub/grub.cfg", .grubMenu),
            ("grub/grub.cfg-01-52-54-00-00-00-01", .grubMenu), ("grub.cfg", .file("grub.cfg")),
            ("grub/x86_64-efi/fs.lst", .file("grub/x86_64-efi/fs.lst")),
            ("boot.ipxe", .ipxeScript), ("debian-installer/amd64/autoexec.ipxe", .ipxeScript),
            ("install/api/linux", .kernel(.sample("api"))), ("/install/api/initrd.gz", .initrd(.sample("api"))),
            ("install/api/other", .file("install/api/other")), ("INSTALL/API/LINUX", .kernel(.sample("api"))),
            ("install/../linux", .file("install/../linux")), ("x/install/api/linux", .file("x/install/api/linux")),
            ("PXELINUX.CFG/DEFAULT", .pxelinuxMenu), ("BOOT.IPXE", .ipxeScript), ("GRUB/GRUB.CFG", .grubMenu),
            ("//grubx64.efi", .file("grubx64.efi")), ("", .file("")), ("///", .file("")),
            ("debian-installer//amd64/linux", .file("debian-installer/amd64/linux")),
        ] as [(String, BootPath)])
    func meaning(path: String, meaning: BootPath) {
        #expect(BootPath(path) == meaning)
    }

    @Test("a menu's path for a profile leads to that profile's image")
    func profilePaths() {
        #expect(BootPath(BootPath.kernelPath(of: .sample("ui"))) == .kernel(.sample("ui")))
        #expect(BootPath(BootPath.initrdPath(of: .sample("ui"))) == .initrd(.sample("ui")))
    }

    @Test(
        "having a file is a stage of the boot, or says nothing",
        arguments: [
            (.pxelinuxMenu, .menu), (.grubMenu, .menu), (.ipxeScript, .menu), (.kernel(.sample("api")), .kernel),
            (.initrd(.sample("api")), .initrd), (.file("pxelinux.0"), .loader), (.file("a/bootnetx64.efi"), .loader),
            (.file("undionly.kpxe"), .loader), (.file("BOOTX64.EFI"), .loader), (.file("ldlinux.c32"), nil),
            (.file("a/unicode.pf2"), nil), (.file("a/revocations_sku.efi"), nil),
            (.file("shim_certificate_0.efi"), nil),
        ] as [(BootPath, Stage?)])
    func stage(path: BootPath, stage: Stage?) {
        #expect(path.stage == stage)
    }

    @Test(
        "GRUB's name of a server is a device",
        arguments: [
            ("http://10.77.0.1", "(http,10.77.0.1)"), ("http://10.77.0.1:8080", "(http,10.77.0.1:8080)"),
            ("https://boot.example.org/a/b", "(https,boot.example.org)/a/b"), ("10.77.0.1", ""), ("", ""), ("a:", ""),
        ])
    func grub(url: String, path: String) {
        #expect(grubPath(of: url) == path)
    }

    @Test(
        "shim's second stage is looked for in the images' folders too",
        arguments: [
            ("grubx64.efi", ["debian-installer/amd64/grubx64.efi", "debian-installer/arm64/grubx64.efi"]),
            ("signed/grubx64.efi", ["debian-installer/amd64/grubx64.efi", "debian-installer/arm64/grubx64.efi"]),
            ("debian-installer/amd64/grubx64.efi", ["debian-installer/arm64/grubx64.efi"]),
            ("GRUBX64.EFI", ["debian-installer/amd64/GRUBX64.EFI", "debian-installer/arm64/GRUBX64.EFI"]),
            ("pxelinux.0", ["debian-installer/amd64/pxelinux.0", "debian-installer/arm64/pxelinux.0"]),
            (
                "ldlinux.c32",
                [
                    "debian-installer/amd64/boot-screens/ldlinux.c32", "debian-installer/amd64/ldlinux.c32",
                    "debian-installer/arm64/boot-screens/ldlinux.c32", "debian-installer/arm64/ldlinux.c32",
                ]
            ),
            ("linux", []), ("", []), ("..", []),
        ] as [(String, [String])])
    func fallback(path: String, others: [String]) {
        #expect(fallbackPaths(for: path, images: ["debian-installer/amd64", "debian-installer/arm64"]) == others)
    }

    @Test(
        "a path is for an architecture by its words, or for any",
        arguments: [
            ("debian-installer/arm64/grub/grub.cfg", .arm64), ("grubaa64.efi", .arm64), ("BOOTNETX64.EFI", .amd64),
            ("debian-installer/amd64/linux", .amd64), ("grub/x86_64-efi/fs.lst", .amd64), ("pxelinux.0", nil),
            ("", nil),
        ] as [(String, Architecture?)])
    func architecture(path: String, architecture: Architecture?) {
        #expect(BootPath.architecture(of: path) == architecture)
    }
}
