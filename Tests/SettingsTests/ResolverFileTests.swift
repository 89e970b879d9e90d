import DNSWire
import NetTypes
import Settings
import Testing

@Suite("resolv.conf(5)")
struct ResolverFileTests {
    @Test("names servers in their order, among other things")
    func servers() {
        let text =
            "# nameserver 192.0.2.9\nsearch example.org\n nameserver\t192.0.2.1 # first\nnameserver 2001:db8::1\nnameserver 192.0.2.2\n"

        #expect(ResolverFile(reading: text).servers.map(\.description) == ["192.0.2.1:53", "192.0.2.2:53"])
    }

    @Test(
        "that names none means this host", arguments: ["", "nameserver\n", "nameserver x\n", "nameserver 2001:db8::1"])
    func none(text: String) {
        #expect(ResolverFile(reading: text).servers.map(\.description) == ["127.0.0.1:53"])
        #expect(ResolverFile.read("/nowhere/resolv.conf").servers.count == 1)
    }
}
