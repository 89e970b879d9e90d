import Foundation
import NetTypes
import Settings
import Testing

@Suite("A file of variables or secrets")
struct FlatFileTests {
    private let path = FileManager.default.temporaryDirectory.appending(path: "amorce-\(UUID().uuidString).yaml").path

    private func withFile<Value>(_ text: String, mode: Int = 0o600, _ body: () throws -> Value) throws -> Value {
        _ = FileManager.default.createFile(
            atPath: path, contents: Data(text.utf8), attributes: [.posixPermissions: mode])
        defer { try? FileManager.default.removeItem(atPath: path) }
        return try body()
    }

    @Test("gives its names and texts")
    func flat() throws {
        let text = "# all\nmirror-host: mirror.example.org\nproxy:\nupgrade: no\n"

        let variables = try withFile(text) { try Variables.load(file: path) }
        let secrets = try withFile(text) { try Secrets.load(file: path) }

        #expect(variables.values == ["mirror-host": "mirror.example.org", "proxy": "", "upgrade": "no"])
        #expect(secrets.values == variables.values)
    }

    @Test("may be empty")
    func empty() throws {
        let variables = try withFile("# nothing yet\n") { try Variables.load(file: path) }

        #expect(variables.values.isEmpty)
    }

    @Test("reports every mistake")
    func mistakes() throws {
        let error = try #require(throws: SettingsErrors.self) {
            try withFile("a: [1]\n2b: x\nmachine: y\n") { try Variables.load(file: path) }
        }

        #expect(
            error.description.split(separator: "\n") == [
                "\(path):1: a: is a list where one value is wanted; write a text",
                "\(path):2: 2b: 2b is not a name; write letters, digits, - and _, a letter first, such as mirror-host",
                "\(path):3: machine: machine is a name that every template has already; write letters, digits, - and _, a letter first, such as mirror-host",
            ])
    }

    @Test("that is missing says how to go on")
    func missing() throws {
        let error = try #require(throws: SettingsErrors.self) { try Variables.load(file: "/none/variables.yaml") }

        #expect(
            error.description
                == "/none/variables.yaml: cannot be read: No such file or directory; name a file that the daemon's user may read"
        )
    }

    @Test("of secrets is refused where others may read it", arguments: [0o640, 0o604, 0o620, 0o610, 0o644])
    func openToOthers(mode: Int) throws {
        let error = try #require(throws: SettingsErrors.self) {
            try withFile("root-password: $6$abc\n", mode: mode) { try Secrets.load(file: path) }
        }

        let fact = "holds secrets, and its mode 0\(String(mode, radix: 8)) opens it to others than its owner"
        #expect(error.description == "\(path): \(fact); chmod 600 \(path)")
    }

    @Test("of secrets may be read-only")
    func readOnly() throws {
        let secrets = try withFile("a: b\n", mode: 0o400) { try Secrets.load(file: path) }

        #expect(secrets.values == ["a": "b"])
    }

    @Test("of secrets shows them nowhere")
    func hidden() throws {
        let secrets = Secrets(["root-password": "hunter2"])
        var dumped = ""
        dump(secrets, to: &dumped)

        for text in ["\(secrets)", String(reflecting: secrets), dumped, "\([secrets])", "\(Optional(secrets) as Any)"] {
            #expect(!text.contains("hunter2"))
        }
    }

    @Test("with a TLS key is refused where everybody may read it", arguments: [0o644, 0o660, 0o604])
    func openKey(mode: Int) throws {
        let tls = Configuration.TLS(address: .any, port: 443, certificate: #filePath, key: path)
        let error = try #require(throws: SettingsErrors.self) {
            try withFile("-----BEGIN PRIVATE KEY-----\n", mode: mode) { try TLSFiles.load(tls) }
        }

        let fact = "holds a key, and its mode 0\(String(mode, radix: 8)) opens it to others than its owner and group"
        #expect(error.description == "\(path): \(fact); chmod 640 \(path)")
    }

    @Test("with a TLS key may be read by its group, and is shown nowhere", arguments: [0o640, 0o600, 0o400])
    func closedKey(mode: Int) throws {
        let tls = Configuration.TLS(address: .any, port: 443, certificate: #filePath, key: path)
        let files = try withFile("planted", mode: mode) { try TLSFiles.load(tls) }
        var dumped = ""
        dump(files, to: &dumped)

        #expect(files.key == Array("planted".utf8))
        for text in ["\(files)", String(reflecting: files), dumped] {
            #expect(!text.contains("planted") && !text.contains("112, 108"))
        }
    }
}
