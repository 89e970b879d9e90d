import Foundation
import Services
import Testing

@Suite("The certificate of HTTPS")
struct HTTPSConfigurationTests {
    private static let folder =
        #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(2).joined(separator: "/")
        + "/Certificates/"

    /// What is said of a configuration with these two files.
    private func mistakes(_ certificate: String, _ key: String, mode: Int = 0o640) throws -> [String] {
        let bench = try WebBench()
        let own = bench.folder.path + "/tls.key"
        if let text = try? String(contentsOfFile: Self.folder + key, encoding: .utf8) {
            try bench.folder.write(text, to: "tls.key", mode: mode)
        }
        try bench.rewrite {
            $0.replacing("http: { ", with: "http: { tls: { certificate: \(Self.folder)\(certificate), key: \(own) }, ")
        }
        return bench.mistakes().filter { $0.contains("http.tls") }.map {
            $0.replacing(bench.folder.path + "/", with: "").replacing(Self.folder, with: "")
        }
    }

    @Test("is taken with its key")
    func right() throws { #expect(try mistakes("first.crt", "first.key").isEmpty) }

    @Test("is refused with what is wrong and what to do")
    func wrong() throws {
        let mismatch = try mistakes("first.crt", "second.key")
        let swapped = try mistakes("first.key", "first.key")
        let noKey = try mistakes("first.crt", "first.crt")
        let missing = try mistakes("first.crt", "none.key")
        let open = try mistakes("first.crt", "first.key", mode: 0o644)

        #expect(
            mismatch == [
                "amorce.yaml: http.tls: tls.key: is not the key of the certificate in first.crt; name the two files that were made together"
            ])
        #expect(swapped.count == 1 && swapped[0].contains("http.tls: first.key: is not a certificate: "))
        #expect(noKey.count == 1 && noKey[0].contains("http.tls: tls.key: is not a key: "))
        #expect(missing.count == 1 && missing[0].contains("http.tls: tls.key: cannot be read: No such file"))
        #expect(
            open.count == 1 && open[0].contains("its mode 0644 opens it to others than its owner and group; chmod 640"))
        for text in mismatch + swapped + noKey + missing + open { #expect(!text.contains("PRIVATE")) }
    }
}
