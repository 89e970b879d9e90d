import Decisions
import LinuxIO
import NetTypes
import TFTPWire

/// One transfer that is running: its own socket, what is sent, and how far it is.
final class TFTPTransfer {
    let socket: UDPSocket
    let peer: DatagramBatch.Envelope
    let path: String
    private let began: Interval
    var progress: Transfer
    /// When the silence will have lasted too long, on the monotonic clock.
    private(set) var deadline: Interval
    /// The timer that looks at the deadline; it may go off early and then waits for the rest.
    var timer: (id: TimerID, due: Interval)?
    private let content: TFTPPayload

    init(
        of content: consuming TFTPPayload, path: String, to peer: DatagramBatch.Envelope,
        through socket: consuming UDPSocket, terms: TransferTerms, at now: Interval
    ) {
        progress = Transfer(of: content.size, on: terms)
        self.content = content
        self.path = path
        self.peer = peer
        self.socket = socket
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

    func isWith(_ other: DatagramBatch.Envelope) -> Bool {
        peer.peer == other.peer && peer.peerPort == other.peerPort
    }

    func duration(at now: Interval) -> Interval { Interval(milliseconds: now.milliseconds - began.milliseconds) }

    func expectAnswer(within patience: Interval, at now: Interval) {
        deadline = Interval(milliseconds: now.milliseconds + patience.milliseconds)
    }

    /// How much longer an answer may take; `nil` when it is overdue.
    func patienceLeft(at now: Interval) -> Interval? {
        deadline > now ? Interval(milliseconds: deadline.milliseconds - now.milliseconds) : nil
    }

    /// Adds the `DATA` packets of these blocks to a batch.
    func write(_ blocks: Range<Int64>, to batch: DatagramBatch) throws(TFTPPayload.Unreadable) {
        for block in blocks {
            let range = progress.bytes(ofBlock: block)
            let fits = try batch.append(to: peer) { output throws(TFTPPayload.Unreadable) in
                output.append(bigEndian: TFTPPacket.Code.data.rawValue)
                output.append(bigEndian: UInt16(truncatingIfNeeded: block))
                try content.write(range, to: &output)
            }
            guard fits else { return }
        }
    }
}

extension OutputSpan<UInt8> {
    fileprivate mutating func append(bigEndian value: UInt16) {
        append(UInt8(truncatingIfNeeded: value >> 8))
        append(UInt8(truncatingIfNeeded: value))
    }
}
