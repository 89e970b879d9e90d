import DHCPWire
import NetTypes
import TestSupport
import Testing

@Suite("Options in `file` and `sname`, RFC 2132 §9.3")
struct OverloadTests {
    private func message(_ sizes: [Int]) -> DHCPMessage {
        .client(.inform) { options in
            for (index, size) in sizes.enumerated() {
                options.append(code: UInt8(truncatingIfNeeded: 224 + index), Array(repeating: 7, count: size))
            }
        }
    }

    @Test(
        "the largest that fit are moved until the rest has room; what was written is read in the same order",
        arguments: [
            // The message type takes three bytes, option 52 as many.
            ([10, 10], 27, nil, []), ([10, 10], 26, 1, [225]), ([120, 60, 3, 1], 20, 3, [224, 225]),
            // A third one finds room behind the first: found by the fuzzer.
            ([118, 60, 5, 1], 10, 3, [224, 225, 226]), ([200, 10], 27, 1, [225]), ([200], 20, nil, []),
        ] as [([Int], Int, UInt8?, [UInt8])])
    func overload(sizes: [Int], room: Int, fields: UInt8?, moved: [UInt8]) throws {
        var message = message(sizes)

        message.options.overload((224..<228).reversed(), leaving: room)

        #expect(try message.options.value(.overload)?.rawValue == fields)
        #expect(Set(message.options.entries.filter { $0.area != .options }.map(\.code)) == Set(moved))
        #expect(message.options.entries.first?.code == 53)
        #expect(try DHCPMessage(decoding: message.encoded().span) == message)
    }
}
