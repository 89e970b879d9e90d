/// What became of a storm, and its text.
package struct StormOutcome: Sendable {
    package var whole = 0
    package var broken = 0
    /// Until the last machine was through.
    package var seconds = 0.0
    package var boots = Durations()
    /// By the stage's number.
    package var stages = [StageOutcome](repeating: StageOutcome(), count: BootStage.allCases.count)

    /// What became of one stage of all machines.
    package struct StageOutcome: Sendable {
        package var durations = Durations()
        package var retries = 0
        package var failures = 0
    }

    package init() {}

    package var ended: Int { whole + broken }

    /// One line for all, one for the whole boot, one for each stage; times in ms.
    package var text: String {
        let retries = stages.reduce(0) { $0 + $1.retries }
        let all = "all \(whole) \(broken) \(hundredths(seconds))\n" + line("boot", boots, retries, broken)
        return zip(BootStage.allCases, stages).reduce(all) {
            $0 + line("\($1.0)", $1.1.durations, $1.1.retries, $1.1.failures)
        }
    }

    private func line(_ name: String, _ durations: Durations, _ retries: Int, _ failures: Int) -> String {
        let times = [50, 95, 99, 100].map { "\(Int((durations.percentile($0) * 1000).rounded()))" }
        return "\(name) \(times.joined(separator: " ")) \(retries) \(failures)\n"
    }
}

private func hundredths(_ number: Double) -> String {
    let count = Int((number * 100).rounded())
    return "\(count / 100)." + (count % 100 < 10 ? "0" : "") + "\(count % 100)"
}
