import CLinux
import Glibc
import NetTypes

/// The time that people here have on their clocks: the zone of `TZ`, else of `/etc/localtime`.
package enum LocalTime {
    /// How far it is ahead of UTC at a moment.
    package static func offset(at time: Timestamp) -> Interval {
        var seconds = time_t(time.seconds)
        var parts = unsafe tm()
        let isKnown = unsafe localtime_r(&seconds, &parts) != nil
        return .seconds(isKnown ? unsafe parts.tm_gmtoff : 0)
    }
}

extension Clock {
    /// Holds the calling thread up, until a signal comes at the latest. Never on an event loop.
    package static func pause(_ interval: Interval) {
        let span = timespec(tv_sec: interval.seconds, tv_nsec: Int(interval.milliseconds % 1000) * 1_000_000)
        _ = unsafe withUnsafePointer(to: span) { unsafe nanosleep($0, nil) }
    }
}
