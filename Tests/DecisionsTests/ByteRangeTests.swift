import Decisions
import Testing

@Suite("Byte ranges, RFC 9110 §14.1.2")
struct ByteRangeTests {
    /// The RFC's own examples, of a representation of 10000 bytes.
    @Test(
        "name a part of a file",
        arguments: [
            ("bytes=0-499", 0, 500), ("bytes=500-999", 500, 500), ("bytes=-500", 9500, 500), ("bytes=9500-", 9500, 500),
            ("bytes=0-0", 0, 1), ("bytes=-1", 9999, 1), ("Bytes= 0-499 ", 0, 500),
            // Behind the end: as far as there is something.
            ("bytes=9999-10000", 9999, 1), ("bytes=-20000", 0, 10000),
            ("bytes=0-99999999999999999999", 0, 10000), ("bytes=-99999999999999999999", 0, 10000),
        ])
    func parts(header: String, offset: Int64, count: Int64) throws {
        let range = try #require(ByteRange(header))

        let part = try #require(range.resolved(in: 10000))

        #expect(part.offset == offset)
        #expect(part.count == count)
    }

    @Test(
        "that a file has nothing of",
        arguments: ["bytes=10000-", "bytes=-0", "bytes=99999999999999999999-", "bytes=10000-20000"])
    func nothing(header: String) throws {
        #expect(try #require(ByteRange(header)).resolved(in: 10000) == nil)
    }

    @Test("are never those of an empty file", arguments: ["bytes=0-0", "bytes=-1", "bytes=0-"])
    func emptyFile(header: String) throws {
        #expect(try #require(ByteRange(header)).resolved(in: 0) == nil)
    }

    @Test(
        "that are not one range are not taken: the whole file is sent (RFC 9110 §14.2)",
        arguments: [
            "", "bytes", "bytes=", "bytes=-", "bytes=500-499", "bytes=0-0,-1", "bytes= 0-999, 4500-5499, -1000",
            "lines=0-1",
            "bytes=a-b", "bytes=0x1-2", "bytes=+1-2", "bytes=1--2", "bytes=1-2-3", "bytes=٣-٤",
        ])
    func others(header: String) {
        #expect(ByteRange(header) == nil)
    }
}
