import BootStorm
import NetTypes
import TFTPWire
import Testing

@Suite("A simulated boot ROM's download, RFC 1350 §2")
struct FileDownloadTests {
    private func take(_ packet: TFTPPacket, from port: UInt16 = 4711, by download: inout FileDownload) throws
        -> FileDownload.Step
    {
        try download.take(packet.encoded().span, from: port)
    }

    @Test("each block is acknowledged once; a short one is the last")
    func blocks() throws {
        var download = FileDownload("menu", keepsContent: true)

        #expect(try take(.options([TFTPOption("blksize", 8)]), by: &download) == .answer)
        #expect(download.lastPacket == TFTPPacket.acknowledge(0).encoded())
        #expect(try take(.data(block: 1, Array("12345678".utf8)), by: &download) == .answer)
        #expect(try take(.data(block: 1, Array("12345678".utf8)), by: &download) == .nothing)
        #expect(try take(.data(block: 2, Array("x".utf8)), from: 4712, by: &download) == .nothing)
        #expect(try take(.data(block: 2, Array("9".utf8)), by: &download) == .whole)
        #expect(download.lastPacket == TFTPPacket.acknowledge(2).encoded())
        #expect(download.content == Array("123456789".utf8))
        #expect(download.count == 9)
    }

    @Test("an error ends it, and so does a block that is too long")
    func errors() {
        var refused = FileDownload("menu", keepsContent: true)
        var broken = FileDownload("menu", keepsContent: true)

        #expect(throws: MalformedText.self) { try take(.error(TFTPError(.fileNotFound, "none")), by: &refused) }
        #expect(throws: MalformedText.self) {
            try take(.data(block: 1, [UInt8](repeating: 0, count: 513)), by: &broken)
        }
    }
}
