import DHCPWire
import Foundation
import NetTypes
import TestSupport
import Testing

@Suite("A DHCP message, RFC 2131 §2")
struct DHCPMessageTests {
    private let bytes = datagram([53, 1, 1, 255])

    @Test("each field is where figure 1 has it")
    func fields() throws {
        var bytes = bytes
        bytes.replaceSubrange(3..<4, with: [2])
        for (field, number) in [(12, 11), (16, 12), (20, 13), (24, 14)] as [(Int, UInt8)] {
            bytes.replaceSubrange(field..<(field + 4), with: IPv4Address.sample(number).octets)
        }
        bytes.replaceSubrange(44..<47, with: Array("srv".utf8))
        bytes.replaceSubrange(108..<112, with: Array("file".utf8))

        let message = try DHCPMessage(decoding: bytes.span)

        #expect(message.operation == .request)
        #expect(message.hops == 2)
        #expect(message.transactionID == 0xdead_beef)
        #expect(message.secondsElapsed == 4)
        #expect(message.flags == .broadcast)
        #expect(message.clientAddress == .sample(11))
        #expect(message.yourAddress == .sample(12))
        #expect(message.nextServer == .sample(13))
        #expect(message.relayAddress == .sample(14))
        #expect(message.mac == .sample(1))
        #expect(message.serverName == Array("srv".utf8))
        #expect(message.bootFile == Array("file".utf8))
        #expect(try message.options.value(.messageType) == .discover)
        #expect(message.encoded(atLeast: 0) == bytes)
    }

    @Test("no datagram shorter than the header and the cookie is one")
    func short() throws {
        for count in 0..<240 {
            #expect(throws: WireError.self, "\(count) bytes") {
                try DHCPMessage(decoding: Array(bytes.prefix(count)).span)
            }
        }
        #expect(try DHCPMessage(decoding: Array(bytes.prefix(240)).span).options.entries.isEmpty)
    }

    @Test(
        "an error names the field that is cut off",
        arguments: [(0, "op"), (7, "xid"), (43, "chaddr"), (107, "sname"), (235, "file"), (239, "cookie")])
    func shortField(count: Int, field: String) {
        let error = #expect(throws: WireError.self) { try DHCPMessage(decoding: Array(bytes.prefix(count)).span) }

        #expect(error?.field == field)
    }

    @Test("without the cookie it is BOOTP, and not read")
    func noCookie() {
        var bytes = bytes
        bytes[239] = 0x64

        #expect(throws: WireError("cookie", at: 236, .invalid("not DHCP: the magic cookie is missing"))) {
            try DHCPMessage(decoding: bytes.span)
        }
    }

    @Test("it is sent with BOOTP's 300 bytes at least, RFC 1542 §2.1")
    func smallest() throws {
        let message = try DHCPMessage(decoding: bytes.span)

        #expect(message.encoded().count == 300)
        #expect(Array(message.encoded().prefix(bytes.count)) == bytes)
        #expect(message.encoded().dropFirst(bytes.count).allSatisfy { $0 == 0 })
    }

    @Test("a boot file's name fills its field of 128 bytes and no more", arguments: [127, 128, 129, 300])
    func bootFile(count: Int) throws {
        var message = try DHCPMessage(decoding: bytes.span)
        message.bootFile = Array(repeating: 0x61, count: count)
        message.serverName = Array(repeating: 0x62, count: count)

        let read = try DHCPMessage(decoding: message.encoded().span)

        #expect(read.bootFile == Array(repeating: 0x61, count: min(count, 128)))
        #expect(read.serverName == Array(repeating: 0x62, count: 64))
        #expect(read.options == message.options)
    }

    @Test(
        "only Ethernet's own addresses name a machine",
        arguments: [
            (1, 6, 0x5254_0000_0001, true), (6, 6, 0x5254_0000_0001, false), (1, 0, 0x5254_0000_0001, false),
            (1, 16, 0x5254_0000_0001, false), (1, 6, 0, false), (1, 6, 0xffff_ffff_ffff, false),
            (1, 6, 0x0100_5e00_0001, false),
        ] as [(UInt8, UInt8, UInt64, Bool)])
    func mac(type: UInt8, length: UInt8, number: UInt64, isMachine: Bool) throws {
        let message = DHCPMessage(
            operation: .request, hardwareType: type, hardwareLength: length, transactionID: 1,
            hardwareAddress: DHCPMessage.HardwareAddress(high: number << 16, low: 0))

        #expect((message.mac != nil) == isMachine)
    }

    @Test("every captured datagram is written as it was read", arguments: try captures())
    func captured(file: URL) throws {
        let datagrams = try PcapFile(Array(Data(contentsOf: file))).datagrams.filter(\.isDHCP)

        #expect(!datagrams.isEmpty)
        for datagram in datagrams {
            let message = try DHCPMessage(decoding: datagram.payload.span)
            #expect(message.encoded(atLeast: datagram.payload.count) == datagram.payload)
        }
    }
}
