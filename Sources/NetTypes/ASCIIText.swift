/// What writes its own text, in printable ASCII without blanks, where a string would be made only to be copied.
package protocol ASCIIText: CustomStringConvertible {
    /// Adds the text to bytes.
    func write(to bytes: inout [UInt8])
}

extension ASCIIText {
    package var description: String {
        String(decoding: [UInt8](capacity: 24) { write(to: &$0) }, as: UTF8.self)
    }
}

extension [UInt8] {
    /// A number from 0 up, in at least so many decimal digits.
    mutating func append(digits value: some BinaryInteger, atLeast count: Int = 1) {
        var unit = 1
        for _ in 1..<Swift.max(1, count) { unit *= 10 }
        var rest = Int(clamping: value)
        while rest / 10 >= unit { unit *= 10 }
        while unit > 0 {
            append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest / unit))
            rest %= unit
            unit /= 10
        }
    }
}
