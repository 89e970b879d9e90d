import Captures
import NetTypes
import TestSupport
import Testing

@Suite("Capture files of Wireshark, draft-ietf-opsawg-pcapng")
struct PcapngTests {
    @Test("a section in either byte order", arguments: [true, false])
    func sections(isLittleEndian: Bool) throws {
        let file = Blocks(isLittleEndian: isLittleEndian).section().interface(link: 1)
            .packet(at: 1_700_000_000_250_000, [1, 2, 3]).bytes

        let packets = try packets(of: file)

        #expect(packets.map(\.bytes) == [[1, 2, 3]])
        #expect(packets.map(\.time) == [.noon + Interval(milliseconds: 250)])
    }

    @Test("sections of both byte orders in one file, with interfaces of their own")
    func twoSections() throws {
        let first = Blocks(isLittleEndian: true).section().interface(link: 1).packet(at: 0, [1]).bytes
        let second = Blocks(isLittleEndian: false).section().interface(link: 101).packet(at: 0, [2]).bytes

        let packets = try packets(of: first + second)

        #expect(packets.map(\.link) == [.ethernet, .raw])
        #expect(packets.map(\.number) == [1, 2])
    }

    @Test(
        "time counts in what the interface says (if_tsresol, if_tsoffset)",
        arguments: [
            (6, 1_700_000_000_500_000, 0, 500), (9, 1_700_000_000_500_000_000, 0, 500), (3, 1_700_000_000_500, 0, 500),
            (0, 1_700_000_000, 0, 0), (0x80, 1_700_000_000, 0, 0), (0x8a, 1_700_000_000 << 10 | 512, 0, 500),
            (0xa0, 1_700_000_000 << 32 | 1 << 31, 0, 500), (0, 1_600_000_000, 100_000_000, 0),
        ] as [(UInt8, UInt64, Int64, Int64)])
    func resolutions(resolution: UInt8, ticks: UInt64, offset: Int64, milliseconds: Int64) throws {
        let file = Blocks(isLittleEndian: true).section().interface(link: 1, resolution: resolution, offset: offset)
            .packet(at: ticks, [1]).bytes

        #expect(try packets(of: file).first?.time == .noon + Interval(milliseconds: milliseconds))
    }

    @Test("the oddest resolution and time end nothing", arguments: [0, 1, 3, 22, 23, 63, 127, 128, 190, 191, 192, 255])
    func oddResolutions(resolution: UInt8) throws {
        let file = Blocks(isLittleEndian: false).section().interface(link: 1, resolution: resolution, offset: .min)
            .packet(at: .max, [1]).packet(at: 1 << 63, [2]).bytes

        #expect(try packets(of: file).count == 2)
    }

    @Test("a simple packet has no time, and that of the one before it serves")
    func simple() throws {
        let file = Blocks(isLittleEndian: true).section().interface(link: 1)
            .packet(at: 1_700_000_000_000_000, [1]).block(3, [7, 0, 0, 0, 1, 2, 3, 4, 5, 6, 7, 0]).bytes

        let packets = try packets(of: file)

        #expect(packets.last?.bytes == [1, 2, 3, 4, 5, 6, 7])
        #expect(packets.last?.time == .noon)
    }

    @Test("blocks of other kinds are passed over")
    func others() throws {
        let file = Blocks(isLittleEndian: true).section().block(4, [0, 0, 0, 0]).interface(link: 1)
            .block(0x0bad, []).packet(at: 0, [1]).block(5, [UInt8](repeating: 0, count: 12)).bytes

        #expect(try packets(of: file).count == 1)
    }

    @Test(
        "what does not hold together is said so",
        arguments: [
            (Blocks(isLittleEndian: true).section().packet(at: 0, [1]).bytes, "no interface 0"),
            (Blocks(isLittleEndian: true).section().bytes + [6, 0, 0, 0, 8, 0, 0, 0], "8 bytes are no block"),
            (Blocks(isLittleEndian: true).section().bytes + [6, 0, 0, 0, 255, 0, 0, 0], "255 bytes are no block"),
            (Blocks(isLittleEndian: true).section().bytes + [6, 0, 0, 0, 64, 0, 0, 0], "wanted 64 bytes, had 8"),
            ([0x0a, 0x0d, 0x0d, 0x0a, 28, 0, 0, 0, 1, 2, 3, 4], "is in no byte order"),
        ])
    func broken(file: [UInt8], error: String) throws {
        let thrown = #expect(throws: WireError.self) { try packets(of: file) }

        #expect(thrown?.description.contains(error) == true)
    }
}

/// Builds a pcapng file, block by block.
struct Blocks {
    let isLittleEndian: Bool
    private(set) var bytes: [UInt8] = []

    init(isLittleEndian: Bool) { self.isLittleEndian = isLittleEndian }

    func block(_ type: UInt32, _ body: [UInt8]) -> Self {
        let padded = body + [UInt8](repeating: 0, count: (4 - body.count % 4) % 4)
        let count = number(UInt32(padded.count + 12))
        var copy = self
        copy.bytes += number(type) + count + padded + count
        return copy
    }

    func section() -> Self {
        block(
            0x0a0d_0d0a, number(0x1a2b_3c4d) + number(UInt32(1), 2) + number(0, 2) + [UInt8](repeating: 255, count: 8))
    }

    func interface(link: UInt32, resolution: UInt8 = 6, offset: Int64 = 0) -> Self {
        let halves = [UInt32(truncatingIfNeeded: offset >> 32), UInt32(truncatingIfNeeded: offset)].map { number($0) }
        let ordered = isLittleEndian ? halves.reversed() : halves
        let options =
            number(9, 2) + number(1, 2) + [resolution, 0, 0, 0] + number(14, 2) + number(8, 2)
            + ordered.flatMap { $0 } + number(0, 2) + number(0, 2)
        return block(1, number(link, 2) + [0, 0] + number(0) + options)
    }

    func packet(at ticks: UInt64, _ packet: [UInt8]) -> Self {
        let count = number(UInt32(packet.count))
        let time = number(UInt32(truncatingIfNeeded: ticks >> 32)) + number(UInt32(truncatingIfNeeded: ticks))
        return block(6, number(0) + time + count + count + packet)
    }

    private func number(_ value: UInt32, _ size: Int = 4) -> [UInt8] {
        let bytes = (0..<size).map { UInt8(truncatingIfNeeded: value >> UInt32(8 * $0)) }
        return isLittleEndian ? bytes : bytes.reversed()
    }
}
