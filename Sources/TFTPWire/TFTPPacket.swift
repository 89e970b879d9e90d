import NetTypes

/// One TFTP datagram (RFC 1350 §5, RFC 2347).
package enum TFTPPacket: Hashable, Sendable {
    /// `RRQ`
    case read(TFTPRequest)
    /// `WRQ`
    case write(TFTPRequest)
    /// `DATA`: a block shorter than was agreed is the last.
    case data(block: UInt16, [UInt8])
    /// `ACK`
    case acknowledge(UInt16)
    /// `ERROR`
    case error(TFTPError)
    /// `OACK`: the options that are granted.
    case options([TFTPOption])

    /// What a packet is, in its first two bytes. A closed set: RFC 2347 added the last.
    package enum Code: UInt16, Sendable {
        case read = 1
        case write, data, acknowledge, error, options
    }

    /// What the first two bytes say.
    package var code: Code {
        switch self {
        case .read: .read
        case .write: .write
        case .data: .data
        case .acknowledge: .acknowledge
        case .error: .error
        case .options: .options
        }
    }
}
