import NetTypes

/// How long the answers of one client take, and so how long to wait for the next one (RFC 1123 §4.2.3.2). The
/// estimate is TCP's (RFC 6298 §2), with a lower floor: no TFTP client holds an answer back on purpose.
package struct RoundTrip: Hashable, Sendable {
    /// An eighth of a millisecond each.
    private var smoothed: Int64?
    /// A quarter of a millisecond each, so that the number is four times the deviation.
    private var deviation: Int64 = 0

    /// Before the first answer.
    package static let unknown = Self()
    /// The least that is waited: firmware pauses for this long to draw on its screen.
    package static var shortest: Interval { Interval(milliseconds: 20) }
    private static var longestMeasured: Int64 { 8000 }

    /// An answer came after so long. Not to be called for what was sent twice, since nobody knows which of the two was
    /// answered (Karn's rule, RFC 6298 §3).
    package mutating func measure(_ interval: Interval) {
        let sample = min(max(0, interval.milliseconds), Self.longestMeasured)
        guard let former = smoothed else {
            smoothed = sample << 3
            deviation = sample << 1
            return
        }
        let error = sample - (former >> 3)
        smoothed = former + error
        deviation += abs(error) - (deviation >> 2)
    }

    /// How long to wait before the same is sent again; `nil` before the first answer.
    package var patience: Interval? {
        guard let smoothed else { return nil }
        return Interval(milliseconds: (smoothed >> 3) + max(Self.shortest.milliseconds, deviation))
    }
}
