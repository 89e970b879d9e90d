/// An Ethernet address: what a machine is known by.
package struct MACAddress: Hashable, Sendable, Comparable {
    /// The six bytes as a 48-bit number: 52:54:00:77:00:11 is `0x5254_0077_0011`.
    package let number: UInt64

    /// `nil` if the number has more than 48 bits.
    package init?(number: UInt64) {
        guard number < 1 << 48 else { return nil }
        self.number = number
    }

    /// The lowest 48 bits of a number.
    package init(truncating number: UInt64) { self.number = number & 0xffff_ffff_ffff }

    /// Six zeros, which stand for a station that is not known (RFC 5227 §2.1.1).
    package static var unknown: Self { Self(truncating: 0) }

    /// `nil` if there are not six bytes.
    package init?(_ bytes: some Collection<UInt8>) {
        guard bytes.count == 6 else { return nil }
        number = bytes.reduce(0) { $0 << 8 | UInt64($1) }
    }

    /// Any of the notations in use: `52:54:00:77:00:11`, `52-54-00-77-00-11`, `5254.0077.0011`, `525400770011`, in
    /// either case. One kind of separator, in its right places.
    package init?(_ text: some StringProtocol) {
        var number: UInt64 = 0
        var groups: [Int] = [0]
        var separator: UInt8?
        for byte in text.utf8 {
            if let digit = hexValue(byte) {
                groups[groups.count - 1] += 1
                guard groups.reduce(0, +) <= 12 else { return nil }
                number = number << 4 | UInt64(digit)
            } else {
                let isSeparator = byte == UInt8(ascii: ":") || byte == UInt8(ascii: "-") || byte == UInt8(ascii: ".")
                guard isSeparator, byte == separator ?? byte else { return nil }
                separator = byte
                groups.append(0)
            }
        }
        switch separator {
        case nil: guard groups == [12] else { return nil }
        case UInt8(ascii: "."): guard groups == [4, 4, 4] else { return nil }
        default: guard groups == [2, 2, 2, 2, 2, 2] else { return nil }
        }
        self.number = number
    }

    /// The six bytes, as they go on the wire.
    package var octets: [UInt8] {
        (0..<6).map { UInt8(truncatingIfNeeded: number >> UInt64(8 * (5 - $0))) }
    }

    /// Whether it names a group (multicast or broadcast), which no machine has as its own.
    package var isGroup: Bool { number >> 40 & 1 == 1 }

    /// Lower-case bytes joined by hyphens, as pxelinux and `BOOTIF` write it: `52-54-00-77-00-11`.
    package var hyphenated: String { joined(by: UInt8(ascii: "-")) }
    /// Twelve lower-case digits: `525400770011`.
    package var compact: String { joined(by: nil) }

    private func joined(by separator: UInt8?) -> String {
        String(decoding: [UInt8](capacity: 17) { append(to: &$0, joinedBy: separator) }, as: UTF8.self)
    }

    private func append(to bytes: inout [UInt8], joinedBy separator: UInt8?) {
        for shift in stride(from: 40, through: 0, by: -8) as StrideThrough<UInt64> {
            if let separator, shift < 40 { bytes.append(separator) }
            bytes.append(hexadecimalDigit(number >> (shift + 4)))
            bytes.append(hexadecimalDigit(number >> shift))
        }
    }

    package static func < (left: Self, right: Self) -> Bool { left.number < right.number }
}

extension MACAddress: ASCIIText {
    /// Lower-case bytes joined by colons: `52:54:00:77:00:11`.
    package func write(to bytes: inout [UInt8]) { append(to: &bytes, joinedBy: UInt8(ascii: ":")) }
}
