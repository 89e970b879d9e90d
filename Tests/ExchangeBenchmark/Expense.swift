import CAllocations
import Glibc

/// What was spent: microseconds of processor and of wall clock, and allocations.
struct Expense {
    var user = 0
    var system = 0
    var wall = 0
    var allocations = 0

    static func now() -> Self {
        var usage = rusage()
        getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return Self(
            user: usage.ru_utime.tv_sec * 1_000_000 + Int(usage.ru_utime.tv_usec),
            system: usage.ru_stime.tv_sec * 1_000_000 + Int(usage.ru_stime.tv_usec),
            wall: time.tv_sec * 1_000_000 + time.tv_nsec / 1000, allocations: Int(clamping: allocation_count()))
    }

    static func + (left: Self, right: Self) -> Self {
        Self(
            user: left.user + right.user, system: left.system + right.system, wall: left.wall + right.wall,
            allocations: left.allocations + right.allocations)
    }

    static func - (left: Self, right: Self) -> Self {
        Self(
            user: left.user - right.user, system: left.system - right.system, wall: left.wall - right.wall,
            allocations: left.allocations - right.allocations)
    }

    /// `VmRSS` of this process.
    static var residentKilobytes: Int {
        guard let file = fopen("/proc/self/status", "r") else { return 0 }
        defer { fclose(file) }
        var line = [CChar](repeating: 0, count: 256)
        while fgets(&line, Int32(line.count), file) != nil {
            let words = String(decoding: line.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
                .split { " \t\n".contains($0) }
            if words.first == "VmRSS:", words.count > 1 { return Int(words[1]) ?? 0 }
        }
        return 0
    }
}
