// A capture file of any format, with whatever its packets hold.

func run(_ bytes: [UInt8]) {
    guard var reader = try? CaptureReader(bytes) else { return }
    var count = 0
    while let packet = try? reader.next() {
        count += 1
        precondition(packet.number == count && count <= bytes.count)
        _ = packet.time.description
        switch packet.content {
        case .datagram(let datagram):
            precondition(datagram.payload.count + 28 <= datagram.packet.count)
            precondition(datagram.packet.count <= packet.bytes.count)
        case .flawed(let datagram, _): precondition(datagram.payload.count <= packet.bytes.count)
        case .laterFragment, .unknownLink, .other: break
        }
    }
}
