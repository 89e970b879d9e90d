import Decisions
import NetTypes
import Testing

@Suite("How long a TFTP client's answer is awaited, RFC 1123 §4.2.3.2, RFC 6298 §2")
struct RoundTripTests {
    @Test("is not known before the first answer")
    func unknown() { #expect(RoundTrip.unknown.patience == nil) }

    @Test(
        "follows what was measured",
        arguments: [
            ([0], 20), ([1], 21), ([100], 300), ([100, 100, 100, 100, 100, 100, 100, 100], 127), ([8000], 24000),
            ([1_000_000], 24000), ([-5], 20), ([0, 0, 0, 100], 112),
        ] as [([Int64], Int64)])
    func followed(samples: [Int64], patience: Int64) {
        var roundTrip = RoundTrip.unknown
        for sample in samples { roundTrip.measure(Interval(milliseconds: sample)) }

        #expect(roundTrip.patience == Interval(milliseconds: patience))
    }
}

@Suite("Errors for those who have no part in a transfer")
struct ErrorAllowanceTests {
    @Test("are so many a second, and no more")
    func perSecond() {
        var allowance = ErrorAllowance(perSecond: 2)

        let taken = [0, 1, 999, 1000, 1500, 1999, 5000].map { allowance.takes(at: Interval(milliseconds: $0)) }

        #expect(taken == [true, true, false, true, true, false, true])
    }
}
