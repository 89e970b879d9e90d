import HTTPWire
import MicroHTTP
import NetTypes
import Testing

@Suite("What the HTTP server sends, RFC 9110 §8.6, §9.3, RFC 9112")
struct AnswerTests {
    @Test("a page has its exact length, and no chunks")
    func page() throws {
        let bench = try ServerBench { .text(.ok, "\($0.method.rawValue) \($0.path) \($0.peer?.description ?? "-")") }
        let connection = try RawConnection(port: bench.port)

        connection.send("GET /boot.ipxe HTTP/1.1\r\nHost: a\r\n\r\n")
        let answer = try connection.answer()

        #expect(answer.status == 200)
        #expect(answer.text == "GET /boot.ipxe 127.0.0.1")
        #expect(answer.headers["content-length"] == "24")
        #expect(answer.headers["content-type"] == "text/plain; charset=utf-8")
        #expect(answer.headers["transfer-encoding"] == nil)
    }

    @Test("HEAD is GET without the body, and the connection goes on (EDK2 #9920)", arguments: [0, 1, 70_000])
    func head(size: Int) throws {
        let folder = try Folder()
        let file = try folder.write([UInt8](repeating: 7, count: size), to: "linux")
        let bench = try ServerBench { _ in fileResponse(file, count: Int64(size)) }
        let connection = try RawConnection(port: bench.port)

        connection.send("HEAD /linux HTTP/1.1\r\nHost: a\r\n\r\n")
        let head = try connection.answer(toHead: true)
        connection.send("GET /linux HTTP/1.1\r\nHost: a\r\n\r\n")
        let whole = try connection.answer()

        #expect(head.headers["content-length"] == "\(size)")
        #expect(head.headers["connection"] == nil)
        #expect(head.headers.filter { $0.key != "date" } == whole.headers.filter { $0.key != "date" })
        #expect(whole.body.count == size)
    }

    @Test(
        "no refusal is empty, and the connection goes on: shim waits for ever on an empty 404", arguments: [404, 416])
    func refusal(status: UInt16) throws {
        let file = try Folder()
        let path = try file.write([], to: "empty")
        let bench = try ServerBench { request in
            request.path == "/file"
                ? fileResponse(path, count: 0, status: HTTPStatus(rawValue: status))
                : HTTPResponse(HTTPStatus(rawValue: status), body: .bytes([]))
        }
        let connection = try RawConnection(port: bench.port)

        for target in ["/file", "/bytes"] {
            connection.send("GET \(target) HTTP/1.1\r\nHost: a\r\n\r\n")
            let answer = try connection.answer()

            #expect(answer.status == Int(status))
            #expect(!answer.body.isEmpty)
        }
    }

    @Test("204 has no length, 304 the file's own (RFC 9110 §8.6), and the connection goes on")
    func empty() throws {
        let bench = try ServerBench { request in
            request.path == "/204"
                ? HTTPResponse(.noContent, headers: ["ETag": "\"1\""], body: .bytes([]))
                : HTTPResponse(.notModified, headers: ["ETag": "\"1\"", "Content-Length": "1000"], body: .bytes([]))
        }
        let connection = try RawConnection(port: bench.port)

        for status in [204, 304, 204] {
            connection.send("GET /\(status) HTTP/1.1\r\nHost: a\r\n\r\n")
            let answer = try connection.answer(toHead: true)

            #expect(answer.status == status)
            #expect(answer.headers["etag"] == "\"1\"")
            #expect(answer.headers["content-length"] == (status == 204 ? nil : "1000"))
            #expect(answer.fieldCount(of: "content-length") == (status == 204 ? 0 : 1))
            #expect(answer.headers["transfer-encoding"] == nil)
        }
    }

    @Test("a header that is empty or would end its line is left out (EDK2 #7443)")
    func headers() throws {
        let bench = try ServerBench { _ in
            HTTPResponse(
                .ok, headers: ["Empty": "", "Split": "a\r\nEvil: b", "Null": "a\0b", "Kept": "c"],
                body: .bytes([1]))
        }
        let connection = try RawConnection(port: bench.port)

        connection.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
        let answer = try connection.answer()

        #expect(Set(answer.headers.keys) == ["date", "content-length", "kept"])
    }

    @Test("the handler gets the path, the query and the headers as they were meant")
    func request() throws {
        let bench = try ServerBench { request in
            let query = request.query.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
            return .text(.ok, "\(request.path) \(query.joined(separator: ",")) \(request.headers["x-name"] ?? "")")
        }
        let connection = try RawConnection(port: bench.port)

        connection.send("GET /a%20b?after=%2F%3d1&b HTTP/1.1\r\nHost: a\r\nX-NAME: v\r\n\r\n")

        #expect(try connection.answer().text == "/a b after=/=1,b= v")
    }

    @Test(
        "an escape that stands for nothing is refused before anyone acts on it",
        arguments: ["/linux%00.cfg", "/build%2ftoken", "/%", "/%zz", "/a?b=%00", "/a?%f=1"])
    func escapes(target: String) throws {
        let bench = try ServerBench { _ in .text(.ok, "acted") }
        let connection = try RawConnection(port: bench.port)

        connection.send("GET \(target) HTTP/1.1\r\nHost: a\r\n\r\n")
        let answer = try connection.answer()

        #expect(answer.status == 400)
        #expect(answer.text.contains("escape"))
    }
}
