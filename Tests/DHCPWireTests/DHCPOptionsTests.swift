import DHCPWire
import NetTypes
import TestSupport
import Testing

/// A message whose options are these bytes.
private func message(_ options: [UInt8], sname: [UInt8] = [], file: [UInt8] = []) throws(WireError) -> DHCPMessage {
    try DHCPMessage(decoding: datagram(options, sname: sname, file: file).span)
}

/// A client's header with these fields and options.
func datagram(_ options: [UInt8], sname: [UInt8] = [], file: [UInt8] = []) -> [UInt8] {
    let header: [UInt8] =
        [1, 1, 6, 0, 0xde, 0xad, 0xbe, 0xef, 0, 4, 0x80, 0] + Array(repeating: 0, count: 16)
        + MACAddress.sample(1).octets + Array(repeating: 0, count: 10)
    let fields =
        sname + Array(repeating: 0, count: 64 - sname.count) + file + Array(repeating: 0, count: 128 - file.count)
    return header + fields + [0x63, 0x82, 0x53, 0x63] + options
}

@Suite("The options of a message, RFC 2131 §3, RFC 2132 §2, RFC 3396")
struct DHCPOptionsTests {
    @Test("options keep their order, the unknown ones too")
    func order() throws {
        let message = try message([77, 1, 9, 53, 1, 1, 224, 2, 7, 8, 1, 0, 255])

        #expect(message.options.entries.map(\.code) == [77, 53, 224, 1])
        #expect(message.options.bytes(224) == [7, 8])
        #expect(message.options.bytes(1) == [])
        #expect(message.options.bytes(2) == nil)
    }

    @Test("the parts of an option are joined where they stand apart, RFC 3396 §7")
    func joined() throws {
        let message = try message([50, 2, 10, 77, 53, 1, 3, 50, 2, 0, 42, 255])

        #expect(try message.options.value(.requestedAddress) == .sample(42))
        #expect(message.options.entries.map(\.code) == [50, 53, 50])
    }

    @Test(
        "a value of more than 255 bytes is split, RFC 3396 §5",
        arguments: [(0, [0]), (1, [1]), (255, [255]), (256, [255, 1]), (510, [255, 255]), (600, [255, 255, 90])])
    func split(count: Int, parts: [Int]) {
        let value = (0..<count).map { UInt8(truncatingIfNeeded: $0) }
        var options = DHCPOptions()

        options.append(code: 82, value)

        #expect(options.entries.map(\.value.count) == parts)
        #expect(options.bytes(82).map { Array($0) } == value)
        #expect(options.encodedCount == count + 2 * parts.count)
    }

    @Test("options go on in file and sname where option 52 says so, in this order, RFC 2132 §9.3")
    func overload() throws {
        let options: [UInt8] = [53, 1, 1, 52, 1, 3, 77, 1, 0x61, 255]

        let message = try message(options, sname: [77, 1, 0x63, 255], file: [77, 1, 0x62, 12, 1, 0x78, 255])

        #expect(message.options.bytes(77) == [0x61, 0x62, 0x63])
        #expect(try message.options.value(.hostName) == "x")
        #expect(
            message.options.entries.map(\.area) == [.options, .options, .options, .bootFile, .bootFile, .serverName])
        #expect(message.bootFile.isEmpty && message.serverName.isEmpty)
        #expect(
            message.encoded(atLeast: 0)
                == datagram(options, sname: [77, 1, 0x63, 255], file: [77, 1, 0x62, 12, 1, 0x78, 255]))
    }

    @Test(
        "a field that is not overloaded is a name",
        arguments: [
            (1, [] as [UInt8], [77, 1, 0x63] as [UInt8]), (2, [77, 1, 0x62], []),
        ] as [(UInt8, [UInt8], [UInt8])])
    func halfOverload(value: UInt8, file: [UInt8], sname: [UInt8]) throws {
        let message = try message([52, 1, value, 255], sname: [77, 1, 0x63], file: [77, 1, 0x62])

        #expect(message.bootFile == file)
        #expect(message.serverName == sname)
    }

    @Test("zeros at the end of an overloaded field may be an option's own")
    func finalZeros() throws {
        let message = try message([52, 1, 1, 255], file: Array(repeating: 0, count: 122) + [3, 4, 10, 0, 0, 0])

        #expect(try message.options.value(.routers) == [IPv4Address(10, 0, 0, 0)])
    }

    @Test("what cannot be read in an overloaded field is an error that names the option")
    func badOverload() {
        #expect(throws: WireError("option 77", at: 2, .short(wanted: 200, had: 126))) {
            try message([52, 1, 1, 255], file: [77, 200])
        }
        #expect(throws: WireError("option 52 (dhcp-option-overload)", at: 0, .invalid("9 means nothing here"))) {
            try message([52, 1, 9, 255])
        }
    }

    @Test("pads are passed over, and nothing after the end counts")
    func padsAndEnd() throws {
        let message = try message([0, 0, 53, 1, 1, 0, 12, 1, 0x61, 0, 255, 99, 1])

        #expect(message.options.entries.map(\.code) == [53, 12])
    }

    @Test("the end may be missing", arguments: [[], [53, 1, 1], [53, 1, 1, 0, 0]] as [[UInt8]])
    func missingEnd(options: [UInt8]) throws {
        #expect(try message(options).options.entries.count == options.count / 3)
    }

    @Test(
        "an option that is cut off is an error that names it",
        arguments: [
            ([53], 53, 1, 1, 0), ([53, 1], 53, 2, 1, 0), ([12, 5, 0x61], 12, 2, 5, 1),
            ([53, 1, 1, 82, 255], 82, 5, 255, 0),
        ] as [([UInt8], UInt8, Int, Int, Int)])
    func cutOff(options: [UInt8], code: UInt8, offset: Int, wanted: Int, had: Int) {
        #expect(throws: WireError("option \(code)", at: offset, .short(wanted: wanted, had: had))) {
            try message(options)
        }
    }

    @Test("every part of an option goes when it is taken out")
    func removal() {
        var options = DHCPOptions()
        options.append(code: 119, Array(repeating: 1, count: 300))
        options.append(code: 12, [1])

        options.remove(119)

        #expect(options.entries.map(\.code) == [12])
    }
}
