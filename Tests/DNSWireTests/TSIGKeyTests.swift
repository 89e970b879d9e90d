import DNSWire
import Testing

@Suite("A key's file")
struct TSIGKeyTests {
    private static let secret = "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE="

    @Test(
        "is read as tsig-keygen prints it, and as people write it",
        arguments: [
            "key \"amorce\" {\n\talgorithm hmac-sha256;\n\tsecret \"\(secret)\";\n};\n",
            "// ours\nkey amorce. { # BIND's\n  secret /* do not tell */ \"\(secret)\";\n  algorithm HMAC-SHA256; }",
            "key AMORCE{algorithm \"hmac-sha256\";secret \(secret);};",
        ])
    func read(text: String) throws {
        let key = try TSIGKey(reading: Array(text.utf8))

        #expect(key.name.description == "amorce")
        #expect(key.algorithm == .sha256)
        #expect(key.secret == Self.secret)
    }

    @Test("never shows its secret")
    func silent() throws {
        let name = try #require(DNSName("amorce"))
        let key = TSIGKey(name, .sha512, secret: Self.secret)
        var dumped = ""
        dump(key, to: &dumped)

        #expect("\(key)" == "amorce (hmac-sha512)")
        #expect(
            ![String(reflecting: key), "\(key)", "\([key])", dumped].contains { $0.contains(Self.secret.prefix(8)) })
    }

    @Test(
        "is refused with the line, the fact and the cure",
        arguments: [
            ("", 1, "ends where key should be"), ("zone \"a\" {};", 1, "key should be here"),
            ("key \"a\" {\n algorithm hmac-sha384;", 2, "libldns cannot sign with hmac-sha384"),
            ("key \"a\" {\n algorithm hmac-sha224;", 2, "libldns cannot sign with hmac-sha224"),
            ("key \"a\" {\n algorithm hmac-md5;", 2, "hmac-md5 is no longer safe"),
            ("key \"a\" {\n algorithm rot13;", 2, "rot13 is not an algorithm that is known here"),
            ("key \"a\" {\n\n secret \"abc\"; };", 3, "the secret is not Base64"),
            ("key \"a\" { secret \"YWJj\"; };", 1, "the secret has 3 bytes and not 16 to 512"),
            ("key \"a\" { secret \"\(secret)\"; };", 1, "the key names no algorithm"),
            ("key \"a\" { algorithm hmac-sha256; };", 1, "the key has no secret"),
            ("key \"a\" { algorithm hmac-sha256 };", 1, "; should be here"),
            ("key \"a\" { port 53; };", 1, "port is not known in a key"),
            ("key \"a..b\" { };", 1, "a..b is not a key's name"), ("key \".\" { };", 1, ". is not a key's name"),
            ("key \"a\" {\n\n", 3, "ends where } should be"), ("/* key", 1, "a comment has no end"),
            ("key \"a", 1, "a quotation mark has no end"),
            (
                "key a { algorithm hmac-sha256; secret \"\(secret)\"; };\nkey b {", 2, "something follows the key"
            ),
            ("key a { \(secret) b; };", 1, "this word is not known in a key"),
        ])
    func mistakes(row: (text: String, line: Int, fact: String)) throws {
        let mistake = try #require(throws: KeyFileMistake.self) { try TSIGKey(reading: Array(row.text.utf8)) }

        #expect(mistake.line == row.line)
        #expect(mistake.fact == row.fact)
        #expect(!mistake.cure.isEmpty)
        #expect(!"\(mistake)".contains(Self.secret.prefix(8)))
    }
}
