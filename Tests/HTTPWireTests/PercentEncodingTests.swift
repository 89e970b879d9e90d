import HTTPWire
import Testing

@Suite("Percent-encoding, RFC 3986 §2.1")
struct PercentEncodingTests {
    @Test(
        "is read and written", arguments: [("api-1", "api-1"), ("a b", "a%20b"), ("ü/%", "%C3%BC%2F%25"), ("", "")])
    func bothWays(text: String, encoded: String) {
        #expect(percentEncoded(text) == encoded)
        #expect(percentDecoded(encoded.utf8) == text)
    }

    @Test("takes small letters, and what need not be encoded")
    func lenient() {
        #expect(percentDecoded("%c3%bc+~!".utf8) == "ü+~!")
    }

    @Test("that stands for nothing is not taken", arguments: ["%", "%4", "%zz", "a%", "%00", "%ff", "%+1", "% 1"])
    func broken(text: String) {
        #expect(percentDecoded(text.utf8) == nil)
    }

    @Test(
        "of a request's target gives its path",
        arguments: [
            ("/boot/linux", "/boot/linux"), ("/a%20b?c=%zz", "/a b"), ("/%2e%2E/x", "/../x"), ("*", "*"), ("", ""),
            ("http://10.77.0.1/boot.ipxe", "/boot.ipxe"), ("http://10.77.0.1", "/"), ("//grubx64.efi", "//grubx64.efi"),
        ])
    func path(target: String, path: String) {
        #expect(decodedPath(ofTarget: target.utf8) == path)
    }

    @Test(
        "hides no slash and no end of a path",
        arguments: ["/build%2ftoken", "/build%2Ftoken", "/boot/linux%00.cfg", "/%", "/a%2", "/%e9"])
    func hidden(target: String) {
        #expect(decodedPath(ofTarget: target.utf8) == nil)
    }
}
