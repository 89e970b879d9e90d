/// A moment, in milliseconds since 1970-01-01 UTC. Pure rooms are told the time; they never ask for it.
package struct Timestamp: Hashable, Sendable, Comparable {
    package let milliseconds: Int64

    package init(milliseconds: Int64) { self.milliseconds = milliseconds }
    package init(seconds: Int64) { milliseconds = seconds &* 1000 }

    /// Whole seconds; what is left of one is dropped.
    package var seconds: Int64 { milliseconds / 1000 }

    /// The moment an interval later.
    package static func + (left: Self, right: Interval) -> Self {
        Self(milliseconds: left.milliseconds &+ right.milliseconds)
    }
    /// How much later the left moment is; negative if it is earlier.
    package static func - (left: Self, right: Self) -> Interval {
        Interval(milliseconds: left.milliseconds &- right.milliseconds)
    }
    package static func < (left: Self, right: Self) -> Bool { left.milliseconds < right.milliseconds }
}

/// A span of time, in milliseconds.
package struct Interval: Hashable, Sendable, Comparable {
    package let milliseconds: Int64

    package init(milliseconds: Int64) { self.milliseconds = milliseconds }

    /// So many of the unit.
    package static func seconds(_ count: Int) -> Self { Self(milliseconds: Int64(count) &* 1000) }
    /// So many of the unit.
    package static func minutes(_ count: Int) -> Self { .seconds(count &* 60) }
    /// So many of the unit.
    package static func hours(_ count: Int) -> Self { .seconds(count &* 3600) }

    /// Whole seconds; what is left of one is dropped.
    package var seconds: Int { Int(milliseconds / 1000) }

    package static func < (left: Self, right: Self) -> Bool { left.milliseconds < right.milliseconds }
}

extension Timestamp: ASCIIText {
    /// ISO 8601 in UTC to the millisecond: `2026-11-21T09:15:03.250Z`.
    package func write(to bytes: inout [UInt8]) {
        let remainder = milliseconds % 86_400_000
        let day = milliseconds / 86_400_000 - (remainder < 0 ? 1 : 0)
        let rest = remainder < 0 ? remainder + 86_400_000 : remainder
        let (year, month, dayOfMonth) = civil(daysSince1970: day)
        if year < 0 { bytes.append(UInt8(ascii: "-")) }
        bytes.append(digits: year.magnitude, atLeast: 4)
        bytes.append(UInt8(ascii: "-"))
        bytes.append(digits: month, atLeast: 2)
        bytes.append(UInt8(ascii: "-"))
        bytes.append(digits: dayOfMonth, atLeast: 2)
        bytes.append(UInt8(ascii: "T"))
        bytes.append(digits: rest / 3_600_000, atLeast: 2)
        bytes.append(UInt8(ascii: ":"))
        bytes.append(digits: rest / 60_000 % 60, atLeast: 2)
        bytes.append(UInt8(ascii: ":"))
        bytes.append(digits: rest / 1000 % 60, atLeast: 2)
        bytes.append(UInt8(ascii: "."))
        bytes.append(digits: rest % 1000, atLeast: 3)
        bytes.append(UInt8(ascii: "Z"))
    }
}

extension Timestamp: LosslessStringConvertible {
    /// The form that `description` gives, and no other; `nil` for anything else.
    package init?(_ text: String) {
        let fields = text.split(whereSeparator: { !$0.isNumber }).map { Int64($0) }
        guard text.utf8.count == 24, fields.count == 7, let year = fields[0], let month = fields[1],
            let day = fields[2], let hour = fields[3], let minute = fields[4], let second = fields[5],
            let milliseconds = fields[6], year <= 9999, month <= 12, day <= 31
        else { return nil }
        let seconds = (daysSince1970(year: year, month: month, day: day) * 24 + hour) * 3600 + minute * 60 + second
        self.init(milliseconds: seconds * 1000 + milliseconds)
        guard description == text else { return nil }
    }
}

extension Interval: CustomStringConvertible {
    /// Short, for tables: `250ms`, `4.2s`, `1m12s`, `2h05m`.
    package var description: String {
        switch milliseconds {
        case ..<1000: "\(milliseconds)ms"
        case ..<60_000: "\(milliseconds / 1000).\(milliseconds / 100 % 10)s"
        case ..<3_600_000: "\(milliseconds / 60_000)m\(padded(milliseconds / 1000 % 60, to: 2))s"
        default: "\(milliseconds / 3_600_000)h\(padded(milliseconds / 60_000 % 60, to: 2))m"
        }
    }
}

private func padded(_ value: Int64, to width: Int) -> String {
    let digits = String(value)
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
}

/// Year, month and day of a day number, by the Gregorian calendar carried back: Howard Hinnant's `civil_from_days`.
private func civil(daysSince1970 day: Int64) -> (year: Int64, month: Int64, day: Int64) {
    let shifted = day + 719_468
    let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
    let dayOfEra = shifted - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let monthFromMarch = (5 * dayOfYear + 2) / 153
    let month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
    return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * monthFromMarch + 2) / 5 + 1)
}

/// The day number of a date, the inverse of `civil`: Howard Hinnant's `days_from_civil`.
private func daysSince1970(year: Int64, month: Int64, day: Int64) -> Int64 {
    let shifted = month <= 2 ? year - 1 : year
    let era = (shifted >= 0 ? shifted : shifted - 399) / 400
    let yearOfEra = shifted - era * 400
    let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
    return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
}
