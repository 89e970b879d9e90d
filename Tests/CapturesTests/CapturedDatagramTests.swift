import Captures
import DHCPWire
import NetTypes
import TestSupport
import Testing

@Suite("Datagrams in captured packets, RFC 791 §3.1, RFC 768")
struct CapturedDatagramTests {
    private static let packet = udpPacket(from: .sample(9), port: 68, to: .server, port: 67, [7, 8, 9])
    private static let cooked: [UInt8] = [0, 0, 0, 1, 0, 6, 1, 2, 3, 4, 5, 6, 0, 0]
    private static let cooked2: [UInt8] = [0, 0, 0, 0, 0, 2, 0, 1, 0, 6, 1, 2, 3, 4, 5, 6, 0, 0]

    @Test(
        "is found behind every kind of link",
        arguments: [
            (.ethernet, ethernetFrame(packet), []),
            (.ethernet, ethernetFrame(packet, vlans: [12]), [12]),
            (.ethernet, ethernetFrame(packet, vlans: [0x600c, 5]), [12, 5]),
            (.ethernet, ethernetFrame(packet) + [0, 0, 0, 0], []),
            (.raw, packet, []), (.ipv4, packet, []),
            (.linuxCooked, cooked + [8, 0] + packet, []),
            (.linuxCooked, cooked + [0x81, 0, 0, 12, 8, 0] + packet, [12]),
            (.linuxCooked2, [8, 0] + cooked2 + packet, []),
        ] as [(LinkType, [UInt8], [UInt16])])
    func links(link: LinkType, frame: [UInt8], vlans: [UInt16]) throws {
        let datagram = try #require(whole(in: content(frame, link: link)))

        #expect(datagram.source == .sample(9))
        #expect(datagram.destination == .server)
        #expect(datagram.sourcePort == 68)
        #expect(datagram.destinationPort == 67)
        #expect(datagram.payload == [7, 8, 9])
        #expect(datagram.packet == Self.packet)
        #expect(datagram.vlans == vlans)
    }

    @Test("stands behind IP's options")
    func options() throws {
        var packet = Self.packet
        packet[0] = 0x46
        packet[3] += 4
        packet.insert(contentsOf: [0x94, 4, 0, 0], at: 20)

        #expect(whole(in: content(packet, link: .raw))?.payload == [7, 8, 9])
    }

    @Test("with a length of 0, which the network card would have filled in, is as long as UDP says")
    func offloaded() {
        var packet = Self.packet
        packet[3] = 0

        #expect(whole(in: content(packet, link: .raw))?.payload == [7, 8, 9])
    }

    @Test(
        "what carries something else is something else",
        arguments: [
            ethernetFrame([]), Array(ethernetFrame(packet).prefix(20)), [UInt8](repeating: 0xff, count: 60), [],
            ethernetFrame(packet).replacing(12, with: 0x86), ethernetFrame(packet).replacing(23, with: 6),
            ethernetFrame(packet).replacing(14, with: 0x65), ethernetFrame(packet).replacing(14, with: 0x44),
        ])
    func others(frame: [UInt8]) {
        #expect(content(frame) == .other)
    }

    @Test("on a kind of link that is not known is not looked for")
    func unknownLink() {
        #expect(content(ethernetFrame(Self.packet), link: LinkType(rawValue: 105)) == .unknownLink)
    }

    @Test(
        "one of which something is missing says what",
        arguments: [
            (ethernetFrame(packet).replacing(20, with: 0x20), nil, .fragmented),
            (Array(ethernetFrame(packet).dropLast(2)), 45, .cut(kept: 43, of: 45)),
            (Array(ethernetFrame(packet).dropLast(2)), nil, .lengths),
            (ethernetFrame(packet).replacing(39, with: 7), nil, .lengths),
            (ethernetFrame(packet).replacing(39, with: 200), nil, .lengths),
            (ethernetFrame(packet).replacing(17, with: 22), nil, .lengths),
        ] as [([UInt8], Int?, DatagramFlaw)])
    func flaws(frame: [UInt8], wireCount: Int?, flaw: DatagramFlaw) throws {
        guard case .flawed(let datagram, let found) = content(frame, wireCount: wireCount) else {
            Issue.record("not flawed")
            return
        }
        #expect(found == flaw)
        #expect(datagram.destinationPort == 67)
    }

    @Test("a later piece of one is only a piece")
    func laterFragment() {
        #expect(content(ethernetFrame(Self.packet).replacing(21, with: 1)) == .laterFragment)
    }

    @Test("wherever a packet is cut off, it is read without a trap")
    func everyPrefix() {
        let frame = ethernetFrame(Self.packet, vlans: [1, 2])

        for count in frame.indices {
            let found = content(Array(frame.prefix(count)), wireCount: frame.count)
            #expect(whole(in: found) == nil)
        }
    }

    private func content(_ frame: [UInt8], link: LinkType = .ethernet, wireCount: Int? = nil) -> CapturedContent {
        CapturedPacket(number: 1, time: .noon, link: link, bytes: frame, wireCount: wireCount).content
    }

    private func whole(in content: CapturedContent) -> CapturedDatagram? {
        if case .datagram(let datagram) = content { datagram } else { nil }
    }
}

extension [UInt8] {
    fileprivate func replacing(_ place: Int, with byte: UInt8) -> Self {
        var copy = self
        copy[place] = byte
        return copy
    }
}
