import LinuxIO
import NetTypes
import Testing

/// As Linux 6 sent them on x86-64 when a veth pair was made, got its address and lost it, and went; of the links' many
/// attributes only the first are kept, and the length is what is left.
private let newPeer = "28000000 1000 0000 00000000 00000000 00000100 02000000 02100000 ffffffff 0700 0300 703000 00"
private let newLink = "28000000 1000 0000 00000000 00000000 00000100 03000000 03100000 01000000 0800 0300 62723000"
private let newAddress = """
    4c000000 1400 0000 1547016b 49150000 02188000 03000000 08000100 0a4d0001 08000200 0a4d0001 08000300 62723000
    08000800 80000000 14000600 ffffffff ffffffff 3a491d00 3a491d00
    """
private let lostAddress = """
    4c000000 1500 0000 1547016b 4a150000 02188000 03000000 08000100 0a4d0001 08000200 0a4d0001 08000300 62723000
    08000800 80000000 14000600 ffffffff ffffffff 3a491d00 3a491d00
    """
private let lostLink = """
    30000000 1100 0000 00000000 00000000 00000100 03000000 02100000 ffffffff 0800 0d00 e8030000 0800 0300 62723000
    """

/// The bytes that two digits each stand for.
private func bytes(_ text: String) -> [UInt8] {
    let digits = text.filter(\.isHexDigit)
    return stride(from: 0, to: digits.count - 1, by: 2).compactMap { place in
        let start = digits.index(digits.startIndex, offsetBy: place)
        return UInt8(digits[start..<digits.index(start, offsetBy: 2)], radix: 16)
    }
}

private func notices(_ text: String) -> [InterfaceNotice] { InterfaceNotice.all(in: bytes(text).span) }

@Suite("What the kernel tells about interfaces, rtnetlink(7)")
struct InterfaceNoticeTests {
    @Test("a datagram is read message by message")
    func messages() {
        #expect(notices(newPeer) == [.link(index: 2, name: "p0")])
        #expect(
            notices(newLink + newAddress + lostAddress + lostLink) == [
                .link(index: 3, name: "br0"), .address(index: 3), .address(index: 3), .link(index: 3, name: "br0"),
            ])
        #expect(notices("").isEmpty)
    }

    @Test("messages of other types are passed over; an error or an overrun means that something was lost")
    func others() {
        #expect(notices("14000000 1800 0000 00000000 00000000 aabbccdd" + newLink) == notices(newLink))
        #expect(notices("10000000 0400 0000 00000000 00000000" + newLink) == [.lost] + notices(newLink))
        #expect(notices("14000000 0200 0000 00000000 00000000 a0ffffff") == [.lost])
    }

    @Test("a link without a name is told by its number")
    func nameless() {
        #expect(
            notices("20000000 1000 0000 00000000 00000000 00000100 07000000 00000000 00000000") == [
                .link(index: 7, name: "")
            ])
    }

    @Test(
        "what cannot be read counts as lost, and ends it",
        arguments: [
            "0f000000 1000 0000 00000000 00000000", "00000000 1000 0000 00000000 00000000",
            "ffffffff 1000 0000 00000000 00000000", "10000000 10",
            // Messages that are shorter than what their type has.
            "10000000 1000 0000 00000000 00000000" + newLink, "14000000 1400 0000 00000000 00000000 02188000",
            // Attributes that are shorter than their header, and longer than the message.
            "24000000 1000 0000 00000000 00000000 00000100 07000000 00000000 00000000 0300 0300",
            "24000000 1000 0000 00000000 00000000 00000100 07000000 00000000 00000000 0900 0300",
        ])
    func broken(text: String) { #expect(notices(text) == [.lost]) }

    @Test("no beginning of a message, and no byte that is another, does harm")
    func noise() {
        let whole = bytes(newLink + newAddress + lostLink)
        for count in 0...whole.count { _ = InterfaceNotice.all(in: Array(whole.prefix(count)).span) }
        var count = 0
        for place in whole.indices {
            for value: UInt8 in [0, 1, 3, 4, 15, 16, 0x7F, 0xFF] {
                var other = whole
                other[place] = value
                count += InterfaceNotice.all(in: other.span).count
            }
        }
        #expect(count > whole.count)
    }

    @Test("the kernel's socket can be had, and read when nothing was told")
    func quiet() throws {
        let socket = try InterfaceNotices()

        _ = socket.receive()

        #expect(socket.descriptor >= 0)
    }
}
