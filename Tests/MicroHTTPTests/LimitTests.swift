import Glibc
import HTTPWire
import LinuxIO
import MicroHTTP
import NetTypes
import Testing

@Suite("The HTTP server's limits")
struct LimitTests {
    private static let small = HTTPLimits(
        connections: 100, connectionsPerPeer: 3, idle: .seconds(1), headerBytes: 2048, bodyBytes: 1000)

    @Test("a body up to its limit arrives whole", arguments: [0, 1, 999_999, 1_000_000])
    func bodies(size: Int) throws {
        let bench = try ServerBench(limits: HTTPLimits(bodyBytes: 1_000_000)) { request in
            .text(.ok, "\(request.body.count) \(request.body.allSatisfy { $0 == 97 })")
        }
        let connection = try RawConnection(port: bench.port)

        connection.send("POST /log HTTP/1.1\r\nHost: a\r\nContent-Length: \(size)\r\n\r\n")
        connection.send([UInt8](repeating: 97, count: size))

        #expect(try connection.answer().text == "\(size) true")
    }

    @Test("a body that says it is longer is refused before it is sent")
    func announced() throws {
        let bench = try ServerBench(limits: Self.small) { _ in .text(.ok, "acted") }
        let connection = try RawConnection(port: bench.port)

        connection.send("POST /log HTTP/1.1\r\nHost: a\r\nContent-Length: 1001\r\n\r\n")
        let answer = try connection.answer()

        #expect(answer.status == 413)
        #expect(answer.text == "a body of at most 1000 bytes is taken\n")
    }

    @Test("a body that turns out to be longer is refused")
    func chunked() throws {
        let bench = try ServerBench(limits: Self.small) { _ in .text(.ok, "acted") }
        let connection = try RawConnection(port: bench.port)

        connection.send("POST /log HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n")
        connection.send("3e9\r\n" + String(repeating: "a", count: 1001) + "\r\n0\r\n\r\n")

        #expect(try connection.answer().status == 413)
    }

    @Test("a body without end is cut off")
    func endless() throws {
        let bench = try ServerBench(limits: Self.small) { _ in .text(.ok, "acted") }
        let connection = try RawConnection(port: bench.port)

        connection.send("POST /log HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n")
        for _ in 0..<5 { connection.send("3e8\r\n" + String(repeating: "a", count: 1000) + "\r\n") }

        #expect(connection.isClosed())
    }

    @Test("all bodies together are limited, and each makes room when it has gone")
    func together() throws {
        let limits = HTTPLimits(connectionsPerPeer: 100, bodyBytes: 1000, allBodyBytes: 1500)
        let bench = try ServerBench(limits: limits) { .text(.ok, "\($0.body.count)") }
        let head = "POST /log HTTP/1.1\r\nHost: a\r\nContent-Length: 1000\r\n\r\n"

        // The first holds its bytes until it sends its last: where the second is refused, the first is there. Where the
        // second was quicker, the first is refused in its place, and both begin again.
        var held: RawConnection?
        while held == nil {
            let slow = try RawConnection(port: bench.port)
            slow.send(head + String(repeating: "a", count: 999))
            let other = try RawConnection(port: bench.port)
            other.send(head + String(repeating: "a", count: 1000))
            let isRefused = try other.answer().status == 503
            slow.send("a")
            if isRefused, try slow.answer().text == "1000" { held = slow }
        }
        let slow = try #require(held)
        slow.send(head + String(repeating: "a", count: 1000))

        #expect(try slow.answer().text == "1000")
    }

    @Test("header fields that are too long are refused")
    func headers() throws {
        let bench = try ServerBench(limits: Self.small) { _ in .text(.ok, "acted") }
        let connection = try RawConnection(port: bench.port)

        connection.send("GET / HTTP/1.1\r\nHost: a\r\nLong: " + String(repeating: "a", count: 3000) + "\r\n\r\n")

        #expect(try connection.answer().status == 431)
    }

    @Test("one peer has so many connections and no more, and the server says so")
    func connections() throws {
        let bench = try ServerBench(limits: Self.small) { _ in .text(.ok, "acted") }

        var kept: [RawConnection] = []
        for _ in 0..<3 {
            let connection = try RawConnection(port: bench.port)
            connection.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
            _ = try connection.answer()
            kept.append(connection)
        }
        let excess = try RawConnection(port: bench.port)

        #expect(excess.isClosed())
        #expect(kept.count == 3)
    }

    @Test("beyond the limit of a pool a connection waits for another to end")
    func waiting() throws {
        let limits = HTTPLimits(connections: 2, connectionsPerPeer: 100)
        let bench = try ServerBench(listeners: 1, limits: limits) { _ in .text(.ok, "acted") }
        var kept = try answered(2, by: bench)
        let third = try RawConnection(port: bench.port)
        third.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n")

        kept.removeAll()

        #expect(try third.answer().status == 200)
    }

    @Test("beyond the limit of a server with a thread each a connection is closed, and the server says so")
    func closed() throws {
        let limits = HTTPLimits(connections: 2, connectionsPerPeer: 100)
        let bench = try ServerBench(threads: .perConnection, listeners: 1, limits: limits) { _ in .text(.ok, "acted") }
        let kept = try answered(2, by: bench)

        let third = try RawConnection(port: bench.port)

        #expect(third.isClosed())
        #expect(bench.words.all.contains { $0.contains("connection limit") })
        #expect(kept.count == 2)
    }

    /// Connections that have had an answer, and stay.
    private func answered(_ count: Int, by bench: ServerBench) throws -> [RawConnection] {
        try (0..<count).map { _ in
            let connection = try RawConnection(port: bench.port)
            connection.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
            _ = try connection.answer()
            return connection
        }
    }

    @Test("a connection that says nothing is closed")
    func idle() throws {
        let bench = try ServerBench(limits: Self.small) { _ in .text(.ok, "acted") }
        let connection = try RawConnection(port: bench.port)

        connection.send("GET / HT")

        #expect(connection.isClosed())
    }

    @Test("who sends a byte now and then has the connection as long as a request may take, and no longer")
    func dripping() throws {
        let bench = try ServerBench(limits: HTTPLimits(idle: .hours(1), request: .seconds(1))) {
            .text(.ok, "\($0.body.count)")
        }

        for start in ["GET / HTTP/1.1\r\nLong: ", "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 4000\r\n\r\n"] {
            let connection = try RawConnection(port: bench.port)
            connection.send(start)
            // A byte of each is never the last one.
            for _ in 0..<3000 where !connection.isOver() {
                connection.send("a")
                usleep(20_000)
            }

            #expect(connection.isOver())
        }
    }

    @Test("a connection may be asked again and again, for longer than one request may take")
    func manyRequests() throws {
        let bench = try ServerBench(listeners: 1, limits: HTTPLimits(idle: .hours(1), request: .seconds(1))) { _ in
            .text(.ok, "a")
        }
        let silent = try RawConnection(port: bench.port)
        let busy = try RawConnection(port: bench.port)

        while !silent.isOver() {
            busy.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
            #expect(try busy.answer().text == "a")
        }
        busy.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n")

        #expect(try busy.answer().text == "a")
    }

    @Test("who reads an answer slowly has all the time that it takes")
    func slowReader() throws {
        let folder = try Folder()
        let size = 16 << 20
        let path = try folder.write([UInt8](repeating: 7, count: size), to: "initrd.gz")
        let limits = HTTPLimits(idle: .hours(1), request: .seconds(1))
        let bench = try ServerBench(listeners: 1, limits: limits) { _ in fileResponse(path, count: Int64(size)) }
        let reader = try RawConnection(port: bench.port)
        reader.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
        _ = try reader.read(1000)

        // Another one, which came later, is ended for want of a request.
        #expect(try RawConnection(port: bench.port).isClosed())

        #expect(throws: Never.self) { try reader.read(size - 1000) }
    }

    @Test("200 requests at once are all answered", arguments: [HTTPServer.Threads.perListener, .perConnection])
    func parallel(threads: HTTPServer.Threads) throws {
        let bench = try ServerBench(threads: threads) { .text(.ok, $0.path) }
        let connections = try (0..<200).map { _ in try RawConnection(port: bench.port) }

        for (number, connection) in connections.enumerated() {
            connection.send("GET /\(number) HTTP/1.1\r\nHost: a\r\n\r\n")
        }
        let answers = try connections.map { try $0.answer().text }

        #expect(answers == (0..<200).map { "/\($0)" })
    }
}
