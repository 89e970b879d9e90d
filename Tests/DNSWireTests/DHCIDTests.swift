import DNSWire
import NetTypes
import Testing

@Suite("DHCID, RFC 4701 §3")
struct DHCIDTests {
    @Test("of a hardware address is that of the RFC's example")
    func hardware() throws {
        let mac = try #require(MACAddress("01:02:03:04:05:06"))
        let name = try #require(DNSName("client.example.com"))

        #expect(DHCID(mac, name: name).description == "AAABxLmlskllE0MVjd57zHcWmEH3pCQ6VytcKD//7es/deY=")
    }

    @Test(
        "of a client identifier is that of the RFC's examples, over the DUID where it holds one",
        arguments: [
            ("01:07:08:09:0a:0b:0c", "chi.example.com", "AAEBOSD+XR3Os/0LozeXVqcNc7FwCfQdWL3b/NaiUDlW2No="),
            (
                "ff:aa:bb:cc:dd:00:01:00:06:41:2d:f1:66:01:02:03:04:05:06", "chi6.example.com",
                "AAIBY2/AuCccgoJbsaxcQc9TUapptP69lOjxfNuVAA2kjEA="
            ),
        ])
    func identifier(row: (identifier: String, name: String, mark: String)) throws {
        let identifier = try #require(ClientIdentifier(row.identifier))
        let name = try #require(DNSName(row.name.uppercased()))

        #expect(DHCID(identifier, name: name).description == row.mark)
    }

    @Test(
        "rests on SHA-256 as it is defined",
        arguments: [
            (0, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
            (55, "9f4390f8d30c2dd92ec9f095b65e2b9ae9b0a925a5258e241c9f1e910f734318"),
            (56, "b35439a4ac6f0948b6d6f9e3c6af0f5f590ce20f1bde7090ef7970686ec6738a"),
            (64, "ffe054fe7ae0cb6dc65c3af9b61d5209f439851db43d0ba5997337df154668eb"),
            (1000, "41edece42d63e8d9bf515a9ba6932e1c20cbc9f5a5d134645adb5db1b9737ea3"),
        ])
    func digest(row: (count: Int, digest: String)) {
        #expect(hexadecimal(sha256(of: [UInt8](repeating: 97, count: row.count))) == row.digest)
    }
}
