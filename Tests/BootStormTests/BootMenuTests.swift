import BootStorm
import NetTypes
import Testing

/// As amorce writes it for a machine that nobody has named: the menu ends in a prompt.
private let promptMenu = """
    serial 0 115200
    path debian-installer/amd64/boot-screens/
    ui debian-installer/amd64/boot-screens/vesamenu.c32
    prompt 0
    timeout 5
    label -
        menu label no profile is assigned: which one?
        menu default
        menu quit
    menu separator
    label api
        menu label api: install a node
        text help
    label trap
        kernel ::wrong
        endtext
        kernel ::install/api/linux
        append initrd=::install/api/initrd.gz auto=true url=http://192.0.2.1/build/7f/api/preseed.cfg --- console=tty0
    label ui
        kernel ::install/ui/linux
        append initrd=::install/ui/initrd.gz url=http://192.0.2.1/build/7f/ui/preseed.cfg
    label local
        localboot 0
    menu begin
        timeout 6000
        ontimeout ui
    menu end
    """

@Suite("What a simulated machine reads in its menu")
struct BootMenuTests {
    @Test("at a prompt it is the entry of `ontimeout`, where the one that the menu stands on boots nothing")
    func prompt() throws {
        let menu = try BootMenu(pxelinux: promptMenu)

        #expect(menu.kernel == "::install/ui/linux")
        #expect(menu.initrd == "::install/ui/initrd.gz")
        #expect(menu.parameters == ["url=http://192.0.2.1/build/7f/ui/preseed.cfg"])
        #expect(menu.preseed == "http://192.0.2.1/build/7f/ui/preseed.cfg")
    }

    @Test("the entry that the menu stands on comes first; help is no entry")
    func standing() throws {
        let text = promptMenu.split(separator: "\n").map {
            $0.hasPrefix("    menu label api") ? "    menu default" : String($0)
        }.joined(separator: "\n")

        let menu = try BootMenu(pxelinux: text)

        #expect(menu.kernel == "::install/api/linux")
        #expect(menu.parameters.last == "console=tty0")
    }

    @Test("`default` names an entry too, keywords have either case, and the initrd may have a line of its own")
    func named() throws {
        let text = "DEFAULT a\nLABEL a\nLINUX http://192.0.2.1/linux\nINITRD /i\nAPPEND url=http://192.0.2.1/p"

        let menu = try BootMenu(pxelinux: text)

        #expect(menu.kernel == "http://192.0.2.1/linux")
        #expect(menu.initrd == "/i")
    }

    @Test(
        "a menu that boots nothing by itself is none",
        arguments: [
            "", "default local\nlabel local\n  localboot 0", "label a\n  kernel ::linux\n  append initrd=::i url=u",
            "default a\nlabel a\n  kernel ::linux\n  append url=u",
            "default a\nlabel a\n  kernel ::l\n  append initrd=::i",
        ])
    func nothing(text: String) {
        #expect(throws: MalformedText.self) { try BootMenu(pxelinux: text) }
    }
}
