import DNSWire
import Testing

@Suite("Messages over TCP, RFC 1035 §4.2.2")
struct MessageStreamTests {
    @Test("come out whole, however they were cut on the way", arguments: 1...9)
    func pieces(size: Int) {
        let messages: [[UInt8]] = [[1, 2, 3], [], [UInt8](repeating: 7, count: 300)]
        var rest = messages.flatMap(MessageStream.framed)[...]
        var stream = MessageStream()
        var received: [[UInt8]] = []

        while !rest.isEmpty {
            stream.append(Array(rest.prefix(size)))
            rest = rest.dropFirst(size)
            while let message = stream.next() { received.append(message) }
        }

        #expect(received == messages)
    }
}
