import SyslogWire
import Testing

@Suite("One line of BSD syslog, RFC 3164")
struct SyslogLineTests {
    @Test(
        "is read as the installer and other senders write it",
        arguments: [
            // Busybox' syslogd -R, as in Debian's installer: no host.
            (
                "<30>Nov 21 09:15:03 main-menu[186]: INFO: Menu item 'partman-base' selected",
                SyslogLine(
                    facility: 3, severity: 6, tag: "main-menu", process: 186,
                    text: "INFO: Menu item 'partman-base' selected")
            ),
            (
                "<6>Nov  1 09:15:03 kernel: [    0.0] Linux",
                SyslogLine(facility: 0, severity: 6, tag: "kernel", text: "[    0.0] Linux")
            ),
            // rsyslog and the kernel's own senders: with one.
            (
                "<13>Nov 21 09:15:03 api-1 postinstall: == base: packages\n",
                SyslogLine(facility: 1, severity: 5, tag: "postinstall", text: "== base: packages")
            ),
            ("<13>debconf: --> GET a", SyslogLine(facility: 1, severity: 5, tag: "debconf", text: "--> GET a")),
            // Whatever has no form is text (§4.3.3).
            ("no form: at all", SyslogLine(tag: "form", text: "at all")),
            ("what [it] says", SyslogLine(tag: nil, text: "what [it] says")),
            ("<192>a: b", SyslogLine(tag: nil, text: "<192>a: b")),
            ("<>a: b", SyslogLine(tag: nil, text: "<>a: b")),
            ("<1", SyslogLine(tag: nil, text: "<1")),
            ("<13>a[x]: b", SyslogLine(facility: 1, severity: 5, tag: nil, text: "a[x]: b")),
            ("<13>a[99999999999]: b", SyslogLine(facility: 1, severity: 5, tag: nil, text: "a[99999999999]: b")),
            ("<13>a: \u{1b}[2Jb\tc", SyslogLine(facility: 1, severity: 5, tag: "a", text: "[2Jb c")),
        ])
    func reading(datagram: String, line: SyslogLine) {
        #expect(read(Array(datagram.utf8)) == line)
    }

    @Test("is nothing where nothing is said", arguments: ["", "<13>", "<13>Nov 21 09:15:03 ", "\0\n ", "<13>a: "])
    func nothing(datagram: String) {
        #expect(read(Array(datagram.utf8)) == nil)
    }

    @Test("is cut where it is too long, and need not be UTF-8")
    func odd() throws {
        let long = try #require(read(Array("<13>a: ".utf8) + [UInt8](repeating: 0x78, count: 5000)))
        let foreign = try #require(read(Array("<13>a: ".utf8) + [0xFF, 0x62]))

        #expect(long.text.utf8.count == SyslogLine.limit - 7)
        #expect(foreign.text == "\u{FFFD}b")
    }

    @Test(
        "tells an item of the installer's menu",
        arguments: [
            ("<30>main-menu[186]: INFO: Menu item 'partman-base' selected", "partman-base"),
            ("<30>main-menu[186]: (process:185): INFO: Menu item 'network-preseed' selected", "network-preseed"),
            ("<30>main-menu[186]: INFO: Menu item 'a b' selected", nil),
            ("<30>main-menu[186]: INFO: Menu item '' selected", nil),
            ("<30>main-menu[186]: INFO: Menu item 'x' succeeded but requested to be left unconfigured.", nil),
            ("<30>main-menu[186]: DEBUG: resolver (libc6): package doesn't exist", nil),
            ("<30>other[1]: INFO: Menu item 'partman-base' selected", nil),
        ] as [(String, String?)])
    func menuItems(datagram: String, item: String?) throws {
        #expect(try #require(read(Array(datagram.utf8))).menuItem == item)
    }

    @Test("is written as syslogd writes it to its file")
    func writing() {
        #expect(SyslogLine(tag: "main-menu", process: 186, text: "a").line == "main-menu[186]: a")
        #expect(SyslogLine(tag: "kernel", text: "a").line == "kernel: a")
        #expect(SyslogLine(tag: nil, text: "a").line == "a")
    }

    private func read(_ bytes: [UInt8]) -> SyslogLine? { SyslogLine(decoding: bytes.span) }
}
