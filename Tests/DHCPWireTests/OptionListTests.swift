import DHCPWire
import NetTypes
import TestSupport
import Testing

@Suite("Options by name, as Kea prints them")
struct OptionListTests {
    @Test("each code and each name stands once, in the order of the codes")
    func list() {
        let codes = AnyOptionKey.all.map(\.code)

        #expect(codes == Set(codes).sorted())
        #expect(Set(AnyOptionKey.all.map(\.name)).count == codes.count)
    }

    @Test(
        "what a person writes is what a person reads",
        arguments: [
            ("subnet-mask", "255.255.255.0", [255, 255, 255, 0]), ("time-offset", "3600", [0, 0, 0x0e, 0x10]),
            ("routers", "10.77.0.1, 10.77.0.2", [10, 77, 0, 1, 10, 77, 0, 2]), ("ip-forwarding", "true", [1]),
            ("default-ip-ttl", "64", [64]), ("interface-mtu", "1500", [0x05, 0xdc]),
            ("root-path", "/srv", [47, 115, 114, 118]),
            ("dhcp-lease-time", "60s", [0, 0, 0, 60]), ("vendor-encapsulated-options", "0104ff", [1, 4, 255]),
            ("client-system", "7, 9", [0, 7, 0, 9]), ("domain-search", "a.test", [1, 97, 4, 116, 101, 115, 116, 0]),
            ("classless-static-route", "192.0.2.0/25 via 10.77.0.1", [25, 192, 0, 2, 0, 10, 77, 0, 1]),
            ("classless-static-route", "0.0.0.0/0 via 10.77.0.1", [0, 10, 77, 0, 1]),
            ("classless-static-route", "10.0.0.0/8 via 10.77.0.1", [8, 10, 10, 77, 0, 1]),
        ] as [(String, String, [UInt8])])
    func text(name: String, text: String, bytes: [UInt8]) throws {
        let key = try #require(AnyOptionKey.named(name))

        #expect(key.encode(text) == bytes)
        #expect(key.text(bytes[...]) == text)
    }

    @Test(
        "what is no value of the option is said to be none",
        arguments: [
            ("routers", ""), ("routers", "10.77.0.1,"), ("routers", "router"), ("ip-forwarding", "1"),
            ("default-ip-ttl", "256"), ("interface-mtu", "-1"), ("vendor-encapsulated-options", "0"),
            ("vendor-encapsulated-options", "0g"), ("domain-search", "a..b"), ("root-path", ""),
            ("classless-static-route", "192.0.2.1/24 via 10.77.0.1"), ("classless-static-route", "192.0.2.0/24"),
        ] as [(String, String)])
    func noValue(name: String, text: String) throws {
        #expect(try #require(AnyOptionKey.named(name)).encode(text) == nil)
    }

    @Test(
        "an option of a wrong length is shown as it is, and so is one without a name",
        arguments: [
            (51, [0], "51 dhcp-lease-time: 00 (malformed)"), (224, [1, 2], "224: 0102"),
            (121, [25, 192], "121 classless-static-route: 19c0 (malformed)"),
            (121, [33, 192, 0, 2, 0, 1, 10, 77, 0, 1], "121 classless-static-route: 21c0000200010a4d0001 (malformed)"),
            (12, [97, 0], "12 host-name: a\\x00"), (53, [1], "53 dhcp-message-type: discover"),
        ] as [(UInt8, [UInt8], String)])
    func malformed(code: UInt8, bytes: [UInt8], text: String) {
        #expect(optionText(code, bytes[...]) == text)
    }
}
