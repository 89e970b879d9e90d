import LinkWire
import NetTypes
import TestSupport
import Testing

@Suite("An ARP packet, RFC 826 and RFC 5227")
struct ARPPacketTests {
    private static let form: [UInt8] = [
        0, 1,  // ar$hrd: Ethernet
        8, 0,  // ar$pro: IPv4
        6, 4,  // ar$hln, ar$pln
    ]
    /// What Linux 6.1 answered to a probe.
    private static let answer: [UInt8] =
        form + [
            0, 2,  // ar$op: reply
            0x52, 0x54, 0, 0, 0, 9,  // ar$sha
            10, 77, 0, 100,  // ar$spa
            0x52, 0x54, 0, 0, 0, 1,  // ar$tha
            0, 0, 0, 0,  // ar$tpa
        ]

    @Test(
        "is read and written byte for byte",
        arguments: [
            (
                form + [0, 1, 0x52, 0x54, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 10, 77, 0, 100],
                ARPPacket(probing: .sample(100), from: .sample(1))
            ),
            (answer, ARPPacket(.reply, from: .sample(9), .sample(100), to: .sample(1), .any)),
            (
                form + [0, 1, 0x52, 0x54, 0, 0, 0, 9, 10, 77, 0, 100, 0, 0, 0, 0, 0, 0, 10, 77, 0, 100],
                ARPPacket(.request, from: .sample(9), .sample(100), to: .unknown, .sample(100))
            ),
        ])
    func bothWays(bytes: [UInt8], packet: ARPPacket) throws {
        let decoded = try ARPPacket(decoding: bytes.span)

        #expect(decoded == packet)
        #expect(decoded.encoded() == bytes)
    }

    @Test("ends before Ethernet's padding")
    func padding() throws {
        let padded = Self.answer + [UInt8](repeating: 0, count: 18)

        #expect(try ARPPacket(decoding: padded.span).encoded() == Self.answer)
    }

    @Test("that is short is an error, wherever it ends", arguments: 0..<28)
    func short(count: Int) {
        let bytes = Array(Self.answer.prefix(count))

        #expect(throws: WireError.self) { try ARPPacket(decoding: bytes.span) }
    }

    @Test(
        "of another network is an error that names the field",
        arguments: [
            (1, 6, WireError("ar$hrd", at: 0, .invalid("6 is not 1"))),
            (2, 0x86, WireError("ar$pro", at: 2, .invalid("34304 is not 2048"))),
            (4, 8, WireError("ar$hln, ar$pln", at: 4, .invalid("2052 is not 1540"))),
        ] as [(Int, UInt8, WireError)])
    func foreign(place: Int, byte: UInt8, error: WireError) {
        var bytes = Self.answer
        bytes[place] = byte

        #expect(throws: error) { try ARPPacket(decoding: bytes.span) }
    }
}
