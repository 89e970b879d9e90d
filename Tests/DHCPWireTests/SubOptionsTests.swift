import DHCPWire
import NetTypes
import Testing

@Suite("Options inside an option, RFC 3046 §2.0, RFC 2132 §8.4")
struct SubOptionsTests {
    @Test("code, length, value; zeros and 255 mean something in a bare list alone")
    func decoding() throws {
        let bytes: [UInt8] = [6, 1, 8, 0, 1, 7, 255, 1, 9]
        let vendor: [UInt8] = [0, 6, 1, 8, 0, 0, 1, 1, 7, 255, 1, 9]

        let bare = try SubOptions(decoding: bytes, .bare)
        let padded = try SubOptions(decoding: vendor, .padded)

        #expect(bare.entries.map(\.code) == [6, 0, 255])
        #expect(bare[0] == [7] && bare[255] == [9])
        #expect(padded.entries.map(\.code) == [6, 1])
        #expect(padded[6] == [8] && padded[1] == [7] && padded[9] == nil)
        #expect(bare.encoded(.bare) == bytes)
        #expect(padded.encoded(.padded) == [6, 1, 8, 1, 1, 7, 255])
    }

    @Test("what is cut off is said so", arguments: [[6], [6, 1], [6, 2, 1], [1, 0, 6, 255]] as [[UInt8]])
    func short(bytes: [UInt8]) {
        #expect(throws: WireError.self) { try SubOptions(decoding: bytes, .bare) }
        #expect(throws: WireError.self) { try SubOptions(decoding: bytes, .padded) }
    }
}
