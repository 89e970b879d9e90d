// A first packet, a byte for the size of what is asked for, then the packets of a transfer, each with a byte that says
// how many bytes it has; 0 stands for a timeout.

func run(_ bytes: [UInt8]) {
    if let path = TransferPath(TFTPText(bytes)) { precondition(!path.text.isEmpty && !path.text.hasPrefix("/")) }
    if let packet = try? TFTPPacket(decoding: bytes.span) {
        guard let again = try? TFTPPacket(decoding: packet.encoded().span) else {
            preconditionFailure("unreadable: \(packet)")
        }
        _ = again
    }
    guard var transfer = begin(bytes) else { return }
    var rest = bytes.drop { $0 != 0xfe }.dropFirst(2)
    var isOver = false
    var now: Int64 = 0
    while let count = rest.popFirst() {
        // Time runs, and jumps, and once in a while goes back, as no clock of ours should.
        now &+= count == 255 ? .min / 4 : Int64(count) << (count & 7)
        let action = transfer.on(event(Array(rest.prefix(Int(count)))), at: Interval(milliseconds: now))
        rest = rest.dropFirst(Int(count))
        switch action {
        case .send(let blocks, let patience):
            precondition(patience.milliseconds > 0 && patience.milliseconds <= 255_000)
            precondition(!isOver && !blocks.isEmpty && blocks.lowerBound >= 1)
            precondition(blocks.upperBound <= transfer.blockCount + 1 && blocks.count <= transfer.terms.window)
        case .offer: precondition(!isOver)
        case .finish:
            precondition(!isOver)
            isOver = true
        case .wait: break
        }
    }
}

/// The transfer that a request before the byte 0xfe asks for, of as many KiB as the byte behind it says.
private func begin(_ bytes: [UInt8]) -> Transfer? {
    guard let end = bytes.firstIndex(of: 0xfe), end + 1 < bytes.count,
        case .read(let request) = try? TFTPPacket(decoding: Array(bytes[..<end]).span)
    else { return nil }
    let size = Int64(bytes[end + 1]) * 1024
    return Transfer(of: size, on: TransferTerms(granting: request.options, size: size, pathMTU: 1500))
}

private func event(_ bytes: [UInt8]) -> TransferEvent {
    guard !bytes.isEmpty else { return .timeout }
    guard bytes != [0xff] else { return .replaced }
    guard bytes != [0xfd] else { return .unreadable("gone") }
    switch try? TFTPPacket(decoding: bytes.span) {
    case .acknowledge(let block): return .acknowledged(block)
    case .error(let error): return .aborted(error)
    default: return .otherPacket
    }
}
