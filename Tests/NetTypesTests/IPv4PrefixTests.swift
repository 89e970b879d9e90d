import NetTypes
import Testing

@Suite("A network")
struct IPv4PrefixTests {
    @Test(
        "is known by an address and a mask, if the mask is one",
        arguments: [
            ("255.255.255.0", "10.77.5.0/24"), ("255.255.255.255", "10.77.5.9/32"), ("0.0.0.0", "0.0.0.0/0"),
            ("255.255.252.0", "10.77.4.0/22"), ("255.0.255.0", nil), ("0.0.0.255", nil),
        ] as [(String, String?)])
    func mask(mask: String, prefix: String?) throws {
        let mask = try #require(IPv4Address(mask))

        #expect(IPv4Prefix(containing: IPv4Address(10, 77, 5, 9), mask: mask)?.description == prefix)
    }
}
