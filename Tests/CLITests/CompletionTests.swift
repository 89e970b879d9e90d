import CLI
import Foundation
import Inventory
import NetTypes
import Testing

@Suite("What may come next on a command line")
struct CompletionTests {
    private func text(_ value: some Encodable) throws -> String {
        String(decoding: try JSONEncoder().encode(value), as: UTF8.self)
    }

    private func offers(_ words: [String], with daemon: FakeDaemon = .broken) -> [String] {
        let outcome = amorce(
            (["complete", "--"] + words.map { $0.isEmpty ? "''" : $0 }).joined(separator: " "), with: daemon)
        #expect(outcome.status == .done && outcome.errors.isEmpty)
        return outcome.output.split(separator: "\n").map { String($0.prefix { $0 != "\t" }) }
    }

    @Test("is a noun, a verb, an option or a name")
    func words() {
        #expect(offers([""]).contains("machine") && offers([""]).contains("status"))
        #expect(!offers([""]).contains("complete"))
        #expect(offers(["lease", ""]) == ["list", "show", "release", "export", "import"])
        #expect(offers(["lease", "release", "--"]) == ["--yes", "--json", "--config", "--control", "--help"])
        #expect(offers(["lease", "release", "--yes", "--"]) == ["--json", "--config", "--control", "--help"])
        #expect(offers(["completion", ""]) == ["bash", "zsh", "fish"])
        #expect(offers(["help", "machine", ""]).contains("rename"))
        #expect(offers(["status", ""]) == [] && offers(["nonsense", ""]) == [] && offers([]).contains("machine"))
    }

    @Test("is one of an option's words, those of the command at hand")
    func choices() {
        #expect(offers(["machine", "export", "--format", ""]) == ["yaml", "ansible", "csv"])
        #expect(offers(["lease", "export", "--format", ""]) == ["json", "csv", "dnsmasq"])
        #expect(offers(["profile", "preview", "api", "--loader", ""]) == ["pxelinux", "grub", "ipxe"])
        #expect(offers(["machine", "wait", "api-1", "--for", ""]).contains("running"))
        #expect(offers(["simulate", "--firmware", ""]).contains("uefi-http"))
    }

    @Test("says what it is for")
    func purposes() {
        let lines = amorce("complete -- machine ''").output
        #expect(lines.contains("rename\tgive a machine another name\n"))
        #expect(amorce("complete -- ''").output.contains("\nlease\tlist, show, release, export, import\n"))
    }

    @Test(
        "is a name that the daemon knows, wherever one stands",
        arguments: [
            ["machine", "show", ""], ["machine", "assign", ""], ["events", "--machine", ""],
            ["machine", "--json", "show", ""], ["machine", "--control", "x.sock", "show", "a"],
        ])
    func machines(words: [String]) throws {
        let machine = Machine(
            mac: try #require(MACAddress("52:54:00:77:00:11")), name: HostName("api-1"))
        let daemon = FakeDaemon(json: try text([MachineReport(machine: machine, lease: nil)]))

        #expect(offers(words, with: daemon) == ["api-1"])
    }

    @Test("is a profile in a profile's place, and a file in a file's")
    func others() throws {
        let profiles = try text([Profile(name: #require(ProfileName("ui")), description: "web")])
        for words in [["machine", "assign", "api-1", ""], ["machine", "add", "525400770011", "--profile", ""]] {
            #expect(offers(words, with: FakeDaemon(json: profiles)) == ["ui"])
        }
        for words in [
            ["explain", ""], ["machine", "import", ""], ["machine", "import", "a", ""], ["lease", "import", "a", "b"],
            ["status", "--config", ""],
        ] {
            #expect(offers(words) == [":files"])
        }
    }

    @Test("is nothing where the daemon does not answer, and no word about it")
    func silence() { #expect(offers(["machine", "show", ""]) == []) }

    @Test("is asked by the script of each shell", arguments: ["bash", "zsh", "fish"])
    func scripts(shell: String) {
        let script = amorce("completion \(shell)").output
        #expect(script.contains("\(shell) completion for amorce"))
        #expect(script.contains(" complete -- "))
    }
}
