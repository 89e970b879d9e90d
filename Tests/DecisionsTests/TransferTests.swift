import Decisions
import NetTypes
import TFTPWire
import Testing

@Suite("The sender of a file, RFC 1350 §2, RFC 2347")
struct TransferTests {
    private static let aborted = TFTPError(.optionsRefused, "User aborted the transfer")
    private static let events: [TransferEvent] = [
        .acknowledged(0), .acknowledged(1), .acknowledged(7), .aborted(aborted), .otherPacket, .replaced, .timeout,
        .unreadable("gone"),
    ]

    private static let unreadable = TransferAction.finish(
        .failed(.unreadable), telling: TFTPError(.other, "gone"))

    /// Three blocks, the last of 76 bytes.
    private static let offering = Transfer(of: 1100, granting: "timeout", "2")
    private static let probing = Transfer(of: 1100, granting: "timeout", "2", "tsize", "0")
    private static let sending = Transfer(of: 1100)
    private static let ended = Transfer(of: 1100).after(.acknowledged(1), .acknowledged(2), .acknowledged(3))
    private static let offer = TransferAction.offer(offering.terms.granted, answerWithin: .seconds(4))

    @Test(
        "meets every event in every state",
        arguments: [
            (offering, .acknowledged(0), .send(blocks: 1..<2, answerWithin: .seconds(2))),
            (offering, .acknowledged(1), .wait),
            (offering, .aborted(aborted), .finish(.failed(.aborted(aborted)))),
            (probing, .aborted(aborted), .finish(.probed)),
            (offering, .otherPacket, .wait),
            (offering, .replaced, .finish(.failed(.replaced))),
            (offering, .timeout, offer),
            (offering, .unreadable("gone"), unreadable),
            (sending, .acknowledged(0), .wait),
            (sending, .acknowledged(1), .send(blocks: 2..<3, answerWithin: quick(1))),
            (sending, .acknowledged(2), .wait),
            (sending, .aborted(aborted), .finish(.failed(.aborted(aborted)))),
            (sending, .otherPacket, .wait),
            (sending, .replaced, .finish(.failed(.replaced))),
            (sending, .timeout, .send(blocks: 1..<2, answerWithin: .seconds(2))),
            (sending, .unreadable("gone"), unreadable),
            (ended, .acknowledged(3), .wait),
            (ended, .aborted(aborted), .wait),
            (ended, .otherPacket, .wait),
            (ended, .replaced, .wait),
            (ended, .timeout, .wait),
            (ended, .unreadable("gone"), .wait),
        ] as [(Transfer, TransferEvent, TransferAction)])
    func everyPair(before: Transfer, event: TransferEvent, action: TransferAction) {
        var transfer = before

        #expect(transfer.on(event) == action)
    }

    @Test("stays ended whatever comes", arguments: events)
    func staysEnded(event: TransferEvent) {
        #expect(Self.ended.state == .ended(.done))
        #expect(Self.ended.after(event) == Self.ended)
    }

    @Test("opens with the granted options, or with the first block where there are none")
    func opening() {
        #expect(Self.offering.opening == .offer(Self.offering.terms.granted, answerWithin: .seconds(2)))
        #expect(Self.sending.opening == .send(blocks: 1..<2, answerWithin: .seconds(1)))
    }

    @Test(
        "ends with a block that is shorter than the others, empty if need be",
        arguments: [(0, 1), (1, 1), (511, 1), (512, 2), (513, 2), (1024, 3)] as [(Int64, Int64)])
    func lastBlock(size: Int64, blocks: Int64) {
        var transfer = Transfer(of: size)
        var action = transfer.opening
        var sizes: [Int] = []

        while case .send(let sent, _) = action {
            sizes += sent.map { transfer.bytes(ofBlock: $0).count }
            action = transfer.on(.acknowledged(UInt16(sent.upperBound - 1)))
        }

        #expect(action == .finish(.done))
        #expect(Int64(sizes.count) == blocks)
        #expect(sizes.dropLast().allSatisfy { $0 == 512 })
        #expect(sizes.last.map { $0 < 512 } == true)
        #expect(Int64(sizes.reduce(0, +)) == size)
        #expect(transfer.bytesAcknowledged == size)
    }

    @Test("counts on past 65535 blocks, where the numbers on the wire start again from 0")
    func rollOver() {
        var transfer = Transfer(of: 140_000 * 512 + 3)
        var action = transfer.opening
        var blocks: Int64 = 0

        while case .send(let sent, _) = action {
            blocks += 1
            guard sent == blocks..<(blocks + 1) else { break }
            action = transfer.on(.acknowledged(UInt16(truncatingIfNeeded: blocks)))
        }

        #expect(action == .finish(.done))
        #expect(blocks == 140_001)
    }

    @Test("sends nothing for a repeated answer: the Sorcerer's Apprentice, RFC 1123 §4.2.3.1")
    func sorcerersApprentice() {
        var transfer = Transfer(of: 5000).after(.acknowledged(1))

        #expect(transfer.on(.acknowledged(1)) == .wait)
        #expect(transfer.on(.acknowledged(1)) == .wait)
        #expect(transfer.on(.acknowledged(0)) == .wait)
        #expect(transfer.on(.acknowledged(2)) == .send(blocks: 3..<4, answerWithin: quick(1)))
    }

    @Test("waits twice as long after each silence and gives up in the end")
    func backOff() {
        var transfer = Transfer(of: 5000).after(.acknowledged(1))

        let actions = (1...12).map { _ in transfer.on(.timeout) }

        let waits = [40, 80, 160, 320, 640, 1280, 2560, 5120, 8000, 8000, 8000].map { Interval(milliseconds: $0) }
        #expect(
            actions == waits.map { .send(blocks: 2..<3, answerWithin: $0) } + [.finish(.failed(.vanished))])
        #expect(transfer.bytesAcknowledged == 512)
    }

    @Test("waits afresh once an answer came")
    func afresh() {
        var transfer = Transfer(of: 5000).after(.acknowledged(1), .timeout, .timeout, .acknowledged(2))

        #expect(transfer.on(.timeout) == .send(blocks: 3..<4, answerWithin: quick(2)))
    }

    @Test("waits as long as the client takes, and not much longer")
    func adaptive() {
        var transfer = Transfer(of: 512 * 100)
        var now: Int64 = 0
        var last = transfer.opening

        for block in UInt16(1)...30 {
            now += 100
            last = transfer.on(.acknowledged(block), at: Interval(milliseconds: now))
        }

        guard case .send(let blocks, let patience) = last else { return #expect(Bool(false), "\(last)") }
        #expect(blocks == 31..<32)
        #expect((100...130).contains(patience.milliseconds))
    }

    @Test("learns nothing from the answer to what was sent twice, Karn's rule, RFC 6298 §3")
    func ambiguousAnswer() {
        var transfer = Transfer(of: 512 * 100).after(.acknowledged(1), .timeout)

        let next = transfer.on(.acknowledged(2), at: .seconds(5))

        #expect(next == .send(blocks: 3..<4, answerWithin: quick(1)))
    }

    @Test("waits as long as the client asked for, whatever was measured, RFC 2349")
    func askedTimeout() {
        var transfer = Transfer(of: 5000, granting: "timeout", "3").after(.acknowledged(0), .acknowledged(1))

        #expect(transfer.on(.timeout) == .send(blocks: 2..<3, answerWithin: .seconds(6)))
    }

    @Test(
        "sends four small packets at most to one who never answered: the request may be forged",
        arguments: [Transfer(of: 5000), Transfer(of: 5000, granting: "windowsize", "64")])
    func stranger(stranger: Transfer) {
        var transfer = stranger

        let actions = (1...4).map { _ in transfer.on(.timeout) }

        #expect(actions.last == .finish(.failed(.vanished)))
        #expect(actions.dropLast().allSatisfy { $0.packetCount == 1 })
    }

    @Test("calls it unconfirmed where all was sent and the last answer never came")
    func unconfirmed() {
        var transfer = Transfer(of: 600).after(.acknowledged(1))
        for _ in 1...12 { _ = transfer.on(.timeout) }

        #expect(transfer.state == .ended(.failed(.unconfirmed)))
    }
}

@Suite("The sender's window, RFC 7440 §4")
struct TransferWindowTests {
    /// 100 blocks in windows of four, the first of which is out.
    private static let windowed = Transfer(of: 512 * 100 - 1, granting: "windowsize", "4").after(.acknowledged(0))

    @Test("goes out once the options are accepted, and the next when it is answered")
    func windows() {
        var transfer = Transfer(of: 512 * 10 - 1, granting: "windowsize", "4")

        #expect(transfer.on(.acknowledged(0)) == .send(blocks: 1..<5, answerWithin: quick(1)))
        #expect(transfer.on(.acknowledged(4)) == .send(blocks: 5..<9, answerWithin: quick(1)))
        #expect(transfer.on(.acknowledged(8)) == .send(blocks: 9..<11, answerWithin: quick(1)))
        #expect(transfer.on(.acknowledged(10)) == .finish(.done))
    }

    @Test("starts behind the last block that arrived")
    func lossInside() {
        var transfer = Self.windowed

        #expect(transfer.on(.acknowledged(2)) == .send(blocks: 3..<7, answerWithin: quick(1)))
    }

    @Test("goes out again when its first block was lost, once")
    func lossOfFirst() {
        var transfer = Self.windowed

        #expect(transfer.on(.acknowledged(0)) == .send(blocks: 1..<5, answerWithin: quick(1)))
        #expect(transfer.on(.acknowledged(0)) == .wait)
        #expect(transfer.on(.acknowledged(0)) == .wait)
    }

    @Test("is not doubled by the echoes of what was sent twice")
    func echoes() {
        var transfer = Self.windowed.after(.acknowledged(2))

        #expect(transfer.on(.acknowledged(2)) == .wait)
        #expect(transfer.on(.acknowledged(6)) == .send(blocks: 7..<11, answerWithin: quick(1)))
        #expect(transfer.on(.acknowledged(6)) == .wait)
        #expect(transfer.on(.acknowledged(10)) == .send(blocks: 11..<15, answerWithin: quick(1)))
    }

    @Test("believes a repeated answer again after a window without echoes")
    func trustReturns() {
        var transfer = Self.windowed.after(.acknowledged(2), .acknowledged(6), .acknowledged(10))

        #expect(transfer.on(.acknowledged(10)) == .send(blocks: 11..<15, answerWithin: quick(1)))
    }

    @Test("is asked after by its last block when nothing comes, then goes out again whole")
    func silence() {
        var transfer = Self.windowed.after(.acknowledged(4))

        #expect(transfer.on(.timeout) == .send(blocks: 8..<9, answerWithin: quick(2)))
        #expect(transfer.on(.timeout) == .send(blocks: 5..<9, answerWithin: quick(4)))
        #expect(transfer.on(.acknowledged(4)) == .wait)
    }

    @Test("goes out again when the client has nothing of it, as the answer to its last block says")
    func allLost() {
        var transfer = Self.windowed.after(.acknowledged(4), .timeout)

        #expect(transfer.on(.acknowledged(4)) == .send(blocks: 5..<9, answerWithin: quick(1)))
        #expect(transfer.on(.acknowledged(8)) == .send(blocks: 9..<13, answerWithin: quick(1)))
    }

    @Test("is understood across the roll-over of numbers")
    func rollOver() {
        var transfer = Transfer(of: 512 * 70_000, granting: "windowsize", "4").after(.acknowledged(0))
        for block in stride(from: 4, through: 65532, by: 4) { _ = transfer.on(.acknowledged(UInt16(block))) }

        #expect(transfer.on(.acknowledged(65535)) == .send(blocks: 65536..<65540, answerWithin: quick(1)))
        #expect(transfer.on(.acknowledged(0)) == .send(blocks: 65537..<65541, answerWithin: quick(1)))
        #expect(transfer.on(.acknowledged(4)) == .send(blocks: 65541..<65545, answerWithin: quick(1)))
        #expect(transfer.on(.acknowledged(65535)) == .wait)
    }
}

/// So many times what a client is waited for that answers at once.
private func quick(_ times: Int64) -> Interval { Interval(milliseconds: 20 * times) }

extension Transfer {
    /// A transfer of so many bytes to a client that asked for these options, names and values by turns.
    fileprivate init(of size: Int64, granting texts: String...) {
        let options = stride(from: 0, to: texts.count, by: 2).map {
            TFTPOption(TFTPText(texts[$0]), TFTPText(texts[$0 + 1]))
        }
        self.init(of: size, on: TransferTerms(granting: options, size: size, pathMTU: 1500))
    }

    /// Answers that come at once, unless a test says when.
    fileprivate mutating func on(_ event: TransferEvent) -> TransferAction {
        on(event, at: Interval(milliseconds: 0))
    }

    fileprivate func after(_ events: TransferEvent...) -> Transfer {
        var transfer = self
        for event in events { _ = transfer.on(event) }
        return transfer
    }
}

extension TransferAction {
    fileprivate var packetCount: Int {
        switch self {
        case .offer: 1
        case .send(let blocks, _): blocks.count
        case .wait: 0
        case .finish(_, let error): error == nil ? 0 : 1
        }
    }
}
