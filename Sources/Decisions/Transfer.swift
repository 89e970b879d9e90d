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
///    was asked    │      │                       30 s quiet │   │ ACK of the last block
///             ┌───▼────┐ └─────────────▶┌────────┐◀─────────┘ ┌─▼────┐
///             │ probed │                │ failed │            │ done │
///             └────────┘                └────────┘            └──────┘
/// ```
///
/// Until the client has answered once, one packet goes out at a time and four in all: the request may be forged, to
/// flood the one who seems to ask. How long an answer is awaited is learnt from the answers before it.
package struct Transfer: Hashable, Sendable {
    package let terms: TransferTerms
    /// The bytes of the content, which do not change while it is sent.
    package let size: Int64
    /// How many blocks it makes: the last one is shorter than the others, empty if need be.
    package let blockCount: Int64
    package private(set) var state: State
    /// How many blocks the client has, all from the first.
    package private(set) var blocksAcknowledged: Int64 = 0
    private var roundTrip = RoundTrip.unknown
    /// When the packets that are out were sent, if they were sent once only.
    private var sentOnce: Interval?

    /// Where the transfer stands: see the drawing above.
    package enum State: Hashable, Sendable {
        /// The `OACK` is out.
        case offering(unanswered: Int)
        case sending(TransferWindow)
        case ended(TransferEnd)
    }

    /// - Parameter now: when the first packet goes out, on the clock of `on(_:at:)`.
    package init(of size: Int64, on terms: TransferTerms, at now: Interval = Interval(milliseconds: 0)) {
        self.terms = terms
        sentOnce = now
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
    ///
    /// - Parameter now: the moment, on a clock that only runs; no other meaning is taken from it than how long answers take.
    package mutating func on(_ event: TransferEvent, at now: Interval) -> TransferAction {
        let action: TransferAction
        (state, action) = step(event, now)
        return action
    }

    private mutating func step(_ event: TransferEvent, _ now: Interval) -> (State, TransferAction) {
        switch (state, event) {
        case (.offering(let unanswered), .acknowledged(0)):
            return advance(to: 0, isTrusted: unanswered == 0, now)
        case (.offering, .acknowledged):
            return (state, .wait)
        case (.offering, .aborted(let error)):
            return finish(terms.isSizeAsked ? .probed : .failed(.aborted(error)))
        case (.offering(let unanswered), .timeout):
            guard unanswered < Self.triesOfStranger - 1 else { return finish(.failed(.vanished)) }
            sentOnce = nil
            return (
                .offering(unanswered: unanswered + 1),
                .offer(terms.granted, answerWithin: patience(unanswered + 1))
            )

        case (.sending(let window), .acknowledged(let number)):
            return acknowledge(number, in: window, now)
        case (.sending, .aborted(let error)):
            return finish(.failed(.aborted(error)))
        case (.sending(let window), .timeout):
            return repeatAfterSilence(window)

        case (.offering, .otherPacket), (.sending, .otherPacket):
            return (state, .wait)
        case (.offering, .replaced), (.sending, .replaced):
            return finish(.failed(.replaced))
        case (.offering, .unreadable(let text)), (.sending, .unreadable(let text)):
            return finish(.failed(.unreadable), telling: TFTPError(.other, text))
        case (.ended, .acknowledged), (.ended, .aborted), (.ended, .otherPacket), (.ended, .replaced),
            (.ended, .timeout), (.ended, .unreadable):
            return (state, .wait)
        }
    }

    private mutating func acknowledge(
        _ number: UInt16, in window: TransferWindow, _ now: Interval
    ) -> (State, TransferAction) {
        switch window.meaning(of: number) {
        case .stale:
            return (state, .wait)
        case .duplicate where terms.window > 1 && window.isTrusted:
            sentOnce = nil
            return (.sending(window.afterRepeat), .send(blocks: window.blocks, answerWithin: patience(0)))
        case .duplicate:
            return (.sending(window.afterDuplicate), .wait)
        case .received(let block):
            blocksAcknowledged = block
            guard block < blockCount else { return finish(.done) }
            return advance(to: block, isTrusted: window.isTrustedAfter(receiving: block), now)
        }
    }

    /// The next window, after the block that the client has.
    private mutating func advance(to block: Int64, isTrusted: Bool, _ now: Interval) -> (State, TransferAction) {
        if let sentOnce { roundTrip.measure(Interval(milliseconds: now.milliseconds &- sentOnce.milliseconds)) }
        sentOnce = now
        let blocks = (block + 1)..<min(block + 1 + Int64(terms.window), blockCount + 1)
        return (
            .sending(TransferWindow(blocks, isTrusted: isTrusted)), .send(blocks: blocks, answerWithin: patience(0))
        )
    }

    private mutating func repeatAfterSilence(_ window: TransferWindow) -> (State, TransferAction) {
        let isStranger = blocksAcknowledged == 0 && terms.granted.isEmpty
        let hasVanished =
            isStranger
            ? window.unanswered + 1 >= Self.triesOfStranger : silence(after: window.unanswered) >= longestSilence
        guard !hasVanished else {
            return finish(.failed(window.blocks.upperBound > blockCount ? .unconfirmed : .vanished))
        }
        sentOnce = nil
        let window = window.afterSilence(isWide: terms.window > 1)
        return (.sending(window), .send(blocks: window.blocksAfterSilence, answerWithin: patience(window.unanswered)))
    }

    private func finish(_ end: TransferEnd, telling error: TFTPError? = nil) -> (State, TransferAction) {
        (.ended(end), .finish(end, telling: error))
    }

    // MARK: Time

    /// How often a packet is sent in all, before the client has answered once.
    private static var triesOfStranger: Int { 4 }

    /// Twice as long after each silence, up to eight seconds or what the client wants (RFC 1123 §4.2.3.2). A client that
    /// asks for a time-out gets that one, as RFC 2349 has it, and no shorter one that was measured.
    private func patience(_ unanswered: Int) -> Interval {
        let measured = terms.isTimeoutAsked ? nil : roundTrip.patience
        let first = max(1, (measured ?? terms.timeout).milliseconds)
        return Interval(milliseconds: max(first, min(first << Int64(min(unanswered, 16)), 8000)))
    }

    /// How long the client has said nothing, once so many repetitions were not answered either.
    private func silence(after unanswered: Int) -> Interval {
        Interval(milliseconds: (0...unanswered).reduce(0) { $0 + patience($1).milliseconds })
    }

    /// Half a minute, in which a machine may draw a screen or write its flash; more where six tries take longer.
    private var longestSilence: Interval { max(.seconds(30), Interval(milliseconds: terms.timeout.milliseconds * 6)) }
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
