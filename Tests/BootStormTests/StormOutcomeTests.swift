import BootStorm
import Testing

@Suite("What is told of a storm")
struct StormOutcomeTests {
    @Test(
        "a percentile is a time within which so many of a hundred were done",
        arguments: [(50, 5.0), (95, 10), (99, 10), (100, 10), (10, 1)])
    func percentiles(hundredths: Int, seconds: Double) {
        var durations = Durations()
        for one in (1...10).reversed() { durations.add(Double(one)) }

        #expect(durations.percentile(hundredths) == seconds)
        #expect(Durations().percentile(hundredths) == 0)
    }

    @Test("the text has a line for all, for the whole boot and for each stage")
    func text() {
        var outcome = StormOutcome()
        outcome.whole = 2
        outcome.broken = 1
        outcome.seconds = 1.056
        outcome.boots.add(1)
        outcome.boots.add(0.5)
        outcome.stages[BootStage.menu.rawValue].retries = 3
        outcome.stages[BootStage.menu.rawValue].failures = 1

        let lines = outcome.text.split(separator: "\n")

        #expect(lines.count == 2 + BootStage.allCases.count)
        #expect(lines[0] == "all 2 1 1.06")
        #expect(lines[1] == "boot 500 1000 1000 1000 3 1")
        #expect(lines[4] == "menu 0 0 0 0 3 1")
    }

    @Test("DHCP's pauses double and vary by a second either way; no stage's patience is less than a minute")
    func patience() {
        #expect(BootStage.address.pauses(share: 0) == [3, 7, 15, 31])
        #expect(BootStage.address.pauses(share: 1) == [5, 9, 17, 33])
        for stage in BootStage.allCases { #expect(stage.pauses(share: 0.5).reduce(0, +) >= 60) }
    }
}
