import Decisions
import Testing

@Suite("What is wrong with a preseed file")
struct PreseedLintTests {
    private static let questions: QuestionList = {
        var list = QuestionList()
        list.add(
            templates: Array(
                """
                Template: debian-installer/locale
                Type: select
                Choices: ${LOCALES}
                Description: System locale:
                Description-fr.UTF-8: Template: not/this

                Template: partman/confirm
                Type: boolean

                Template: partman/confirm_nooverwrite
                Type: boolean
                """.utf8))
        list.add(
            list: """
                # a list
                partman/confirm string other later
                partman-auto/method string d-i partman-auto
                partman-auto/choose_recipe select d-i partman-auto
                apt-setup/local*/repository string d-i apt-setup
                netcfg/get_hostname string d-i netcfg
                netcfg/get_domain string d-i netcfg
                netcfg/choose_interface select d-i netcfg
                localechooser/supported-locales multiselect d-i localechooser
                debian-installer/language string d-i localechooser
                debian-installer/country string d-i localechooser
                preseed/late_command string d-i preseed
                preseed/early_command string d-i preseed
                tasksel/first multiselect tasksel tasksel
                """)
        return list
    }()

    private static let french = "d-i debian-installer/locale string fr_FR.UTF-8\n"
    private static let whole =
        french + "d-i debian-installer/language string en\nd-i debian-installer/country string FR\n"

    /// Lines after the first, and what is found: its line, whether it is an error, and how it begins.
    private static let table: [(text: String, found: [String])] = [
        ("", []),
        ("d-i partman/confirm boolean true\n", []),
        ("# a comment\n\n   \n\td-i partman/confirm boolean true\n", []),
        ("d-i partman/confirm boolean true\r\n", ["2 warning a line ends in a carriage return"]),
        (" # d-i partman/confirm\n", ["2 error a comment stands behind blanks"]),
        ("d-i partman/confirm boolean \\\n# between\n true\n", []),
        ("d-i preseed/late_command string a; \\\n  # in a command; \\\n  true\n", []),
        ("d-i partman/confirm boolean true\nd-i preseed/late_command string true \\\n", ["3 error the file ends"]),
        ("d-i preseed/late_command string true \\\n\n", ["2 error the file ends in a backslash"]),
        (
            "d-i partman-auto/method string lvm \\\nd-i partman/confirm boolean true\n",
            ["3 error the line before ends in a backslash, and this answer becomes"]
        ),
        ("d-i preseed/late_command string \\\n  in-target a/b --string; true\n", []),
        ("d-i partman/confirm\n", ["2 error an answer has fewer than three fields"]),
        ("d-i\n", ["2 error an answer has fewer"]),
        ("d-i partman-auto/method string\n", []),
        (
            "d-i partman-auto/methd string lvm\n",
            ["2 error no question is called partman-auto/methd; did you mean partman-auto/method?"]
        ),
        (
            "d-i partmn-auto/method string lvm\n",
            ["2 error no question is called partmn-auto/method; did you mean partman-auto/method?"]
        ),
        (
            "d-i partman-auto/disk string /dev/sda\n",
            ["2 warning no question that is known is called partman-auto/disk;"]
        ),
        ("d-i team/wish string 1\n", []),
        ("d-i apt-setup/local0/repository string http://example.org x main\n", []),
        (
            "d-i apt-setup/local/repository string x\n",
            ["2 error no question is called apt-setup/local/repository; did you mean apt-setup/local0/repository?"]
        ),
        ("d-i partman/confirm string true\n", ["2 warning partman/confirm is of type boolean, not string"]),
        ("d-i partman/confirm boolean yes\n", ["2 error partman/confirm is true or false, not \"yes\""]),
        ("d-i partman-auto/choose_recipe string atomic\n", []),
        ("d-i tasksel/first multiselect standard\n", ["2 warning tasksel/first belongs to tasksel, not to d-i"]),
        ("base partman/confirm boolean true\n", ["2 warning partman/confirm belongs to d-i, not to base"]),
        ("tasksel tasksel/first multiselect  standard\n", ["2 warning more than one blank"]),
        ("d-i partman-auto/method string   lvm\n", []),
        (
            "d-i partman/confirm boolean true\nd-i partman/confirm boolean false\n",
            ["3 warning partman/confirm stands in line 2 already"]
        ),
        (
            "d-i preseed/late_command string a; true\nd-i preseed/late_command string b; true\n",
            ["3 error preseed/late_command stands in line 2 already"]
        ),
        ("d-i partman/confirm boolean true\nd-i partman/confirm seen false\n", []),
        (
            "d-i preseed/late_command string in-target sh x\n",
            ["2 warning a command of preseed/late_command that fails"]
        ),
        ("d-i preseed/late_command string in-target sh x || true\n", []),
        ("d-i netcfg/get_hostname string x\n", []),
        ("d-i netcfg/choose_interface select auto\n", ["2 warning netcfg/choose_interface comes too late"]),
        (french, ["2 error on a serial console the installer ignores the locale fr_FR.UTF-8"]),
        (whole, ["2 error on a serial console"]),
        (whole + "d-i localechooser/supported-locales multiselect en_US.UTF-8, fr_FR.UTF-8\n", []),
        (whole + "d-i localechooser/supported-locales multiselect en_US.UTF-8\n", ["2 error on a serial console"]),
        ("d-i debian-installer/locale string en_GB.UTF-8\n", []),
    ]

    private func found(_ text: String, console: String? = "ttyS0,115200n8") -> [String] {
        PreseedLint(PreseedFile(text), questions: Self.questions, console: console).findings
            .filter { finding in if case .stopsAt = finding.problem { false } else { true } }
            .map { "\($0.line) \($0.problem.isError ? "error" : "warning") \($0.problem)" }
    }

    @Test("is told with its line, its weight and what to do", arguments: table)
    func findings(row: (text: String, found: [String])) {
        let found = found("#_preseed_V1\n" + row.text)

        #expect(found.count == row.found.count, "\(found)")
        for (finding, start) in zip(found, row.found) { #expect(finding.hasPrefix(start)) }
    }

    @Test("begins with the first line, which has a word of its own")
    func header() {
        #expect(found("# mine\n") == ["1 warning the first line is not #_preseed_V1; write it there"])
    }

    @Test(
        "a value that the installer takes and stumbles over later is told, and not repeated",
        arguments: [
            (
                "mirror/http/hostname", ["deb.example.org", "10.0.0.1", "deb.example.org:3142"],
                ["http://a", "a/b", ""]
            ),
            ("mirror/http/directory", ["/debian"], ["debian", ""]),
            ("mirror/http/proxy", ["", "http://10.0.0.1:3142"], ["10.0.0.1:3142", "proxy"]),
            ("clock-setup/ntp-server", ["ntp.example.org"], ["ntp://a", "a b"]),
            ("partman-auto/disk", ["/dev/vda", "/dev/sda /dev/sdb"], ["sda", "/dev/sda sdb", ""]),
            ("grub-installer/bootdev", ["default", "/dev/sda", "(hd0)"], ["sda", ""]),
            ("partman-auto-lvm/guided_size", ["max", "80%", "20GB"], ["all"]),
            ("passwd/username", ["team", "a-b_1"], ["Team", "1a", "a b", "root.x", ""]),
            ("passwd/root-password-crypted", ["$y$j9T$x", "!", "*", "secret-root", ""], ["hunter2"]),
        ])
    func forms(key: String, good: [String], bad: [String]) {
        for (values, count) in [(good, 0), (bad, 1)] {
            for value in values {
                let found = found("#_preseed_V1\nd-i \(key) string \(value)\n").filter {
                    $0.contains("error \(key) is ")
                }
                #expect(found.count == count, "\(value): \(found)")
                #expect(found.allSatisfy { !$0.contains("hunter2") })
            }
        }
    }

    @Test("a locale is taken where the console shows its letters", arguments: ["tty0", nil])
    func graphical(console: String?) {
        #expect(found("#_preseed_V1\n" + Self.french, console: console) == [])
    }

    /// Other answers, and the questions that follow from them.
    private static let missing: [(text: String, isMissing: Bool, key: String)] = [
        ("", true, "passwd/root-password-crypted or passwd/root-password"),
        ("d-i passwd/root-password-crypted password !", false, "passwd/root-password-crypted"),
        ("d-i passwd/root-login boolean false", false, "passwd/root-password-crypted"),
        ("", true, "passwd/username"),
        ("d-i passwd/make-user boolean false", false, "passwd/username"),
        ("d-i partman-auto/method string regular", false, "partman-lvm/confirm"),
        ("d-i partman-auto/method string lvm", true, "partman-lvm/confirm"),
        ("d-i partman-auto/method string lvm", false, "partman-md/confirm"),
        ("d-i partman-auto/method string raid", true, "partman-md/confirm"),
        ("d-i partman-auto/expert_recipe string x :: 1 1 1 ext4 in_vg{ vg0 } .", true, "partman-lvm/confirm"),
        ("d-i finish-install/reboot_in_progress note", false, "finish-install/reboot_in_progress"),
        ("", true, "finish-install/reboot_in_progress"),
    ]

    @Test("what nothing answers stops the installer, by the other answers", arguments: missing)
    func questions(row: (text: String, isMissing: Bool, key: String)) {
        let lint = PreseedLint(
            PreseedFile("#_preseed_V1\n\(row.text)\n"), questions: Self.questions, console: "ttyS0")

        let keys = lint.findings.compactMap { finding in
            if case .stopsAt(_, let key) = finding.problem { key } else { nil }
        }
        #expect(keys.contains { $0.hasPrefix(row.key) } == row.isMissing, "\(keys)")
    }

    @Test("a refused file is not asked for more")
    func refused() {
        let lint = PreseedLint(PreseedFile("#_preseed_V1\nd-i\n"), questions: Self.questions, console: nil)

        #expect(lint.findings.map(\.problem) == [.tooFewFields])
    }
}

@Suite("The files of an initrd, cpio(5)")
struct ArchiveEntryTests {
    private func head(_ name: String, size: String = "00000005", nameSize: String? = nil, magic: String = "070701")
        -> [UInt8]
    {
        let length = nameSize ?? String(format8(name.utf8.count + 1))
        let fields =
            Array(repeating: "00000000", count: 6) + [size] + Array(repeating: "00000000", count: 4) + [
                length, "00000000",
            ]
        return Array((magic + fields.joined() + name + "\0").utf8)
    }

    private func format8(_ number: Int) -> String {
        let text = String(number, radix: 16)
        return String(repeating: "0", count: 8 - text.utf8.count) + text
    }

    @Test("are found one after the other, filled up to four bytes")
    func entries() throws {
        let entry = try #require(ArchiveEntry(head("./var/lib/a")[...]))

        #expect(entry.name == "var/lib/a" && entry.count == 5 && !entry.isLast)
        #expect(entry.start == 124 && entry.next == 132)
        #expect(ArchiveEntry(head("TRAILER!!!")[...])?.isLast == true)
        // Anywhere in an array.
        #expect(ArchiveEntry(([0, 0] + head("a"))[2...])?.name == "a")
    }

    @Test("are refused where the head is none")
    func wrong() {
        #expect(ArchiveEntry([]) == nil)
        #expect(ArchiveEntry(head("a").dropLast(2)) == nil)
        #expect(ArchiveEntry(head("a", magic: "070707")[...]) == nil)
        #expect(ArchiveEntry(head("a", nameSize: "ffffffff")[...]) == nil)
        #expect(ArchiveEntry(head("a", nameSize: "00000000")[...]) == nil)
        #expect(ArchiveEntry(head("a", size: "0000000g")[...]) == nil)
        #expect(ArchiveEntry(head("a", size: "+0000001")[...]) == nil)
    }
}
