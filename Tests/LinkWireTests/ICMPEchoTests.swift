import LinkWire
import NetTypes
import TestSupport
import Testing

@Suite("An ICMP echo, RFC 792")
struct ICMPEchoTests {
    private static let reply: [UInt8] = [
        0, 0,  // type, code
        0xb9, 0xe4,  // checksum
        0x12, 0x34,  // identifier
        0x00, 0x07,  // sequence
        0x61, 0x6d, 0x6f, 0x72, 0x63,  // data, of an odd length
    ]
    private static let header: [UInt8] = [
        0x45, 0, 0, 33,  // version and IHL, TOS, total length
        0, 0, 0, 0, 64, 1, 0, 0,  // identification to checksum
        10, 78, 0, 100,  // source
        10, 77, 0, 1,  // destination
    ]

    @Test("is read and written byte for byte")
    func bothWays() throws {
        let decoded = try ICMPEcho(decoding: Self.reply.span)

        #expect(decoded == ICMPEcho(.reply, identifier: 0x1234, sequence: 7, data: Array("amorc".utf8)))
        #expect(decoded.encoded() == Self.reply)
    }

    @Test("is read as it was written", arguments: [[], [1], [0xff, 0xff], [UInt8](repeating: 0xff, count: 1400)])
    func again(data: [UInt8]) throws {
        let echo = ICMPEcho(.request, identifier: .max, sequence: .max, data: data)

        #expect(try ICMPEcho(decoding: echo.encoded().span) == echo)
    }

    @Test(
        "that cannot be read is an error that names the field",
        arguments: [
            ([], WireError("type", at: 0, .short(wanted: 1, had: 0))),
            ([3, 0, 0, 0, 0, 0, 0, 0], WireError("type", at: 0, .invalid("3 is no echo"))),
            ([8, 1, 0, 0, 0, 0, 0, 0], WireError("code", at: 1, .invalid("1 is not 0"))),
            ([8, 0, 0, 0, 0, 0, 0, 0], WireError("checksum", at: 2, .invalid("it is wrong"))),
            ([8, 0, 0xf7, 0xff, 0, 0, 0], WireError("sequence", at: 6, .short(wanted: 2, had: 1))),
        ] as [([UInt8], WireError)])
    func unreadable(bytes: [UInt8], error: WireError) {
        #expect(throws: error) { try ICMPEcho(decoding: bytes.span) }
    }

    @Test("comes with the address of its sender, behind an IPv4 header with options or without")
    func received() throws {
        var long = Self.header
        long[0] = 0x46
        long += [1, 1, 1, 0]

        for header in [Self.header, long] {
            let (source, echo) = try ICMPEcho.received(in: (header + Self.reply).span)

            #expect(source == IPv4Address(10, 78, 0, 100))
            #expect(echo.sequence == 7)
        }
    }

    @Test(
        "is not found in other packets",
        arguments: [
            (0, 0x65, "version, IHL"), (0, 0x44, "version, IHL"), (0, 0x4f, "message"), (9, 17, "protocol"),
        ] as [(Int, UInt8, String)])
    func foreign(place: Int, byte: UInt8, field: String) throws {
        var packet = Self.header + Self.reply
        packet[place] = byte

        let error = try #require(throws: WireError.self) { try ICMPEcho.received(in: packet.span) }
        #expect(error.field == field)
    }
}
