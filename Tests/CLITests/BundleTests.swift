import CLI
import HTTPWire
import NetTypes
import Testing

@Suite("amorce bundle")
struct BundleTests {
    private static let machine =
        #"""
        {"machine":{"mac":"52:54:00:77:00:11","name":"api-1","profile":"api","state":"armed","origin":"admin"},"events":[]}
        """#
    private static let token = "0123456789abcdef0123456789abcdef"

    private static func json(_ text: String) -> Result<HTTPResponse, NoAnswer> {
        .success(.text(.ok, text, type: "application/json"))
    }

    private static func text(_ text: String) -> Result<HTTPResponse, NoAnswer> {
        .success(.text(.ok, text, type: "text/plain"))
    }

    @Test("packs what the other commands say, with a page that tells what is in it and what could not be had")
    func whole() throws {
        let daemon = FakeDaemon(
            Self.json(Self.machine), Self.json(Self.machine), Self.json(Self.machine),
            Self.json(#"{"installation":7,"isWhole":true,"lines":["the log"],"next":8}"#),
            Self.json(#"{"installation":7,"isWhole":true,"lines":[],"next":8}"#),
            Self.json(#"{"isWhole":false,"lines":[],"next":0}"#), Self.text("menu \(Self.token)"), Self.text("grub"),
            Self.text("ipxe"), Self.text("preseed"), Self.text("script"))
        var packed: [BundledFile] = []
        var place = ""

        let outcome = amorce(
            "bundle api-1 --output b.tar.gz", with: daemon,
            pack: { folder, files, path throws(Failure) in (packed, place) = (files, "\(folder) \(path)") })

        #expect(outcome.status == .done)
        #expect(outcome.output == "b.tar.gz: 9 files; README.txt says what is in them\n")
        #expect(place == "amorce-api-1 b.tar.gz")
        let texts = Dictionary(uniqueKeysWithValues: packed.map { ($0.name, $0.text) })
        #expect(texts["machine.txt"]?.hasPrefix("name        api-1\n") == true)
        #expect(texts["machine.json"]?.hasPrefix("{") == true)
        #expect(texts["installer.log"] == "the log\n")
        #expect(texts["installer-live.log"] == nil)
        #expect(texts["menu.pxelinux.txt"] == "menu 012345…\n")
        #expect(texts["postinstall.sh"] == "script\n")
        // The daemon went away by then.
        #expect(texts["status.txt"] == nil)
        let index = try #require(texts["README.txt"])
        #expect(index.contains("installer-live.log  what came of it by syslog (amorce machine log api-1 --live)\n    "))
        #expect(
            index.contains("status.txt          how the daemon does (amorce status)\n    amorce: the daemon can't be"))
    }

    @Test("of a machine without a profile leaves the pages out, and is named after it")
    func withoutProfile() {
        let machine = #"{"machine":{"mac":"52:54:00:77:00:11","state":"armed","origin":"discovered"},"events":[]}"#
        var names: [String] = []
        var place = ""

        let outcome = amorce(
            "bundle 525400770011", with: FakeDaemon(Self.json(machine)),
            pack: { _, files, path throws(Failure) in (names, place) = (files.map(\.name), path) })

        #expect(outcome.status == .done)
        #expect(names == ["README.txt"])
        #expect(place == "amorce-vm-525400770011.tar.gz")
    }

    @Test("packs nothing of a machine that is not there")
    func missing() {
        let gone = Result<HTTPResponse, NoAnswer>.success(
            .text(.notFound, #"{"title":"Not Found","status":404,"detail":"there is no machine api-1"}"#))
        var isPacked = false

        let outcome = amorce(
            "bundle api-1", with: FakeDaemon(gone), pack: { _, _, _ throws(Failure) in isPacked = true })

        #expect(outcome.status == .notFound)
        #expect(!isPacked)
    }
}
