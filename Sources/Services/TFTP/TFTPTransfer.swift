import Decisions
import LinuxIO
import NetTypes
import TFTPWire

/// One transfer that is running: who gets what, by which socket, and how far it is.
final class TFTPTransfer {
    let key: TransferKey
    let socket: AnswerSocket
    /// With the own address in it that the answers leave from, where the socket has them all.
    let peer: DatagramBatch.Envelope
    let path: String
    private let began: Interval
    var progress: Transfer
    /// When the silence will have lasted too long, on the monotonic clock.
    private(set) var deadline: Interval
    private let content: TFTPPayload

    init(
        of content: TFTPPayload, path: String, to peer: DatagramBatch.Envelope, through socket: AnswerSocket,
        terms: TransferTerms, at now: Interval
    ) {
        progress = Transfer(of: content.size, on: terms, at: now)
        self.content = content
        self.path = path
        self.peer = peer
        self.socket = socket
        key = TransferKey(socket, peer)
        began = now
        deadline = now
    }

    /// Whether the client has answered nothing yet.
    var isUnheard: Bool {
        switch progress.state {
        case .offering: true
        case .sending, .ended: progress.terms.granted.isEmpty && progress.blocksAcknowledged == 0
        }
    }

    func duration(at now: Interval) -> Interval { Interval(milliseconds: now.milliseconds - began.milliseconds) }

    func expectAnswer(within patience: Interval, at now: Interval) {
        deadline = Interval(milliseconds: now.milliseconds + patience.milliseconds)
    }

    /// Adds the `DATA` packets of these blocks to a burst of the transfer's socket, which is sent when it is full.
    func write(_ blocks: Range<Int64>, to burst: BlockBurst, from files: SharedFiles) throws(UnreadableContent) {
        let range =
            progress.bytes(ofBlock: blocks.lowerBound)
            .lowerBound..<progress.bytes(
                ofBlock: blocks.upperBound - 1
            ).upperBound
        let pieces = try content.pieces(of: range, from: files)
        let first = range.lowerBound / content.bytesPerPiece
        let bytesPerBlock = progress.terms.blockSize + 4
        burst.address(to: peer, bytesPerBlock: bytesPerBlock)
        for block in blocks {
            if !burst.hasRoom {
                burst.send(through: socket.socket)
                burst.address(to: peer, bytesPerBlock: bytesPerBlock)
            }
            let number = UInt32(UInt16(truncatingIfNeeded: block))
            burst.startBlock(UInt32(TFTPPacket.Code.data.rawValue) << 16 | number)
            var rest = progress.bytes(ofBlock: block)
            while !rest.isEmpty {
                let index = Int(rest.lowerBound / content.bytesPerPiece - first)
                guard pieces.indices.contains(index) else { break }
                let offset = Int(rest.lowerBound % content.bytesPerPiece)
                let count = burst.append(pieces[index], from: offset, atMost: rest.count)
                guard count > 0 else { break }
                rest = (rest.lowerBound + Int64(count))..<rest.upperBound
            }
        }
    }
}

/// What tells a transfer from every other: both ends' ports (RFC 1350 §4).
struct TransferKey: Hashable {
    private let socket: Int32
    private let peer: UInt64

    init(_ socket: AnswerSocket, _ peer: DatagramBatch.Envelope) {
        self.socket = socket.socket.descriptor
        self.peer = UInt64(peer.peer.number) << 16 | UInt64(peer.peerPort)
    }
}
