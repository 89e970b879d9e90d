import NetTypes
import TFTPWire

/// How many transfers there may be at a time, so that one sender of forged requests cannot use up the daemon.
package struct TransferLimits: Hashable, Sendable {
    package var total: Int
    package var perSource: Int

    package init(total: Int = 4096, perSource: Int = 64) {
        self.total = total
        self.perSource = perSource
    }

    /// What the client is told when one more is too many; `nil` when there is room.
    package func refusal(running: Int, ofSource: Int) -> TFTPError? {
        if ofSource >= perSource {
            TFTPError(.other, TFTPText("\(perSource) transfers of this address are running, which is the limit: wait"))
        } else if running >= total {
            TFTPError(.other, TFTPText("\(total) transfers are running, which is the limit: try again"))
        } else {
            nil
        }
    }
}

/// How many errors may be sent to those who have no part in a transfer, so that nobody uses them to flood a third.
package struct ErrorAllowance: Hashable, Sendable {
    private let perSecond: Int
    private var second: Int64 = .min
    private var sent = 0

    package init(perSecond: Int = 100) { self.perSecond = perSecond }

    /// Whether one more may go out now; it is taken as sent.
    package mutating func takes(at now: Interval) -> Bool {
        let second = now.milliseconds / 1000
        if second != self.second { (self.second, sent) = (second, 0) }
        guard sent < perSecond else { return false }
        sent += 1
        return true
    }
}

/// Whether packets from that port are the work of a forger who wants two servers to answer each other for ever
/// (CVE-2024-2169): the ports of services that answer whatever reaches them, TFTP's own among them. None above 1023: those
/// are the clients' own, and one that happens to have 1900 or 5353 would ask in vain for as long as it has it.
package func isServicePort(_ port: UInt16) -> Bool {
    switch port {
    case 0, 7, 9, 13, 17, 19, 37, 53, 67, 68, 69, 111, 123, 137, 161, 389: true
    default: false
    }
}
