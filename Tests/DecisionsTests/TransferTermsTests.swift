import Decisions
import NetTypes
import TFTPWire
import Testing

@Suite("What is granted to a TFTP client, RFC 2347, 2348, 2349, 7440")
struct TransferTermsTests {
    @Test(
        "is never more than asked, and nothing unasked",
        arguments: [
            ([], []),
            (["blksize", "1468"], ["blksize", "1468"]),
            (["BLKSIZE", "1469"], ["BLKSIZE", "1468"]),
            (["blksize", "65464"], ["blksize", "1468"]),
            (["blksize", "99999"], ["blksize", "1468"]),
            (["blksize", "8"], ["blksize", "8"]),
            (["blksize", "7"], []),
            (["blksize", "0"], []),
            (["blksize", "-1"], []),
            (["blksize", "big"], []),
            (["blksize", ""], []),
            (["tsize", "0"], ["tsize", "4711"]),
            (["tsize", "x"], []),
            (["timeout", "1"], ["timeout", "1"]),
            (["timeout", "255"], ["timeout", "255"]),
            (["timeout", "0"], []),
            (["timeout", "256"], []),
            (["windowsize", "4"], ["windowsize", "4"]),
            (["windowsize", "64"], ["windowsize", "64"]),
            (["windowsize", "65535"], ["windowsize", "64"]),
            (["windowsize", "0"], []),
            (["windowsize", "65536"], []),
            (["multicast", ""], []),
            (["utimeout", "100"], []),
            (["blksize", "512", "blksize", "1024"], ["blksize", "512"]),
            (
                ["tsize", "0", "x", "1", "windowsize", "4", "blksize", "1468"],
                ["tsize", "4711", "windowsize", "4", "blksize", "1468"]
            ),
        ] as [([String], [String])])
    func granted(asked: [String], answered: [String]) {
        let terms = TransferTerms(granting: options(asked), size: 4711, pathMTU: 1500)

        #expect(terms.granted == options(answered))
    }

    @Test("is RFC 1350's when nothing is asked")
    func plain() {
        let terms = TransferTerms(granting: [], size: 1, pathMTU: 1500)

        #expect(terms.blockSize == 512)
        #expect(terms.window == 1)
        #expect(terms.timeout == .seconds(1))
        #expect(!terms.isSizeAsked)
    }

    @Test(
        "leaves each block whole on the way",
        arguments: [(1500, 1468), (1450, 1418), (65536, 65464), (576, 544), (0, 8)])
    func pathMTU(mtu: Int, blockSize: Int) {
        let terms = TransferTerms(granting: options(["blksize", "65464"]), size: 1, pathMTU: mtu)

        #expect(terms.blockSize == blockSize)
    }

    @Test("keeps a window's bytes within what a socket holds, in whichever order it is asked")
    func windowBytes() {
        let first = TransferTerms(
            granting: options(["windowsize", "64", "blksize", "65464"]), size: 1, pathMTU: 65536)
        let last = TransferTerms(
            granting: options(["blksize", "65464", "windowsize", "64"]), size: 1, pathMTU: 65536)

        #expect(first.granted == options(["windowsize", "2", "blksize", "65464"]))
        #expect(last.granted == options(["blksize", "65464", "windowsize", "2"]))
    }
}

@Suite("The path in a TFTP request")
struct TransferPathTests {
    @Test(
        "is brought into one form",
        arguments: [
            ("pxelinux.0", "pxelinux.0"),
            ("/pxelinux.0", "pxelinux.0"),
            ("//grubx64.efi", "grubx64.efi"),
            ("boot\\x64\\wdsnbp.com", "boot/x64/wdsnbp.com"),
            ("./a//b/./c/", "a/b/c"),
            ("../etc/passwd", "../etc/passwd"),
            ("a/../b", "a/../b"),
            ("pxelinux.0 ", "pxelinux.0"),
            ("pxelinux.0\r\n", "pxelinux.0"),
            ("a b", "a b"),
            ("é/ü", "é/ü"),
            ("...", "..."),
            ("", nil),
            ("/", nil),
            (".", nil),
            (" ", nil),
            ("a\nb", nil),
            ("a\u{7f}b", nil),
        ] as [(String, String?)])
    func normalised(name: String, path: String?) {
        #expect(TransferPath(TFTPText(name))?.text == path)
    }

    @Test("loses the 0xff that PXE ROMs read behind a name without a NUL")
    func trailingJunk() {
        #expect(TransferPath(TFTPText(Array("pxelinux.0".utf8) + [0xff]))?.text == "pxelinux.0")
        #expect(TransferPath(TFTPText([0xff, 0xff])) == nil)
    }

    @Test("is none where it is not UTF-8")
    func notUTF8() { #expect(TransferPath(TFTPText([0x61, 0xe9, 0x62])) == nil) }
}

@Suite("Netascii, RFC 764")
struct TransferTextTests {
    @Test(
        "ends lines in CR LF and keeps other CRs apart",
        arguments: [
            ("", ""), ("a", "a"), ("a\n", "a\r\n"), ("a\r", "a\r\0"), ("a\r\nb", "a\r\0\r\nb"), ("\n\n", "\r\n\r\n"),
        ])
    func converted(text: String, wire: String) {
        #expect(text.utf8.asNetascii == Array(wire.utf8))
    }
}

@Suite("Admission of a TFTP client")
struct TransferAdmissionTests {
    @Test("ends at the limit of all and at that of one address, and says which")
    func limits() throws {
        let limits = TransferLimits(total: 8, perSource: 3)

        #expect(limits.refusal(running: 7, ofSource: 2) == nil)
        #expect(try #require(limits.refusal(running: 8, ofSource: 0)).text.description.contains("8 transfers"))
        #expect(try #require(limits.refusal(running: 3, ofSource: 3)).text.description.contains("this address"))
    }

    @Test("is not for the ports of other services", arguments: [0, 7, 19, 53, 67, 69, 123] as [UInt16])
    func servicePorts(port: UInt16) { #expect(isServicePort(port)) }

    @Test(
        "is for the ports that firmware uses",
        arguments: [1024, 1045, 1900, 2070, 5353, 25300, 49152, 65535] as [UInt16])
    func clientPorts(port: UInt16) { #expect(!isServicePort(port)) }
}

/// Names and values, by turns.
private func options(_ texts: [String]) -> [TFTPOption] {
    stride(from: 0, to: texts.count, by: 2).map { TFTPOption(TFTPText(texts[$0]), TFTPText(texts[$0 + 1])) }
}
