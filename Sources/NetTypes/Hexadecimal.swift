/// The value of one hexadecimal digit in either case; `nil` for any other byte.
package func hexValue(_ byte: UInt8) -> UInt8? {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
    case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
    case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
    default: nil
    }
}

/// The digit of a number's lowest four bits, in lower case.
func hexadecimalDigit(_ number: UInt64) -> UInt8 {
    let value = UInt8(truncatingIfNeeded: number & 0xf)
    return value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "a") + value - 10
}

/// Two lower-case digits: 10 is `0a`.
package func hexadecimal(_ byte: UInt8) -> String {
    byte < 16 ? "0" + String(byte, radix: 16) : String(byte, radix: 16)
}

/// Lower-case digits without separators: `0104ff`.
package func hexadecimal(_ bytes: some Sequence<UInt8>) -> String { bytes.map(hexadecimal).joined() }

extension [UInt8] {
    /// The bytes that digits in either case stand for, two a byte; colons may stand between them. `nil` for anything else.
    package init?(hexadecimal text: some StringProtocol) {
        self = []
        var high: UInt8?
        for digit in text.utf8 where digit != UInt8(ascii: ":") || high != nil {
            guard let value = hexValue(digit) else { return nil }
            if let first = high { append(first << 4 | value) }
            high = high == nil ? value : nil
        }
        guard high == nil else { return nil }
    }
}
