import Foundation
import LabSupport
import Testing

@Suite("HTTPS with curl", .serialized, .enabled(if: Lab.isWanted, "\(Lab.obstacle ?? "")"))
struct HTTPSInteropTests {
    private static let certificates = URL(filePath: Lab.script("")).deletingLastPathComponent()
        .appending(path: "Certificates")

    @Test("serves what HTTP serves, takes over a renewed certificate, and keeps it where the next one is wrong")
    func renewal() async throws {
        try await Lab.with("https") { lab in
            let (certificate, key) = (lab.folder.appending(path: "tls.crt"), lab.folder.appending(path: "tls.key"))
            try place("first.crt", at: certificate)
            try place("first.key", at: key)
            let tls = "tls: { listen: \"10.77.0.1:443\", certificate: \(certificate.path), key: \(key.path) }"
            try lab.rewrite { $0.replacing("http: { ", with: "http: { \(tls), ") }
            try await lab.addClient(address: "10.77.0.2/24")
            let daemon = try await lab.startDaemon()

            let plain = try await fetch(lab, "http://10.77.0.1/boot/pxelinux.0", trusting: "first")
            let secure = try await fetch(lab, "https://10.77.0.1/boot/pxelinux.0", trusting: "first")
            #expect(plain.status == 0 && secure.status == 0, "\(secure.error)")
            #expect(try Data(contentsOf: got(lab, "http")) == Data(contentsOf: got(lab, "https")))

            try place("second.crt", at: certificate)
            try place("second.key", at: key)
            try await lab.tell("reload")
            #expect(try await daemon.said("changed=http.tls") == 1)
            #expect(try await fetch(lab, "https://10.77.0.1/boot/pxelinux.0", trusting: "second").status == 0)
            #expect(try await fetch(lab, "https://10.77.0.1/boot/pxelinux.0", trusting: "first").status == 60)

            try place("first.key", at: key)
            let refused = try await finish(lab.amorce("reload"))
            let checked = try await finish(lab.amorce("check", "--config", lab.configuration.path))
            #expect(refused.status != 0 && checked.status != 0)
            #expect(
                refused.error.contains(
                    "http.tls: \(key.path): is not the key of the certificate in \(certificate.path)"))
            // What the check remarks beside it is of the host that it runs on.
            #expect(checked.error.hasSuffix(refused.error))
            #expect(try await fetch(lab, "https://10.77.0.1/boot/pxelinux.0", trusting: "second").status == 0)

            let log = try String(contentsOf: daemon.errorFile, encoding: .utf8)
            #expect(!log.contains("PRIVATE KEY"))
            await daemon.stop()
        }
    }

    @Test("does not start with a key that everybody may read, and says what to do")
    func openKey() async throws {
        try await Lab.with("https-open") { lab in
            let (certificate, key) = (lab.folder.appending(path: "tls.crt"), lab.folder.appending(path: "tls.key"))
            try place("first.crt", at: certificate)
            try place("first.key", at: key, mode: 0o644)
            let tls = "tls: { certificate: \(certificate.path), key: \(key.path) }"
            try lab.rewrite { $0.replacing("http: { ", with: "http: { \(tls), ") }

            let ended = try await finish(lab.serve)

            #expect(ended.status != 0)
            #expect(ended.error.contains("\(key.path): holds a key, and its mode 0644 opens it to others"))
            #expect(ended.error.contains("chmod 640 \(key.path)"))
        }
    }

    private func place(_ name: String, at file: URL, mode: Int = 0o640) throws {
        try Data(contentsOf: Self.certificates.appending(path: name)).write(to: file)
        try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: file.path)
    }

    private func got(_ lab: Lab, _ scheme: String) -> URL { lab.folder.appending(path: "got-\(scheme)") }

    private func fetch(_ lab: Lab, _ url: String, trusting name: String) async throws -> Finished {
        let scheme = String(url.prefix { $0 != ":" })
        return try await finish(
            lab.atClient(
                "curl", "-sS", "--fail", "--max-time", "60", "--cacert",
                Self.certificates.appending(path: name + ".crt").path, "-o", got(lab, scheme).path, url))
    }
}
