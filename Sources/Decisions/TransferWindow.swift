/// The blocks that are out and wait for their answer (RFC 7440 §4).
package struct TransferWindow: Hashable, Sendable {
    package let blocks: Range<Int64>
    /// How many times they were met with silence.
    package private(set) var unanswered = 0
    /// Whether an answer that repeats the last one is news: the first block of this window was lost. On a line where
    /// something was sent twice it is only the echo of that, and to send again for it would double every packet of
    /// the rest (the Sorcerer's Apprentice, RFC 1123 §4.2.3.1). So it is believed once, and again after a window
    /// without echoes.
    package private(set) var isTrusted: Bool
    private var hasEchoes = false

    package init(_ blocks: Range<Int64>, isTrusted: Bool) {
        self.blocks = blocks
        self.isTrusted = isTrusted
    }

    /// What the number of an `ACK` says.
    enum Meaning: Hashable {
        /// The client has all blocks up to this one.
        case received(Int64)
        /// The last answer again.
        case duplicate
        /// Of an earlier window, or of none.
        case stale
    }

    /// Numbers roll over from 65535 to 0, so they mean something only near the window.
    func meaning(of number: UInt16) -> Meaning {
        let last = blocks.lowerBound - 1
        let distance = Int64(number &- UInt16(truncatingIfNeeded: last))
        guard distance <= blocks.count else { return .stale }
        return distance == 0 ? .duplicate : .received(last + distance)
    }

    /// Whether the next window may trust a repeated answer: this one went through whole and without echoes.
    func isTrustedAfter(receiving block: Int64) -> Bool { block == blocks.upperBound - 1 && !hasEchoes }

    /// Sent again because a repeated answer asked for it.
    var afterRepeat: Self { changed { ($0.isTrusted, $0.hasEchoes) = (false, true) } }
    /// A repeated answer was left alone.
    var afterDuplicate: Self { changed { $0.hasEchoes = true } }
    /// Nothing came. Of several blocks only the last goes out at first, and its answer is news, whatever it says: where
    /// all were sent again, the client would answer to each one that it has, and the line would fill with echoes.
    func afterSilence(isWide: Bool) -> Self {
        changed {
            $0.unanswered += 1
            $0.isTrusted = isWide && $0.unanswered == 1
            $0.hasEchoes = true
        }
    }

    /// What is sent after silence: the last block to see what the client has, then all, should it wait for the first.
    var blocksAfterSilence: Range<Int64> {
        isTrusted ? (blocks.upperBound - 1)..<blocks.upperBound : blocks
    }

    private func changed(_ change: (inout Self) -> Void) -> Self {
        var copy = self
        change(&copy)
        return copy
    }
}
