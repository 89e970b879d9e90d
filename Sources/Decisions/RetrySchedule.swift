import NetTypes

/// When something is tried again that could not be done: a name, a load balancer, a hook.
package enum RetrySchedule: Hashable, Sendable {
    /// The network or the server is down: a second, then twice as long each time, up to five: one request tries for all.
    case network
    /// Someone has to do something: half a minute, up to a quarter of an hour.
    case configuration
    /// The name is another's: five minutes, up to an hour.
    case conflict
    /// A hook or a webhook: ten seconds, then twice as long each time, up to an hour.
    case delivery

    /// `nil` where nothing is left to be done.
    package init?(after end: NameUpdateEnd) {
        switch end {
        case .done: return nil
        case .conflict: self = .conflict
        case .later(let trouble):
            switch trouble.kind {
            case .network: self = .network
            case .configuration: self = .configuration
            }
        }
    }

    private var bounds: (first: Interval, longest: Interval) {
        switch self {
        case .network: (.seconds(1), .seconds(5))
        case .configuration: (.seconds(30), .minutes(15))
        case .conflict: (.minutes(5), .hours(1))
        case .delivery: (.seconds(10), .hours(1))
        }
    }

    /// How long to wait after so many failures in a row.
    ///
    /// - Parameter jitter: a number from 0 to 1 that is not known beforehand, so that those who failed together do not
    ///   come back together: it makes the wait shorter, by up to a half.
    package func delay(afterFailures count: Int, jitter: Double) -> Interval {
        let doublings = Int64(max(1, min(count, 21)) - 1)
        let whole = min(bounds.first.milliseconds << doublings, bounds.longest.milliseconds)
        let share = jitter.isFinite ? max(0, min(jitter, 1)) : 0
        return Interval(milliseconds: whole - Int64(Double(whole) / 2 * share))
    }
}
