import Foundation
import Glibc
import HTTPWire
import LinuxIO
import MicroHTTP
import NetTypes
import Synchronization
import Testing

@Suite("The HTTP server's start and end")
struct LifeTests {
    @Test("stopping waits for the request that is being answered, and closes the listener")
    func stop() throws {
        let (entered, mayLeave) = (Signal(), Signal())
        let hasLeft = Atomic(false)
        let listener = try Listener.tcp(.loopback, port: 0)
        let port = Listener.port(of: listener)
        var facts = stat()
        try #require(fstat(listener, &facts) == 0)
        let server = try HTTPServer(listeners: [listener], threads: .perConnection) { _ in
            entered.broadcast()
            mayLeave.wait(beyond: 0, for: .seconds(20))
            hasLeft.store(true, ordering: .releasing)
            return .text(.ok, "done")
        }
        let connection = try RawConnection(port: port)
        connection.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
        entered.wait(beyond: 0, for: .seconds(20))

        let other = Thread { mayLeave.broadcast() }
        other.start()
        server.stop()

        let hadLeft = hasLeft.load(ordering: .acquiring)
        #expect(hadLeft)
        // Its port may be another test's by now.
        #expect(try descriptors(of: "socket:[\(facts.st_ino)]") == 0)
    }

    @Test("stopping twice is stopping once")
    func stopTwice() throws {
        let bench = try ServerBench { _ in .text(.ok, "") }

        bench.server.stop()
        bench.server.stop()

        #expect(throws: RawConnection.ConnectionError.self) { try RawConnection(port: bench.port) }
    }

    @Test("a server that goes away has stopped")
    func release() throws {
        let listener = try Listener.tcp(.loopback, port: 0)
        let port = Listener.port(of: listener)

        _ = try HTTPServer(listeners: [listener], threads: .perListener) { _ in .text(.ok, "") }

        #expect(throws: RawConnection.ConnectionError.self) { try RawConnection(port: port) }
    }

    @Test("what cannot be served is closed, and the error has the library's words")
    func failure() throws {
        let folder = try Folder()
        let path = try folder.write([1], to: "no-socket")
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)

        let error = #expect(throws: HTTPServerError.self) {
            try HTTPServer(listeners: [descriptor], threads: .perListener) { _ in .text(.ok, "") }
        }

        #expect("\(try #require(error))".hasPrefix("the HTTP server does not start: "))
        #expect(try descriptors(of: path) <= 1)
    }
}
