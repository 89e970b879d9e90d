import NetTypes

/// A moment as HTTP writes it, to the second: `Sun, 06 Nov 1994 08:49:37 GMT` (RFC 9110 §5.6.7).
package struct HTTPDate: Hashable, Sendable, Comparable {
    package let moment: Timestamp

    /// What is less than a second is cut off.
    package init(_ moment: Timestamp) { self.moment = Timestamp(seconds: moment.seconds) }

    /// The preferred form only; the two obsolete ones are left to recipients that still meet them.
    package init?(_ text: String) {
        let words = text.split(separator: " ", omittingEmptySubsequences: false)
        guard words.count == 6, words[5] == "GMT", let month = months.firstIndex(of: String(words[2])),
            let moment = Timestamp("\(words[3])-\(twoDigits(month + 1))-\(words[1])T\(words[4]).000Z")
        else { return nil }
        self.init(moment)
        guard description == text else { return nil }
    }

    package static func < (left: Self, right: Self) -> Bool { left.moment < right.moment }
}

extension HTTPDate: CustomStringConvertible {
    package var description: String {
        let fields = moment.description.split { "-T:.".contains($0) }.map(String.init)
        guard fields.count == 7, let month = Int(fields[1]), months.indices.contains(month - 1) else { return "" }
        // 1970-01-01 was a Thursday.
        let day = moment.seconds.quotientRoundedDown(by: 86_400)
        let weekday = weekdays[Int((day % 7 + 7) % 7)]
        return "\(weekday), \(fields[2]) \(months[month - 1]) \(fields[0]) \(fields[3]):\(fields[4]):\(fields[5]) GMT"
    }
}

private let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
private let weekdays = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"]

private func twoDigits(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }

extension Int64 {
    fileprivate func quotientRoundedDown(by divisor: Int64) -> Int64 {
        self >= 0 ? self / divisor : (self - divisor + 1) / divisor
    }
}
