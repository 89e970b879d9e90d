import Decisions
import NetTypes
import TestSupport
import Testing

@Suite("What is said of something that fails again and again")
struct AlarmTests {
    /// Seconds after noon, whether it failed, and what is said: a number of failures, `over`, or nothing.
    private static let story: [(Int, Bool, String)] = [
        (0, false, ""), (1, true, "1"), (2, true, ""), (60, true, ""), (61, true, "3"), (70, true, ""),
        (80, false, "over 1m19s"), (81, false, ""),
        // It comes and goes: one word a minute, and none of the end of what was not told.
        (90, true, ""), (91, false, ""), (92, true, ""), (122, true, "4"), (123, false, "over 31.0s"),
        // The clock is set back.
        (-500, true, "1"), (-499, false, "over 1.0s"),
    ]

    @Test("is the first failure, then their number once a minute, then that it is over")
    func words() {
        var alarm = Alarm()

        for (second, isFailure, expected) in Self.story {
            let now = Timestamp.noon + .seconds(second)
            let said =
                isFailure
                ? alarm.failed(at: now).map { "\($0)" } ?? "" : alarm.succeeded(at: now).map { "over \($0)" } ?? ""
            #expect(said == expected, "at \(second)")
            #expect((alarm.since != nil) == isFailure)
        }
    }
}
