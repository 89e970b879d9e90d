import BootStorm
import Testing

@Suite("A response as a simulated machine reads it")
struct ResponseReaderTests {
    @Test("it may come in pieces of any size", arguments: 1...60)
    func pieces(size: Int) throws {
        let bytes = Array("HTTP/1.1 200 OK\r\ncontent-length:  5\r\n\r\nhello".utf8)
        var reader = ResponseReader(keeping: 3)
        var progress = ResponseReader.Progress.unfinished

        for start in stride(from: 0, to: bytes.count, by: size) {
            #expect(progress == .unfinished)
            progress = try reader.take(Array(bytes[start..<min(start + size, bytes.count)]).span)
        }

        #expect(progress == .whole)
        #expect(reader.count == 5)
        #expect(reader.kept == Array("hel".utf8))
    }

    @Test("any other status is a refusal")
    func refused() throws {
        var reader = ResponseReader()

        let progress = try reader.take(Array("HTTP/1.1 403 No\r\nContent-Length: 9\r\n\r\n".utf8).span)

        #expect(progress == .refused(status: 403))
    }

    @Test(
        "what has no length, or more than it says, is no response",
        arguments: [
            "HTTP/1.1 200 OK\r\n\r\n", "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n", "SSH-2.0 200\r\n\r\n",
            "\r\n\r\n",
            "HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nab",
        ])
    func broken(text: String) {
        var reader = ResponseReader()

        #expect(throws: MalformedText.self) { try reader.take(Array(text.utf8).span) }
    }
}
