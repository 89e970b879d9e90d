import NetTypes
import TFTPWire

/// The sending side of one read request (RFC 1350 §2, RFC 2347, RFC 7440 §4).
///
/// ```
///             options granted                            nothing to grant
///                    │ OACK                                     │ block 1
///               ┌────▼─────┐ ACK 0: first window          ┌─────▼─────┐ ACK n: next window
///               │ offering ├─────────────────────────────▶│  sending  ├──┐
///               └─┬──────┬─┘                              └─┬───┬───┬─▲──┘
///    ERROR, size  │      │ ERROR, 4 timeouts     ERROR,     │   │   └─┘ timeout: again
///    was asked    │      │                       6 timeouts │   │ ACK of the last block
///             ┌───▼────┐ └─────────────▶┌────────┐◀─────────┘ ┌─▼────┐
///             │ probed │                │ failed │            │ done │
///             └────────┘                └────────┘            └──────┘
/// ```
///
/// Until the client has answered once, one packet goes out at a time and four in all: the request may be forged, to
/// flood the one who seems to ask.
package struct Transfer: Hashable, Sendable {
    package let terms: TransferTerms
    /// The bytes of the content, which do not change while it is sent.
    package let size: Int64
    /// How many blocks it makes: the last one is shorter than the others, empty if need be.
    package let blockCount: Int64
    package private(set) var state: State
    /// How many blocks the client has, all from the first.
    package private(set) var blocksAcknowledged: Int64 = 0

    /// Where the transfer stands: see the drawing above.
    package enum State: Hashable, Sendable {
        /// The `OACK` is out.
        case offering(unanswered: Int)
        case sending(TransferWindow)
        case ended(TransferEnd)
    }

    package init(of size: Int64, on terms: TransferTerms) {
        self.terms = terms
        self.size = max(0, size)
        blockCount = self.size / Int64(terms.blockSize) + 1
        state = terms.granted.isEmpty ? .sending(TransferWindow(1..<2, isTrusted: false)) : .offering(unanswered: 0)
    }

    /// The first packet.
    package var opening: TransferAction {
        terms.granted.isEmpty
            ? .send(blocks: 1..<2, answerWithin: patience(0)) : .offer(terms.granted, answerWithin: patience(0))
    }

    /// What is to be done now that this has happened.
    package mutating func on(_ event: TransferEvent) -> TransferAction {
        let action: TransferAction
        (state, action) = step(event)
        return action
    }

    private mutating func step(_ event: TransferEvent) -> (State, TransferAction) {
        switch (state, event) {
        case (.offering(let unanswered), .acknowledged(0)):
            return advance(to: 0, isTrusted: unanswered == 0)
        case (.offering, .acknowledged):
            return (state, .wait)
        case (.offering, .aborted(let error)):
            return finish(terms.isSizeAsked ? .probed : .failed(.aborted(error)))
        case (.offering(let unanswered), .timeout):
            guard unanswered < Self.triesOfStranger - 1 else { return finish(.failed(.vanished)) }
            return (
                .offering(unanswered: unanswered + 1),
                .offer(terms.granted, answerWithin: patience(unanswered + 1))
            )

        case (.sending(let window), .acknowledged(let number)):
            return acknowledge(number, in: window)
        case (.sending, .aborted(let error)):
            return finish(.failed(.aborted(error)))
        case (.sending(let window), .timeout):
            return repeatAfterSilence(window)

        case (.offering, .otherPacket), (.sending, .otherPacket):
            return (state, .wait)
        case (.offering, .unreadable), (.sending, .unreadable):
            return finish(.failed(.unreadable), telling: TFTPError(.other, "the file could not be read to its end"))
        case (.ended, .acknowledged), (.ended, .aborted), (.ended, .otherPacket), (.ended, .timeout),
            (.ended, .unreadable):
            return (state, .wait)
        }
    }

    private mutating func acknowledge(_ number: UInt16, in window: TransferWindow) -> (State, TransferAction) {
        switch window.meaning(of: number) {
        case .stale:
            return (state, .wait)
        case .duplicate where terms.window > 1 && window.isTrusted:
            return (.sending(window.afterRepeat), .send(blocks: window.blocks, answerWithin: patience(0)))
        case .duplicate:
            return (.sending(window.afterDuplicate), .wait)
        case .received(let block):
            blocksAcknowledged = block
            guard block < blockCount else { return finish(.done) }
            return advance(to: block, isTrusted: window.isTrustedAfter(receiving: block))
        }
    }

    /// The next window, after the block that the client has.
    private func advance(to block: Int64, isTrusted: Bool) -> (State, TransferAction) {
        let blocks = (block + 1)..<min(block + 1 + Int64(terms.window), blockCount + 1)
        return (
            .sending(TransferWindow(blocks, isTrusted: isTrusted)), .send(blocks: blocks, answerWithin: patience(0))
        )
    }

    private func repeatAfterSilence(_ window: TransferWindow) -> (State, TransferAction) {
        let isStranger = blocksAcknowledged == 0 && terms.granted.isEmpty
        guard window.unanswered + 1 < (isStranger ? Self.triesOfStranger : Self.tries) else {
            return finish(.failed(window.blocks.upperBound > blockCount ? .unconfirmed : .vanished))
        }
        let window = window.afterSilence(isWide: terms.window > 1)
        return (.sending(window), .send(blocks: window.blocksAfterSilence, answerWithin: patience(window.unanswered)))
    }

    private func finish(_ end: TransferEnd, telling error: TFTPError? = nil) -> (State, TransferAction) {
        (.ended(end), .finish(end, telling: error))
    }

    // MARK: Time

    /// How often a packet is sent in all, before the client has answered once and afterwards.
    private static var triesOfStranger: Int { 4 }
    private static var tries: Int { 6 }

    /// Twice as long after each silence, up to eight seconds or what the client wants (RFC 1123 §4.2.3.2).
    private func patience(_ unanswered: Int) -> Interval {
        let first = terms.timeout.milliseconds
        return Interval(milliseconds: max(first, min(first << Int64(unanswered), 8000)))
    }
}

extension Transfer {
    /// Where a block lies in the content.
    package func bytes(ofBlock block: Int64) -> Range<Int64> {
        let start = min(size, max(0, block - 1) * Int64(terms.blockSize))
        return start..<min(size, start + Int64(terms.blockSize))
    }

    /// How many bytes the client has for certain.
    package var bytesAcknowledged: Int64 {
        blocksAcknowledged == 0 ? 0 : bytes(ofBlock: blocksAcknowledged).upperBound
    }
}
