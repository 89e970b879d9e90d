import NetTypes
import TFTPWire

/// What a transfer may meet.
package enum TransferEvent: Hashable, Sendable {
    /// `ACK`
    case acknowledged(UInt16)
    /// `ERROR` from the client
    case aborted(TFTPError)
    /// A packet from the client that has no business here, or that cannot be read.
    case otherPacket
    /// The client asked for something else from the same port, which cannot be told apart where all answers come from one.
    case replaced
    /// No answer came in the time that the last action gave.
    case timeout
    /// The content ended before its time, or cannot be read; the text says so to the client.
    case unreadable(TFTPText)
}

/// What the sender does next. Blocks count from 1 and do not roll over; on the wire they do.
package enum TransferAction: Hashable, Sendable {
    /// The `OACK`; it is a timeout when no answer comes for so long.
    case offer([TFTPOption], answerWithin: Interval)
    case send(blocks: Range<Int64>, answerWithin: Interval)
    /// Nothing is sent, and the time that was given runs on.
    case wait
    /// The transfer is over; the client is told so where that may help.
    case finish(TransferEnd, telling: TFTPError? = nil)
}

/// How a transfer ended.
package enum TransferEnd: Hashable, Sendable {
    /// The client has it all.
    case done
    /// The client only wanted to know the size: UEFI firmware takes the `OACK` and ends with `ERROR` 8, then asks again.
    case probed
    case failed(TransferFailure)
}

/// Why a client did not get it all.
package enum TransferFailure: Hashable, Sendable {
    /// It said so.
    case aborted(TFTPError)
    /// It asked for something else.
    case replaced
    /// It stopped answering.
    case vanished
    /// All was sent, and the last answer never came: the client may well have it, and run it already.
    case unconfirmed
    /// The file was written to meanwhile, or the disk failed.
    case unreadable
}

extension TransferFailure: CustomStringConvertible {
    package var description: String {
        switch self {
        case .aborted(let error): "the client ended it: \(error)"
        case .replaced: "the client asked for something else"
        case .vanished: "the client stopped answering"
        case .unconfirmed: "all was sent, the last acknowledgement never came"
        case .unreadable: "the file was changed meanwhile, or could not be read"
        }
    }
}
