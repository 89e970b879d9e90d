import Decisions
import Foundation
import Inventory
import NetTypes
import Services
import Testing

@Suite("The pages that are shipped: pxe/, preseed/, postinstall/")
struct ShippedPagesTests {
    private static let secrets = [
        "root-password-hash": "$6$root", "user-password-hash": "$6$user",
    ]

    /// Each page with the variables as they are shipped, and with all that changes a page.
    private static let benches: [(secrets: [String: String], more: String)] = [
        ([:], ""),
        (
            secrets,
            changes
        ),
    ]

    /// Variables that change pages.
    static let changes = """
        variables: { user: ada, user-fullname: Ada, ssh-authorized-keys: ssh-ed25519 AAAA ada, power-off: "yes",
          proxy: "http://proxy.example.org:3128", release: bookworm, packages: htop vim, disk: /dev/vda,
          security-host: security.example.org, ntp-server: ntp.example.org, kernel-parameters: net.ifnames=0,
          ui-archive-url: "http://example.org/ui.tar.gz", pip-index-url: "http://example.org/simple",
          raid-disks: /dev/sda /dev/sdb, br0-port: eno1, br1-port: eno2 }
        """

    private func forEachPage(
        _ folder: String, _ page: (PageRenderer, ProfileName, PageRenderer.Subject) throws -> String,
        _ check: (String) throws -> Void
    ) throws {
        for (secrets, more) in Self.benches {
            let bench = try WebBench(content: checkout, secrets: secrets, more: more)
            let names = try FileManager.default.contentsOfDirectory(atPath: checkout + "/" + folder)
                .compactMap { name in ProfileName(name.split(separator: ".").first ?? "") }
                .filter { FileManager.default.fileExists(atPath: "\(checkout)/preseed/\($0).cfg") }
            try #require(names.count > 1)
            for name in names { try check(page(bench.pages, name, try subject(bench))) }
        }
    }

    private func subject(_ bench: WebBench) throws -> PageRenderer.Subject {
        PageRenderer.Subject(
            machine: Machine(mac: .first, name: HostName("api-1"), state: .armed), address: .first,
            network: bench.networks.network(of: .first), token: String(repeating: "0", count: 32))
    }

    @Test("preseed files are rendered whole, have each key once, and end")
    func preseed() throws {
        try forEachPage("preseed", { try $0.preseed($1, for: $2) }) { text in
            #expect(!text.contains("{{") && !text.contains("}}"))
            #expect(text.hasSuffix("\n") && !text.dropLast().hasSuffix("\\"))

            let lines = text.replacing("\\\n", with: " ").split(separator: "\n").filter { !$0.hasPrefix("#") }
            let keys = lines.compactMap { line -> String? in
                let words = line.split(separator: " ", maxSplits: 3)
                return words.count > 1 ? "\(words[0]) \(words[1])" : nil
            }
            let doubled = Dictionary(grouping: keys) { $0 }.filter { $0.value.count > 1 }.keys
            #expect(doubled.isEmpty)
            #expect(keys.count > 20)
        }
    }

    @Test("a script that fails ends with the step, its status and the line before, and tells them")
    func failedStep() throws {
        let folder = try Folder()
        let bench = try WebBench(content: checkout)
        let whole = try bench.pages.postInstall(.sample("base"), for: subject(bench))
        let start = try #require(whole.range(of: "begin identity")?.lowerBound)
        let told = folder.path + "/told"
        try folder.write(
            whole[..<start] + """
                tell() { echo "$1: $2" >>'\(told)'; }
                begin one "the first"
                echo "no such package"
                echo
                (exit 7)
                """, to: "script.sh")

        _ = try? run("/bin/sh", "-c", "sh '\(folder.path)/script.sh' >'\(folder.path)/log' 2>&1")

        let log = try String(contentsOfFile: folder.path + "/log", encoding: .utf8)
        #expect(log.hasSuffix("\n== failed in step one, status 7: no such package\n"))
        #expect(
            try String(contentsOfFile: told, encoding: .utf8)
                == "one: the first\none-failed: status 7: no such package\n")
    }

    @Test("scripts are rendered whole, and are what sh and shellcheck take")
    func scripts() throws {
        let folder = try Folder()
        try forEachPage("postinstall", { try $0.postInstall($1, for: $2) }) { text in
            #expect(!text.contains("{{") && !text.contains("}}"))
            try folder.write(text, to: "script.sh")

            #expect(try run("/bin/sh", "-n", folder.path + "/script.sh") == "")
            guard FileManager.default.isExecutableFile(atPath: "/usr/bin/shellcheck") else { return }
            // What is written for one machine has conditions that are constant there.
            #expect(try run("/usr/bin/shellcheck", "-S", "warning", folder.path + "/script.sh") == "")
        }
    }

    @Test("menus of all loaders offer the same choices, and the disk")
    func menus() throws {
        let bench = try WebBench(content: checkout)
        let subject = try subject(bench)
        let (api, ui) = (try #require(ProfileName("api")), try #require(ProfileName("ui")))
        for (decision, choices) in [
            (MenuDecision.install(ui), ["ui", "local"]),
            (.prompt(default: api), ["api", "base", "hypervisor", "node-image", "ui", "local"]),
        ] {
            for loader in MenuLoader.allCases {
                let text = try bench.pages.menu(loader, decision, for: subject)

                #expect(self.choices(in: text, of: loader) == choices)
                #expect(!text.contains("{{") && !text.contains("}}"))
                #expect(text.contains("url=http://10.77.0.1/build/\(subject.token)/ui/preseed.cfg"))
            }
            let grub = try bench.pages.menu(.grub, decision, for: subject)
            #expect(grub.contains("linux (http,10.77.0.1)/boot/install/ui/linux "))
        }
    }

    @Test("menus of a machine that installs nothing start its disk and offer nothing", arguments: MenuLoader.allCases)
    func localBoot(loader: MenuLoader) throws {
        let bench = try WebBench(content: checkout)

        let text = try bench.pages.menu(loader, .localBoot(.state(.installed)), for: try subject(bench))

        #expect(!text.contains("{{") && !text.contains("preseed.cfg") && !text.contains("install/"))
        #expect(text.contains("this machine is installed"))
    }

    private func choices(in menu: String, of loader: MenuLoader) -> [String] {
        menu.split(separator: "\n").compactMap { line in
            let words = line.split(separator: " ").map(String.init)
            switch loader {
            case .pxelinux: return words.first == "label" && words.count == 2 && words[1] != "-" ? words[1] : nil
            case .grub:
                guard words.first == "menuentry", let flag = words.firstIndex(of: "--id") else { return nil }
                return words[flag + 1] == "about" ? nil : words[flag + 1]
            case .ipxe: return words.starts(with: ["item", "--key"]) ? words[3] : nil
            }
        }
    }
}

/// What a program prints.
private func run(_ program: String, _ arguments: String...) throws -> String {
    let process = Process()
    let pipe = Pipe()
    process.executableURL = URL(fileURLWithPath: program)
    process.arguments = arguments
    process.standardOutput = pipe
    process.standardError = pipe
    try process.run()
    let output = try pipe.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    return String(decoding: output, as: UTF8.self)
}
