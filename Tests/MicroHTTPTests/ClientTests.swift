import Curl
import Foundation
import Glibc
import HTTPWire
import LinuxIO
import MicroHTTP
import NetTypes
import Synchronization
import Testing

@Suite("The HTTP client on a Unix socket")
struct ClientTests {
    @Test(
        "sends what it is given, and has the whole answer",
        arguments: [HTTPMethod.get, .post, .patch, .delete])
    func exchange(method: HTTPMethod) throws {
        let bench = try ServerBench(threads: .perConnection, isUnix: true) { request in
            let query = request.query.map { "\($0.key)=\($0.value)" }.joined()
            let text = "\(request.method.rawValue) \(request.path) \(query) \(request.headers["X-A"] ?? "-") "
            return HTTPResponse(
                .created, headers: ["X-B": "c: d"],
                body: .bytes(Array(text.utf8) + request.body + Array(" \(request.peer == nil)".utf8)))
        }

        let answer = try bench.client.send(
            HTTPRequest(
                method, "/api/v1/machines/a b", query: ["after": "1&2=ü"], headers: ["X-A": "b"],
                body: method == .get ? [] : [0x31, 0x32]))

        let body = method == .get ? "" : "12"
        #expect(answer.status == .created)
        #expect(answer.headers["x-b"] == "c: d")
        #expect(
            answer.body
                == .bytes(Array("\(method.rawValue) /api/v1/machines/a b after=1&2=ü b \(body) true".utf8)))
    }

    @Test("asks for no more than the head")
    func head() throws {
        let bench = try ServerBench(isUnix: true) { .text(.ok, $0.method.rawValue) }

        let answer = try bench.client.send(HTTPRequest(.head, "/"))

        #expect(answer.headers["Content-Length"] == "4")
        #expect(answer.body == .bytes([]))
    }

    @Test("takes large bodies both ways")
    func large() throws {
        let bench = try ServerBench(isUnix: true) { HTTPResponse(.ok, body: .bytes($0.body)) }
        let body = [UInt8]((0..<3_000_000).map { UInt8(truncatingIfNeeded: $0 &* 31) })

        let answer = try bench.client.send(HTTPRequest(.post, "/", body: body))

        #expect(answer.body == .bytes(body))
    }

    @Test("says when there is no socket", arguments: ["none", "none/socket", "file/socket"])
    func noSocket(name: String) throws {
        let folder = try Folder()
        _ = try folder.write([], to: "file")
        let path = folder.path + "/" + name

        #expect(throws: CurlError.noSocket(path)) { try HTTPClient(socket: path).send(HTTPRequest(.get, "/")) }
    }

    @Test("says when nobody listens: the file of a daemon that died")
    func notListening() throws {
        let folder = try Folder()
        let path = folder.path + "/socket"
        Listener.close(try Listener.unix(path))

        #expect(throws: CurlError.notListening(path)) { try HTTPClient(socket: path).send(HTTPRequest(.get, "/")) }
    }

    @Test("says when the socket is not for this user", .enabled(if: geteuid() == 0))
    func notPermitted() throws {
        let bench = try ServerBench(isUnix: true) { _ in .text(.ok, "acted") }
        let (client, path) = (bench.client, bench.socket)
        chmod(path, 0o600)
        let failure = Mutex<CurlError?>(nil)
        let done = Signal()

        // setfsuid(2) is for one thread alone: nobody asks there, and root everywhere else. Swift's Glibc lacks it.
        let symbol = try #require(dlsym(nil, "setfsuid"))
        let becomeNobody = unsafeBitCast(symbol, to: (@convention(c) (UInt32) -> Int32).self)
        let nobody = Thread {
            _ = becomeNobody(65534)
            do throws(CurlError) {
                _ = try client.send(HTTPRequest(.get, "/"))
            } catch {
                failure.withLock { $0 = error }
            }
            done.broadcast()
        }
        nobody.start()
        done.wait(beyond: 0, for: .seconds(20))

        #expect(failure.withLock { $0 } == .notPermitted(path))
    }

    @Test("gives up when its time is over, at once if there is none", arguments: [50, 0] as [Int64])
    func timedOut(milliseconds: Int64) throws {
        let mayLeave = Signal()
        let bench = try ServerBench(threads: .perConnection, isUnix: true) { _ in
            mayLeave.wait(beyond: 0, for: .seconds(20))
            return .text(.ok, "late")
        }
        defer { mayLeave.broadcast() }

        #expect(throws: CurlError.timedOut(bench.socket)) {
            try bench.client.send(HTTPRequest(.get, "/"), timeout: Interval(milliseconds: milliseconds))
        }
    }
}
