import LinuxIO
import NetTypes
import Testing

@Suite("The neighbours on a link")
struct NeighbourTests {
    @Test(
        "that nobody knows have no hardware address, on a link that is there or on none",
        arguments: ["lo", "none", "a-name-that-is-too-long-for-an-interface"])
    func unknown(interface: String) {
        #expect(Neighbour.hardware(of: IPv4Address(192, 0, 2, 1), on: interface) == nil)
    }
}
