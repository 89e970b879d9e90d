import NetTypes
import Services
import Testing

@Suite("Unused MAC addresses by the control API")
struct ControlAddressTests {
    @Test("as many as are wanted, all different and in 52:54:00")
    func count() throws {
        let bench = try WebBench()

        let addresses: [MACAddress] = try bench.call(.get, "/unused-macs", query: ["count": "1000"]).decoded()

        #expect(Set(addresses).count == 1000)
        #expect(addresses.allSatisfy { $0.number >> 24 == 0x525400 })
    }

    @Test("one, where nothing is said; and only a number from 1 to 1000", arguments: ["0", "1001", "x", ""])
    func wrong(count: String) throws {
        let bench = try WebBench()

        #expect(bench.call(.get, "/unused-macs", query: ["count": count]).status == 422)
        #expect(try bench.call(.get, "/unused-macs").decoded([MACAddress].self).count == 1)
    }
}
