import NetTypes
import TFTPWire
import Testing

@Suite("A TFTP packet, RFC 1350 §5, RFC 2347")
struct TFTPPacketTests {
    static let packets: [(bytes: [UInt8], packet: TFTPPacket)] = [
        ([0, 1] + text("a", "octet"), .read(TFTPRequest("a"))),
        ([0, 1] + text("", "OcTet"), .read(TFTPRequest("", mode: TFTPMode("OcTet")))),
        ([0, 2] + text("b", "netascii"), .write(TFTPRequest("b", mode: .netascii))),
        ([0, 3, 0xff, 0xff, 1, 0, 2], .data(block: 65535, [1, 0, 2])),
        ([0, 3, 0, 1], .data(block: 1, [])),
        ([0, 4, 0x12, 0x34], .acknowledge(0x1234)),
        ([0, 5, 0, 8] + text("User aborted"), .error(TFTPError(.optionsRefused, "User aborted"))),
        ([0, 5, 0x99, 1, 0], .error(TFTPError(TFTPErrorCode(rawValue: 0x9901), ""))),
        ([0, 6] + text("tsize", "4711", "blksize", "8"), .options([.init("tsize", "4711"), .init("blksize", 8)])),
        ([0, 6], .options([])),
        (
            [0, 1, 0x70, 0xff, 0x5c, 0] + text("octet", "x", "", "x", "y"),
            .read(TFTPRequest(TFTPText([0x70, 0xff, 0x5c]), options: [.init("x", ""), .init("x", "y")]))
        ),
    ]

    @Test("is read and written byte for byte", arguments: packets)
    func bothWays(bytes: [UInt8], packet: TFTPPacket) throws {
        let decoded = try TFTPPacket(decoding: bytes.span)

        #expect(decoded == packet)
        #expect(decoded.encoded() == bytes)
    }

    /// What the clients of the captured boots asked: iPXE, pxelinux, OVMF (probe, then file), shim and GRUB.
    @Test(
        "of real firmware is understood",
        arguments: [
            (text("pxelinux.0", "octet", "blksize", "1432", "tsize", "0"), "pxelinux.0", ["blksize", "tsize"]),
            (
                text("pxelinux.cfg/01-52-54-00-77-01-28", "octet", "tsize", "0", "blksize", "1408"),
                "pxelinux.cfg/01-52-54-00-77-01-28", ["tsize", "blksize"]
            ),
            (
                text("bootnetx64.efi", "octet", "tsize", "0", "blksize", "1468", "windowsize", "4"),
                "bootnetx64.efi", ["tsize", "blksize", "windowsize"]
            ),
            (
                text("revocations_sku.efi", "octet", "blksize", "512", "windowsize", "4"),
                "revocations_sku.efi", ["blksize", "windowsize"]
            ),
            (
                text("/debian-installer/amd64/grub/grub.cfg", "octet", "blksize", "1024", "tsize", "0"),
                "/debian-installer/amd64/grub/grub.cfg", ["blksize", "tsize"]
            ),
        ])
    func firmware(fields: [UInt8], name: String, options: [String]) throws {
        let bytes = [0, 1] + fields

        guard case .read(let request) = try TFTPPacket(decoding: bytes.span) else {
            Issue.record("no read request")
            return
        }

        #expect("\(request.name)" == name)
        #expect(request.mode == .octet)
        #expect(request.options.map { "\($0.name)" } == options)
        #expect(TFTPPacket.read(request).encoded() == bytes)
    }

    @Test(
        "that cannot be read is an error that names the field",
        arguments: [
            ([], WireError("opcode", at: 0, .short(wanted: 2, had: 0))),
            ([0], WireError("opcode", at: 0, .short(wanted: 2, had: 1))),
            ([0, 0, 0, 0], WireError("opcode", at: 0, .invalid("0 is no TFTP packet"))),
            ([0, 7, 0, 0], WireError("opcode", at: 0, .invalid("7 is no TFTP packet"))),
            ([1, 1], WireError("opcode", at: 0, .invalid("257 is no TFTP packet"))),
            ([0, 1], WireError("file name", at: 2, .invalid("no NUL at its end"))),
            ([0, 1, 0x61], WireError("file name", at: 2, .invalid("no NUL at its end"))),
            ([0, 1, 0x61, 0], WireError("mode", at: 4, .invalid("no NUL at its end"))),
            ([0, 1, 0x61, 0, 0x6f], WireError("mode", at: 4, .invalid("no NUL at its end"))),
            ([0, 1, 0x61, 0, 0, 0x78], WireError("option name", at: 5, .invalid("no NUL at its end"))),
            ([0, 1, 0x61, 0, 0, 0x78, 0], WireError("option value", at: 7, .invalid("no NUL at its end"))),
            ([0, 3, 1], WireError("block", at: 2, .short(wanted: 2, had: 1))),
            ([0, 4], WireError("block", at: 2, .short(wanted: 2, had: 0))),
            ([0, 5, 0], WireError("error code", at: 2, .short(wanted: 2, had: 1))),
            ([0, 6, 0x78], WireError("option name", at: 2, .invalid("no NUL at its end"))),
        ] as [([UInt8], WireError)])
    func malformed(bytes: [UInt8], error: WireError) {
        #expect(throws: error) { try TFTPPacket(decoding: bytes.span) }
    }

    @Test("is read as far as it means something where boot ROMs are careless")
    func careless() throws {
        let acknowledgement: [UInt8] = [0, 4, 0, 7, 0, 0, 0]
        let errorWithoutNUL: [UInt8] = [0, 5, 0, 0, 0x61]
        let errorWithJunk: [UInt8] = [0, 5, 0, 0, 0x61, 0, 0x62]

        #expect(try TFTPPacket(decoding: acknowledgement.span) == .acknowledge(7))
        #expect(try TFTPPacket(decoding: errorWithoutNUL.span) == .error(TFTPError(.other, "a")))
        #expect(try TFTPPacket(decoding: errorWithJunk.span) == .error(TFTPError(.other, "a")))
    }

    @Test("may ask for 1468 bytes and eight options, not for one more")
    func bounds() throws {
        let name = String(repeating: "n", count: TFTPRequest.longest - 9)
        let longest = [0, 1] + text(name, "octet")
        let eight = [0, 1] + text("a", "octet") + [UInt8](repeating: 0, count: 16)

        #expect(try TFTPPacket(decoding: longest.span) == .read(TFTPRequest(TFTPText(name))))
        #expect(throws: WireError.self) { try TFTPPacket(decoding: (longest + [0]).span) }
        #expect(throws: Never.self) { try TFTPPacket(decoding: eight.span) }
        #expect(throws: WireError("options", at: 26, .invalid("more than 8 options"))) {
            try TFTPPacket(decoding: (eight + [0, 0]).span)
        }
    }

    @Test("never carries an error text that is too long for a loader's buffer")
    func longError() throws {
        let error = TFTPPacket.error(TFTPError(.other, TFTPText(String(repeating: "x", count: 9000))))

        #expect(error.encoded().count == 4 + TFTPError.longestText + 1)
    }
}

@Suite("A text in a TFTP packet")
struct TFTPTextTests {
    @Test("is printed so that it cannot disturb a log")
    func printable() {
        #expect("\(TFTPText([0x61, 0x0a, 0x1b, 0xff, 0x5c, 0x20]))" == #"a\x0a\x1b\xff\\ "#)
    }

    @Test("ends at its first NUL")
    func noNUL() { #expect(TFTPText([0x61, 0, 0x62]) == "a") }

    @Test("compares without case where names do")
    func caseless() {
        #expect(TFTPText("BlkSize").matches("blksize"))
        #expect(!TFTPText("blksize2").matches("blksize"))
        #expect(TFTPMode("OCTET") == .octet)
        #expect(TFTPMode("mail") != .octet)
    }

    @Test(
        "is a number only if it has digits and nothing else",
        arguments: [
            ("0", 0), ("1468", 1468), ("007", 7), ("9223372036854775807", .max), ("9223372036854775808", nil),
            ("", nil), ("-1", nil), ("+1", nil), (" 1", nil), ("1x", nil), ("0x10", nil),
        ] as [(String, Int64?)])
    func number(text: String, number: Int64?) { #expect(TFTPText(text).number == number) }
}

/// Texts as they stand in a packet, a NUL after each.
private func text(_ texts: String...) -> [UInt8] { texts.flatMap { Array($0.utf8) + [0] } }
