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
