import Foundation
import HTTPWire
import Inventory
import NetTypes
import Services
import Settings
import Testing

@Suite("A planted secret")
struct SecretTests {
    private static let planted = "Pl4nted-s3cret"
    private static let key = "-----BEGIN KEY-----\nQUJDREVGRw==abc\n-----END KEY-----"
    /// What must be nowhere: the secret, and a line of the other one.
    private static let traces = [planted, "QUJDREVGRw==abc"]

    /// A machine that went through an installation in which everything talks of secrets.
    private func installed() throws -> WebBench {
        let bench = try WebBench(secrets: ["root": Self.planted, "key": Self.key], isOnDisk: true)
        try bench.add(name: "api-1", profile: "api", state: .armed)
        try bench.folder.write(
            "{{secret.root}}\n{{secret.key}}\n", to: "content/preseed/api.cfg")
        let token = bench.token()
        #expect(bench.get("/build/\(token)/api/preseed.cfg").text == "\(Self.planted)\n\(Self.key)\n")
        #expect(bench.get("/build/\(token)/api/postinstall.sh").text.contains(Self.planted))
        _ = bench.report("early", "set to \(Self.planted)", token: token)
        _ = bench.report("log", "a line\nkey: QUJDREVGRw==abc\nroot=\(Self.planted)\n", token: token)
        _ = bench.report("failed", "it was \(Self.planted)", token: token)
        _ = bench.get("/build/\(token)/ui/preseed.cfg")
        _ = bench.get("/build/\(token)/api/preseed.cfg", from: .stranger)
        // A page that cannot be written, with the secret in its template.
        _ = bench.call(.post, "/machines/api-1/reinstall")
        try bench.folder.write("{{secret.root}} {{missing}}\n", to: "content/preseed/api.cfg")
        _ = bench.get("/build/\(bench.token())/api/preseed.cfg")
        return bench
    }

    private func expectNothing(in text: String, _ place: String) {
        for trace in Self.traces { #expect(!text.contains(trace), "\(place)") }
    }

    @Test("is in no log line, no event, no answer of the API and no metric")
    func told() throws {
        let bench = try installed()

        expectNothing(in: bench.log, "the log")
        expectNothing(in: "\(try bench.events())", "events")
        #expect(try bench.events().contains { $0.detail.contains("(secret root)") })
        expectNothing(in: bench.get("/metrics", from: IPv4Address(127, 0, 0, 1)).text, "metrics")
        for route in ControlRoute.allCases where route.method == .get {
            let path = route.path.replacing("{machine}", with: "api-1").replacing("{profile}", with: "ui")
                .replacing("{lease}", with: "10.77.0.100")
            for file in ["preseed", "postinstall", "menu"] {
                let answer = bench.call(.get, path, query: ["machine": "api-1", "file": file])
                #expect(answer.status == 200, "\(path) \(answer.text)")
                expectNothing(in: answer.text, "\(path), \(file)")
            }
        }
        for id in ["api-1", "\(Self.planted)"] {
            for method in [HTTPMethod.post, .patch, .delete] {
                _ = bench.call(method, "/machines/\(id)", "{\"name\": 3}")
            }
        }
    }

    @Test("is in no menu, and in no file but the secrets' own")
    func files() throws {
        let bench = try installed()

        for loader in ["pxelinux.cfg/default", "boot.ipxe", "grub/grub.cfg"] {
            expectNothing(in: bench.get("/boot/\(loader)").text, loader)
        }
        let files = try #require(FileManager.default.enumerator(atPath: bench.folder.path)).compactMap { $0 as? String }
        #expect(files.contains { $0.hasPrefix("store.sqlite") })
        let logs = files.filter { $0.hasPrefix("data/logs/") && $0.hasSuffix(".log") }
        #expect(logs.count == 1)
        for file in files {
            guard let data = FileManager.default.contents(atPath: "\(bench.folder.path)/\(file)") else { continue }
            expectNothing(in: String(decoding: data, as: UTF8.self), file)
        }
        let log = try String(contentsOfFile: "\(bench.folder.path)/\(try #require(logs.first))", encoding: .utf8)
        #expect(log == "a line\nkey: (secret key)\nroot=(secret root)\n")
    }

    @Test("is in a preview that reveals it, which the log notes")
    func revealed() throws {
        let bench = try WebBench(secrets: ["root": Self.planted])
        try bench.add(name: "api-1", profile: "api", state: .armed)
        let query = ["machine": "api-1", "file": "preseed"]

        let plain = bench.call(.get, "/profiles/api/preview", query: query)
        let revealed = bench.call(.get, "/profiles/api/preview", query: query.merging(["reveal": "yes"]) { $1 })

        #expect(plain.text.hasPrefix("api (secret root) "))
        #expect(revealed.text.hasPrefix("api \(Self.planted) "))
        #expect(bench.log.contains("preview=revealed profile=api"))
        expectNothing(in: bench.log, "the log")
        #expect(bench.call(.get, "/profiles/api/preview", query: query.merging(["reveal": "1"]) { $1 }).status == 422)
    }

    @Test("is not told by a secrets file that is wrong, whatever is wrong with it")
    func wrongFile() throws {
        let bench = try WebBench(more: "secrets: /etc/none")
        let path = bench.folder.path + "/secrets.yaml"
        try bench.rewrite { $0.replacing("/etc/none", with: path) }
        for text in [
            Self.planted, "root: [\(Self.planted)]", "root: { a: \(Self.planted) }", "root: \"\(Self.planted)",
            "root: \(Self.planted)\nroot: \(Self.planted)", "\troot: \(Self.planted)", "- \(Self.planted)",
            "root: &\(Self.planted)", "root: *\(Self.planted)", "root: !\(Self.planted) x", "root: @\(Self.planted)",
        ] {
            try bench.folder.write(text, to: "secrets.yaml", mode: 0o600)
            let answer = bench.call(.post, "/reload")

            expectNothing(in: answer.text, text)
            expectNothing(in: bench.mistakes().joined(separator: "\n"), text)
            expectNothing(in: bench.log, text)
        }
    }

    @Test("may be a file of its own in a folder, if others cannot read it")
    func folder() throws {
        let bench = try WebBench(more: "secrets: /etc/none")
        try bench.rewrite { $0.replacing("/etc/none", with: bench.folder.path + "/secrets") }
        // Nothing is taken over that `amorce check` finds fault with.
        try FileManager.default.removeItem(atPath: bench.folder.path + "/content/preseed/broken.cfg")
        for loader in ["pxelinux.0", "debian-installer/amd64/bootnetx64.efi"] {
            try bench.folder.write("loader", to: "root/" + loader)
        }
        try bench.folder.write("\(Self.planted)\n", to: "secrets/root", mode: 0o400)
        try bench.folder.write(Self.key, to: "secrets/key", mode: 0o440)
        try bench.folder.write("not a secret", to: "secrets/.hidden", mode: 0o644)
        try bench.add()

        #expect(bench.call(.post, "/reload").status == 200, "\(bench.mistakes())")
        #expect(bench.get("/build/\(bench.token())/ui/preseed.cfg").text.hasPrefix("ui \(Self.planted) http"))

        try bench.folder.write("x", to: "secrets/open", mode: 0o644)
        #expect(bench.call(.post, "/reload").text.contains("secrets/open: holds secrets, and its mode 0644 opens it"))
        try FileManager.default.removeItem(atPath: bench.folder.path + "/secrets/open")
        try bench.folder.write("x", to: "secrets/bad name", mode: 0o600)
        #expect(bench.call(.post, "/reload").text.contains("has a name that no template can write; write letters"))
    }
}
