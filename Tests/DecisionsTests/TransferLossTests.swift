import Decisions
import NetTypes
import TFTPWire
import Testing

@Suite("A transfer over a line that loses packets")
struct TransferLossTests {
    @Test(
        "comes to its end, and sends little twice",
        arguments: [1, 4, 16, 64], [0, 5, 20])
    func completes(window: Int, lostOfThousand: Int) throws {
        let blocks: Int64 = 20_000
        var line = LossyLine(lostOfThousand: lostOfThousand)
        var client = WindowedClient(window: window, blocks: blocks)
        var transfer = Transfer(
            of: blocks * 512 - 1,
            on: TransferTerms(granting: [TFTPOption("windowsize", window)], size: 0, pathMTU: 1500))

        var sent = 0
        var answers: [UInt16] = [0]
        var silences = 0
        while case .sending = transfer.state(
            after: &answers, &silences,
            sending: { range in
                sent += range.count
                return range.filter { _ in line.delivers() }.flatMap { client.receive($0) }.filter { _ in
                    line.delivers()
                }
            })
        {}

        #expect(transfer.state == .ended(.done))
        #expect(client.isComplete)
        // What is lost costs the rest of its window, and what was lost of the answers a window.
        #expect(sent <= Int(blocks) + Int(blocks) * lostOfThousand * 3 * window / 1000)
        // Most losses are seen by the client, which says so; only a lost answer or a lost last block is met by silence.
        #expect(window == 1 || silences <= Int(blocks) * lostOfThousand * 5 / 1000 / window)
    }
}

extension Transfer {
    /// Takes the answers that arrived, or silence where there is none, and sends what they ask for.
    fileprivate mutating func state(
        after answers: inout [UInt16], _ silences: inout Int, sending: (Range<Int64>) -> [UInt16]
    ) -> State {
        let arrived = answers
        answers = []
        if arrived.isEmpty { silences += 1 }
        for event in arrived.isEmpty ? [.timeout] : arrived.map(TransferEvent.acknowledged) {
            if case .send(let blocks, _) = on(event, at: Interval(milliseconds: 0)) { answers += sending(blocks) }
        }
        return state
    }
}

/// A client that goes back to the first missing block, as EDK2's firmware does (RFC 7440 §4).
private struct WindowedClient {
    let window: Int
    let blocks: Int64
    private var last: Int64 = 0
    private var unanswered = 0

    init(window: Int, blocks: Int64) {
        self.window = window
        self.blocks = blocks
    }

    var isComplete: Bool { last == blocks }

    mutating func receive(_ block: Int64) -> [UInt16] {
        if block == last + 1 {
            last = block
            unanswered += 1
            guard unanswered == window || last == blocks else { return [] }
        }
        unanswered = 0
        return [UInt16(truncatingIfNeeded: last)]
    }
}

/// Loses packets by a fixed row of pseudo-random numbers.
private struct LossyLine {
    let lostOfThousand: Int
    private var seed: UInt32 = 4711

    init(lostOfThousand: Int) { self.lostOfThousand = lostOfThousand }

    mutating func delivers() -> Bool {
        seed = seed &* 1_664_525 &+ 1_013_904_223
        return Int(seed >> 8) % 1000 >= lostOfThousand
    }
}
