import Captures
import NetTypes
import TestSupport
import Testing

@Suite("Capture files, draft-ietf-opsawg-pcap")
struct CaptureReaderTests {
    @Test(
        "both byte orders and both units of time read the same",
        arguments: [(true, false), (true, true), (false, false), (false, true)])
    func forms(isLittleEndian: Bool, isInNanoseconds: Bool) throws {
        let file = captureFile(
            of: [(.noon, [1, 2, 3]), (.noon + .seconds(2) + Interval(milliseconds: 7), [])],
            isLittleEndian: isLittleEndian, isInNanoseconds: isInNanoseconds)

        let packets = try packets(of: file)

        #expect(packets.map(\.number) == [1, 2])
        #expect(packets.map(\.time) == [.noon, .noon + Interval(milliseconds: 2007)])
        #expect(packets.map(\.bytes) == [[1, 2, 3], []])
        #expect(packets.map(\.link) == [.ethernet, .ethernet])
    }

    @Test("the length of the check sequences, above the link type, is passed over")
    func checkSequence() throws {
        var file = captureFile(of: [], isLittleEndian: false)
        file[20] = 0x50

        #expect(throws: Never.self) { try CaptureReader(file) }
    }

    @Test(
        "what is no capture, or none that can be read, is said so",
        arguments: [
            (Array("%PDF-1.7 and more".utf8), "magic number: at byte 0: neither pcap nor pcapng"),
            ([], "magic number: at byte 0: wanted 4 bytes, had 0"),
            (captureFile(of: [], link: 105), "link type: at byte 20: 105 is none of Ethernet (1)"),
            (Array(captureFile(of: []).prefix(22)), "link type: at byte 20: wanted 4 bytes, had 2"),
        ] as [([UInt8], String)])
    func refused(file: [UInt8], error: String) {
        let thrown = #expect(throws: WireError.self) { try CaptureReader(file) }

        #expect(thrown?.description.hasPrefix(error) == true)
    }

    @Test("a file that ends within a packet gives those before it, then says where it ends")
    func cutOff() throws {
        let whole = captureFile(of: [(.noon, [1, 2]), (.noon, [3, 4, 5, 6])])
        var reader = try CaptureReader(Array(whole.dropLast(3)))

        #expect(try reader.next()?.bytes == [1, 2])
        #expect(throws: WireError("packet", at: 58, .short(wanted: 4, had: 1))) { try reader.next() }
    }

    @Test("a length that no packet has is damage, and nothing is kept for it")
    func damaged() throws {
        var file = captureFile(of: [(.noon, [1])])
        file.replaceSubrange(32..<36, with: [0xff, 0xff, 0xff, 0x7f])
        var reader = try CaptureReader(file)

        let error = #expect(throws: WireError.self) { try reader.next() }

        #expect(error?.description.hasSuffix("2147483647 bytes are no packet: the file is damaged") == true)
    }

    @Test("wherever a file is cut off, reading ends")
    func everyPrefix() throws {
        let file = captureFile(of: [(.noon, [1, 2, 3]), (.noon, [4])])

        for count in file.indices {
            guard var reader = try? CaptureReader(Array(file.prefix(count))) else { continue }
            var found = 0
            while let packet = try? reader.next() { found += packet.bytes.isEmpty ? 0 : 1 }
            #expect(found <= 2)
        }
    }
}

/// All packets of a file, in their order.
func packets(of file: [UInt8]) throws -> [CapturedPacket] {
    var reader = try CaptureReader(file)
    var packets: [CapturedPacket] = []
    while let packet = try reader.next() { packets.append(packet) }
    return packets
}
