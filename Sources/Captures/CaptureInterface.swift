import NetTypes

/// One interface of a pcapng section: its kind of link, and what its timestamps count.
struct CaptureInterface: Sendable {
    let link: LinkType
    /// The most that was kept of a packet; 0 where there was no limit.
    private let limit: UInt32
    /// `if_tsresol`: ticks a second, as a power of ten, or of two where the highest bit is set.
    private var resolution: UInt8 = 6
    /// `if_tsoffset`, in seconds.
    private var offset: Int64 = 0

    init(link: LinkType, snapLength: UInt32) {
        self.link = link
        limit = snapLength
    }

    /// The most that was kept of a packet.
    var snapLength: UInt32 { limit == 0 ? .max : limit }

    /// Takes an option over; its value with the high byte first.
    mutating func take(_ code: UInt16, _ value: [UInt8]) {
        switch (code, value.count) {
        case (9, 1): resolution = value.first ?? resolution
        case (14, 8): offset = Int64(bitPattern: value.reduce(0) { $0 << 8 | UInt64($1) })
        default: break
        }
    }

    /// The moment that a timestamp stands for.
    func moment(_ ticks: UInt64) -> Timestamp {
        let exponent = Int(resolution & 0x7f)
        let milliseconds = resolution & 0x80 == 0 ? decimal(ticks, exponent) : binary(ticks, exponent)
        return Timestamp(milliseconds: Int64(clamping: milliseconds) &+ offset &* 1000)
    }

    private func decimal(_ ticks: UInt64, _ exponent: Int) -> UInt64 {
        let factor = (0..<min(abs(exponent - 3), 19)).reduce(1 as UInt64) { power, _ in power * 10 }
        guard exponent < 3 else { return exponent > 22 ? 0 : ticks / factor }
        let (product, isTooLarge) = ticks.multipliedReportingOverflow(by: factor)
        return isTooLarge ? .max : product
    }

    private func binary(_ ticks: UInt64, _ exponent: Int) -> UInt64 {
        guard exponent < 64 else { return 0 }
        let fraction = ticks & (1 << UInt64(exponent) &- 1)
        let (high, low) = fraction.multipliedFullWidth(by: 1000)
        let rest = high << UInt64(64 - exponent) | low >> UInt64(exponent)
        let (whole, isTooLarge) = (ticks >> UInt64(exponent)).multipliedReportingOverflow(by: 1000)
        return isTooLarge ? .max : whole &+ rest
    }
}
