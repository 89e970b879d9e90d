import Decisions
import Testing

@Suite("Secrets in texts that others may read")
struct SecretRedactionTests {
    private static let secrets = [
        "password": "hunter2-and-more", "start": "hunter2-and", "word": "yes", "empty": "",
        "key": "-----BEGIN-----\nAAAABBBB\nx\n-----END-----\n",
    ]

    /// A text, and what is left of it.
    private static let table: [(text: String, left: String)] = [
        ("", ""),
        ("nothing of it", "nothing of it"),
        ("hunter2-and-more", "(secret password)"),
        ("xhunter2-and-morehunter2-and-more!", "x(secret password)(secret password)!"),
        ("hunter2-and-mor", "(secret start)-mor"),
        ("hunter2-an", "hunter2-an"),
        ("hhunter2-and", "h(secret start)"),
        ("yes, yes", "yes, yes"),
        ("log: AAAABBBB\nlog: x", "log: (secret key)\nlog: x"),
        ("-----BEGIN-----\nAAAABBBB\nx\n-----END-----\nend", "(secret key)end"),
        ("é hunter2-and é", "é (secret start) é"),
    ]

    @Test("are replaced by their names, the longest first, and words are left", arguments: table)
    func replaced(row: (text: String, left: String)) {
        let redaction = SecretRedaction(of: Self.secrets)

        #expect(String(decoding: redaction.apply(to: Array(row.text.utf8)), as: UTF8.self) == row.left)
    }

    @Test("leave all other bytes as they are, whatever their encoding")
    func bytes() {
        let redaction = SecretRedaction(of: Self.secrets)
        let noise = Array(UInt8.min...UInt8.max)

        #expect(redaction.apply(to: noise) == noise)
        #expect(
            redaction.apply(to: [0xff] + Array("hunter2-and".utf8) + [0xfe]) == [0xff] + Array("(secret start)".utf8)
                + [0xfe])
        #expect(SecretRedaction(of: [:]).apply(to: noise) == noise)
    }
}
