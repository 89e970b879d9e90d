import DHCPWire
import Foundation
import TestSupport
import Testing

@Suite("A UDP packet for a packet socket, RFC 791 §3.1, RFC 768")
struct UDPPacketTests {
    @Test("it is what the kernel made of the same datagram, but for its own id and flags", arguments: try captures())
    func captured(file: URL) throws {
        let answers = try PcapFile(Array(Data(contentsOf: file))).datagrams.filter { $0.isDHCP && !$0.isForServer }

        #expect(!answers.isEmpty)
        for answer in answers {
            let built = udpPacket(
                from: answer.source, port: answer.sourcePort, to: answer.destination, port: answer.destinationPort,
                answer.payload)

            #expect(built.count == answer.packet.count)
            #expect(sum(of: built.prefix(20)) == 0xffff)
            #expect(built[12..<26] == answer.packet[12..<26])
            #expect(built[28...] == answer.packet[28...])
            #expect(sumOfDatagram(in: built) == 0xffff)
        }
    }

    @Test("its checksum holds for payloads of even and odd length, and none", arguments: [0, 1, 2, 299, 300, 1472])
    func checksum(count: Int) {
        let payload = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 7) }

        let packet = udpPacket(from: .server, port: 67, to: .sample(42), port: 68, payload)

        #expect(packet.count == 28 + count)
        #expect(sum(of: packet.prefix(20)) == 0xffff)
        #expect(sumOfDatagram(in: packet) == 0xffff)
        #expect(Array(packet.dropFirst(28)) == payload)
    }

    @Test("a checksum of zero is written as ones, since zero means none")
    func zeroChecksum() throws {
        let open = udpPacket(from: .server, port: 67, to: .sample(42), port: 68, [0, 0])
        let packet = udpPacket(from: .server, port: 67, to: .sample(42), port: 68, Array(open[26..<28]))

        #expect(packet[26..<28] == [0xff, 0xff])
    }

    /// The UDP datagram with its pseudo header summed up, checksum included: all ones if that is right.
    private func sumOfDatagram(in packet: [UInt8]) -> UInt32 {
        sum(of: packet[12..<20] + [0, 17] + packet[24..<26] + packet[20...])
    }

    private func sum(of bytes: ArraySlice<UInt8>) -> UInt32 {
        var total: UInt32 = 0
        for (place, byte) in bytes.enumerated() { total += place % 2 == 0 ? UInt32(byte) << 8 : UInt32(byte) }
        while total >> 16 != 0 { total = (total & 0xffff) + total >> 16 }
        return total
    }
}
