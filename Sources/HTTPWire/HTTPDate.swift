import NetTypes

/// A moment as HTTP writes it, to the second: `Sun, 06 Nov 1994 08:49:37 GMT` (RFC 9110 §5.6.7).
package struct HTTPDate: Hashable, Sendable, Comparable {
    package let moment: Timestamp

    /// What is less than a second is cut off.
    package init(_ moment: Timestamp) {
        let second = moment.milliseconds % 1000
        self.moment = Timestamp(milliseconds: moment.milliseconds - (second < 0 ? second + 1000 : second))
    }

    package static func < (left: Self, right: Self) -> Bool { left.moment < right.moment }
}

extension HTTPDate: LosslessStringConvertible {
    package var description: String {
        // 1994-11-06T08:49:37.000Z
        var form: [UInt8] = []
        moment.write(to: &form)
        let rest = form.suffix(20)
        guard rest.count == 20 else { return "" }
        let (start, digit) = (rest.startIndex, { (place: Int) in Int(form[place] &- UInt8(ascii: "0")) })
        let month = digit(start + 1) * 10 + digit(start + 2)
        guard months.indices.contains(month - 1) else { return "" }

        var text: [UInt8] = []
        text.reserveCapacity(32)
        text += weekdays[weekday].utf8
        text += ", ".utf8
        text += rest[start + 4..<start + 6]
        text += " \(months[month - 1]) ".utf8
        text += form.dropLast(20).drop { $0 == UInt8(ascii: "-") }
        text.append(UInt8(ascii: " "))
        text += rest[start + 7..<start + 15]
        text += " GMT".utf8
        return String(decoding: text, as: UTF8.self)
    }

    /// The preferred form, and the two obsolete ones that every recipient must still read.
    package init?(_ text: String) {
        let words = text.split(separator: " ", omittingEmptySubsequences: false).map(String.init)
        switch words.count {
        // Sun, 06 Nov 1994 08:49:37 GMT
        case 6 where words[5] == "GMT":
            self.init(weekday: words[0], words[1], words[2], words[3], words[4])
        // Sunday, 06-Nov-94 08:49:37 GMT (RFC 850). POSIX reads 69 to 99 as of the 20th century.
        case 4 where words[3] == "GMT":
            let date = words[1].split(separator: "-").map(String.init)
            guard date.count == 3, date[2].utf8.count == 2, let year = UInt8(date[2]) else { return nil }
            self.init(weekday: words[0], date[0], date[1], (year < 69 ? "20" : "19") + date[2], words[2])
        // Sun Nov  6 08:49:37 1994 (asctime), where a blank stands for a zero.
        case 6 where words[2].isEmpty && words[3].utf8.count == 1:
            self.init(weekday: words[0] + ",", "0" + words[3], words[1], words[5], words[4])
        case 5:
            self.init(weekday: words[0] + ",", words[2], words[1], words[4], words[3])
        default: return nil
        }
    }

    private init?(weekday: String, _ day: String, _ month: String, _ year: String, _ time: String) {
        guard weekday.hasSuffix(","), let month = months.firstIndex(of: month),
            let moment = Timestamp("\(year)-\(twoDigits(month + 1))-\(day)T\(time).000Z")
        else { return nil }
        self.moment = moment
        guard weekday.hasPrefix(weekdays[self.weekday]) else { return nil }
    }

    /// 1970-01-01 was a Thursday.
    private var weekday: Int {
        let days = moment.milliseconds / 86_400_000 - (moment.milliseconds % 86_400_000 < 0 ? 1 : 0)
        return Int((days % 7 + 7) % 7)
    }
}

private let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
private let weekdays = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"]

private func twoDigits(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
