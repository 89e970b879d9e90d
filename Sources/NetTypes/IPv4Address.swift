/// An IPv4 address, compared and counted as the number that it is.
package struct IPv4Address: Hashable, Sendable, Comparable {
    /// The address in host order: 10.0.0.1 is `0x0a00_0001`.
    package var number: UInt32

    package init(number: UInt32) { self.number = number }

    package init(_ a: UInt8, _ b: UInt8, _ c: UInt8, _ d: UInt8) {
        number = UInt32(a) << 24 | UInt32(b) << 16 | UInt32(c) << 8 | UInt32(d)
    }

    /// Four decimal parts, as people write it: `10.77.0.1`. No leading zeros, no shorthand.
    package init?(_ text: some StringProtocol) {
        var number: UInt32 = 0
        let parts = text.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        guard parts.count == 4 else { return nil }
        for part in parts {
            guard (1...3).contains(part.count), part.count == 1 || part.first != UInt8(ascii: "0") else { return nil }
            var value: UInt32 = 0
            for digit in part {
                guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(digit) else { return nil }
                value = value * 10 + UInt32(digit - UInt8(ascii: "0"))
            }
            guard value <= 255 else { return nil }
            number = number << 8 | value
        }
        self.number = number
    }

    /// 0.0.0.0: in a DHCP header, "none".
    package static var any: Self { Self(number: 0) }
    /// 255.255.255.255: everyone on this link.
    package static var broadcast: Self { Self(number: .max) }

    package var isUnspecified: Bool { number == 0 }
    /// Whether it is this host, asked by itself: 127.0.0.0/8 (RFC 1122 §3.2.1.3).
    package var isLoopback: Bool { number >> 24 == 127 }
    /// Whether a host elsewhere may have it: neither in 0.0.0.0/8, a loopback, multicast nor beyond (RFC 1122 §3.2.1.3).
    package var isHost: Bool { (1...223).contains(number >> 24) && !isLoopback }

    /// The four bytes, as they go on the wire.
    package var octets: [UInt8] {
        [
            UInt8(truncatingIfNeeded: number >> 24), UInt8(truncatingIfNeeded: number >> 16),
            UInt8(truncatingIfNeeded: number >> 8), UInt8(truncatingIfNeeded: number),
        ]
    }

    package static func < (left: Self, right: Self) -> Bool { left.number < right.number }
}

extension IPv4Address: ASCIIText {
    /// Four decimal parts: `10.77.0.1`.
    package func write(to bytes: inout [UInt8]) {
        for shift in stride(from: 24, through: 0, by: -8) as StrideThrough<UInt32> {
            bytes.append(digits: number >> shift & 0xff)
            if shift > 0 { bytes.append(UInt8(ascii: ".")) }
        }
    }
}
