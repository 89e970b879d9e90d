import Decisions
import NetTypes
import TestSupport
import Testing

@Suite("MAC addresses that nobody has")
struct UnusedAddressesTests {
    @Test("are in 52:54:00, differ, and are none of those in use")
    func chosen() {
        let numbers: [UInt64] = [0xffff_ffff_ff00_0001, 2, 2, 0x0100_0002, 3, 4]

        #expect(MACAddress.unused(2, from: numbers, besides: [.sample(1)]) == [.sample(2), .sample(3)])
    }

    @Test("are fewer than wanted where the numbers do not suffice")
    func tooFew() {
        #expect(MACAddress.unused(2, from: [1, 1], besides: []) == [.sample(1)])
        #expect(MACAddress.unused(1, from: [1], besides: [.sample(1)]).isEmpty)
    }
}
