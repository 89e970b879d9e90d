import NetTypes
import Testing

@Suite("A MAC address")
struct MACAddressTests {
    @Test(
        "is read in any notation in use",
        arguments: [
            "52:54:00:aa:bb:01", "52-54-00-aa-bb-01", "5254.00aa.bb01", "525400aabb01", "52:54:00:AA:BB:01",
        ])
    func notations(text: String) throws {
        let mac = try #require(MACAddress(text))

        #expect(mac.description == "52:54:00:aa:bb:01")
        #expect(mac.hyphenated == "52-54-00-aa-bb-01")
        #expect(mac.compact == "525400aabb01")
    }

    @Test(
        "is refused where digits or separators are out of place",
        arguments: [
            "", "52:54:00:aa:bb", "52:54:00:aa:bb:01:02", "52:54-00:aa:bb:01", "5:254:00:aa:bb:01", "52:54:00:aa:bb:0g",
            "525.400.aab.b01", ":5254:00:aa:bb:01", "525400aabb0", "525400aabb011",
        ])
    func malformed(text: String) {
        #expect(MACAddress(text) == nil)
    }
}
