import CLinux
import Glibc
import NetTypes

/// The time of day and the time since the machine started: two clocks, one that can be set and one that only runs.
package enum Clock {
    /// The moment, as people count it.
    package static func now() -> Timestamp { Timestamp(milliseconds: read(CLOCK_REALTIME)) }
    /// For measuring how long something takes.
    package static func monotonic() -> Interval { Interval(milliseconds: read(CLOCK_MONOTONIC)) }

    /// Holds the calling thread up, until a signal comes at the latest. Never on an event loop.
    package static func pause(_ interval: Interval) {
        let span = timespec(tv_sec: interval.seconds, tv_nsec: Int(interval.milliseconds % 1000) * 1_000_000)
        _ = unsafe withUnsafePointer(to: span) { unsafe nanosleep($0, nil) }
    }

    private static func read(_ clock: clockid_t) -> Int64 {
        var time = timespec()
        unsafe clock_gettime(clock, &time)
        return Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000
    }
}
