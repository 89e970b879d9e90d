import Decisions
import NetTypes
import Testing

@Suite("How fast a file went")
struct TransferSpeedTests {
    @Test(
        "is told where it took a second or more",
        arguments: [
            (Int64(40_700_000), Int64(4_210), " seconds=4.2 rate=9.6MB/s"), (999, 1000, " seconds=1.0 rate=0.0MB/s"),
            (40_700_000, 999, ""), (0, 5000, ""), (.max, 3_600_000, " seconds=3600.0 rate=2562047788.0MB/s"),
        ])
    func words(bytes: Int64, milliseconds: Int64, words: String) {
        #expect(speedWords(bytes: bytes, in: Interval(milliseconds: milliseconds)) == words)
    }
}
