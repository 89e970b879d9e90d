import DNSWire
import Testing

@Suite("HMAC-SHA-256, RFC 4231 §4")
struct HMACTests {
    private struct Row {
        let key: [UInt8]
        let message: [UInt8]
        let code: String
    }

    @Test("gives the codes of the RFC's test cases 1, 2, 6 and 7", arguments: 0..<4)
    func cases(index: Int) {
        let rows = [
            Row(
                key: [UInt8](repeating: 0x0b, count: 20), message: Array("Hi There".utf8),
                code: "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"),
            Row(
                key: Array("Jefe".utf8), message: Array("what do ya want for nothing?".utf8),
                code: "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"),
            Row(
                key: [UInt8](repeating: 0xaa, count: 131),
                message: Array("Test Using Larger Than Block-Size Key - Hash Key First".utf8),
                code: "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54"),
            Row(
                key: [UInt8](repeating: 0xaa, count: 131),
                message: Array(
                    "This is a test using a larger than block-size key and a larger than block-size data. The key needs to be hashed before being used by the HMAC algorithm."
                        .utf8),
                code: "9b09ffa71b942fcb27635fbcd5b0e944bfdc63644f0713938a7f51535c3a35e2"),
        ]
        let row = rows[index]

        let code = hmacSHA256(of: row.message, key: row.key)

        #expect(code.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined() == row.code)
    }
}
