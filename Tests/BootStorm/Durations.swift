/// How long something took, over many machines.
package struct Durations: Sendable {
    private var seconds: [Double] = []
    package init() {}

    package mutating func add(_ one: Double) { seconds.append(one) }

    /// The time within which so many of a hundred were done; 0 where none was.
    package func percentile(_ hundredths: Int) -> Double {
        guard !seconds.isEmpty else { return 0 }
        let place = (seconds.count * hundredths + 99) / 100
        return seconds.sorted()[max(0, min(seconds.count, place) - 1)]
    }
}
