import Glibc
import LinuxIO
import NetTypes
import Testing

@Suite("A socket that is connected")
struct ClientSocketTests {
    private static let here = IPv4Address(127, 0, 0, 1)

    @Test("hears its peer, and nobody else")
    func peer() throws {
        let peer = try UDPSocket(address: Self.here, port: 0)
        let stranger = try UDPSocket(address: Self.here, port: 0)
        let batch = try DatagramBatch(capacity: 1, bytesPerDatagram: 100)
        let socket = try ClientSocket(.datagrams, to: Self.here, port: peer.port)

        #expect(try socket.receive(upTo: 100) == nil)
        #expect(try socket.send([1, 2, 3]) == 3)
        #expect(try batch.receive(from: peer) == 1)
        let envelope = batch.envelope(0)
        for (bytes, from) in [([9], false), ([4, 5], true)] as [([UInt8], Bool)] {
            batch.clear()
            #expect(batch.append(bytes, to: envelope))
            if from { batch.send(through: peer) } else { batch.send(through: stranger) }
        }

        #expect(try socket.receive(upTo: 100) == [4, 5])
        #expect(try socket.receive(upTo: 100) == nil)
    }

    @Test("is told of a closed port")
    func closed() throws {
        let port: UInt16
        do { port = try UDPSocket(address: Self.here, port: 0).port }
        let socket = try ClientSocket(.datagrams, to: Self.here, port: port)

        _ = try socket.send([1])

        let error = #expect(throws: SystemError.self) { try socket.receive(upTo: 100) }
        #expect(error?.code == ECONNREFUSED)
    }

    @Test("carries a stream to its end, on the loop and without waiting")
    func stream() throws {
        let listener = try Listener.tcp(Self.here, port: 0)
        defer { Listener.close(listener) }
        let loop = try EventLoop(name: "client")
        try loop.start()
        defer { loop.stop() }
        let port = Listener.port(of: listener)

        let isWritable = Signal()
        let socket = try ClientSocket(.stream, to: Self.here, port: port)
        let descriptor = socket.descriptor
        try loop.enter { () throws(SystemError) in
            try loop.watchForWriting(descriptor) {
                loop.unwatch(descriptor)
                isWritable.broadcast()
            }
        }
        isWritable.wait(beyond: 0, for: .seconds(30))
        #expect(isWritable.count == 1)
        #expect(try socket.send([1, 2, 3]) == 3)

        var accepted: Int32 = -1
        while accepted < 0 { accepted = accept(listener, nil, nil) }
        var bytes = [UInt8](repeating: 0, count: 10)
        #expect(recv(accepted, &bytes, 10, 0) == 3)
        close(accepted)
        var end: [UInt8]?
        while end == nil { end = try socket.receive(upTo: 10) }
        #expect(end == [])
    }
}
