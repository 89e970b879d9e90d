import CLinux
import Glibc
import NetTypes

/// The time of day and the time since the machine started: two clocks, one that can be set and one that only runs.
package enum Clock {
    /// The moment, as people count it.
    package static func now() -> Timestamp { Timestamp(milliseconds: read(CLOCK_REALTIME)) }
    /// For measuring how long something takes.
    package static func monotonic() -> Interval { Interval(milliseconds: read(CLOCK_MONOTONIC)) }

    private static func read(_ clock: clockid_t) -> Int64 {
        var time = timespec()
        unsafe clock_gettime(clock, &time)
        return Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000
    }
}

/// Bytes that nobody can guess.
package enum Random {
    /// 128 bits in 32 hexadecimal digits, for build tokens.
    package static func token() throws(SystemError) -> String {
        var bytes = [UInt8](repeating: 0, count: 16)
        let count = unsafe getrandom(&bytes, bytes.count, 0)
        guard count == bytes.count else { throw SystemError("getrandom", "16 bytes", code: errno) }
        return hexadecimal(bytes)
    }
}

/// Standard error, one whole line at a time.
package enum StandardError {
    /// Writes the line and its end in one call, so that lines of several threads do not mix.
    package static func write(line: String) {
        let bytes = Array((line + "\n").utf8)
        _ = unsafe Glibc.write(STDERR_FILENO, bytes, bytes.count)
    }

    /// Whether the journal reads it, and so takes `<6>` at the start of a line as its priority (sd-daemon(3)).
    package static var isJournal: Bool { unsafe getenv("JOURNAL_STREAM") != nil }
}
