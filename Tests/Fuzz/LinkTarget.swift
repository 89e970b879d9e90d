// What a link may carry in answer to a probe: an ARP packet, or an IPv4 packet with an ICMP echo.

func run(_ bytes: [UInt8]) {
    if let packet = try? ARPPacket(decoding: bytes.span) {
        precondition(packet.encoded() == Array(bytes.prefix(28)))
    }
    guard let (_, echo) = try? ICMPEcho.received(in: bytes.span) else { return }
    precondition((try? ICMPEcho(decoding: echo.encoded().span)) == echo)
}
