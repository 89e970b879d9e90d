import Decisions
import Foundation
import Glibc
import HTTPWire
import LinuxIO
import MicroHTTP
import NetTypes
import Testing

@Suite("Files over HTTP")
struct FileTests {
    /// Blocks of 64 KiB, each of them different.
    private func image(_ blocks: Int, in folder: Folder) throws -> String {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(blocks << 16)
        for block in 0..<blocks {
            bytes += [UInt8(block >> 8), UInt8(block & 0xff)]
            bytes += [UInt8](repeating: UInt8(block % 251), count: 65534)
        }
        return try folder.write(bytes, to: "initrd.gz")
    }

    private func bench(serving path: String) throws -> ServerBench {
        let root = try RootDirectory((path as NSString).deletingLastPathComponent)
        return try ServerBench { request in
            guard let file = try? root.open("initrd.gz") else { return .text(.notFound, "gone\n") }
            let answer = StaticFile(request, path: "initrd.gz", size: file.size, modified: file.modified, tag: "1")
            return HTTPResponse(
                answer.status, headers: answer.headers,
                body: .file(descriptor: file.release(), offset: answer.offset, count: answer.count))
        }
    }

    @Test("of 100 MB arrive byte for byte with curl, whole and resumed")
    func curl() throws {
        let folder = try Folder()
        let path = try image(1600, in: folder)
        let bench = try bench(serving: path)
        let (whole, resumed) = (folder.path + "/whole", folder.path + "/resumed")
        let url = "http://127.0.0.1:\(bench.port)/initrd.gz"

        try run("/usr/bin/curl", "-sSf", "--noproxy", "*", "-o", whole, url)
        try run("/usr/bin/curl", "-sSf", "--noproxy", "*", "-r", "0-70000000", "-o", resumed, url)
        try run("/usr/bin/curl", "-sSf", "--noproxy", "*", "-C", "-", "-o", resumed, url)

        #expect(FileManager.default.contentsEqual(atPath: path, andPath: whole))
        #expect(FileManager.default.contentsEqual(atPath: path, andPath: resumed))
    }

    @Test("whose transfer broke are resumed, but not with another state of the file")
    func resumed() throws {
        let folder = try Folder()
        let path = try image(16, in: folder)
        let bench = try bench(serving: path)
        let (got, head) = (folder.path + "/got", folder.path + "/head")
        let url = "http://127.0.0.1:\(bench.port)/initrd.gz"

        try run("/usr/bin/curl", "-sSf", "--noproxy", "*", "-r", "0-99999", "-o", got, url)
        try run("/usr/bin/curl", "-sSf", "--noproxy", "*", "-C", "-", "-H", "If-Match: \"1\"", "-o", got, url)
        try run("/usr/bin/curl", "-sS", "--noproxy", "*", "-I", "-H", "If-Match: \"2\"", "-o", head, url)

        #expect(FileManager.default.contentsEqual(atPath: path, andPath: got))
        #expect(try String(contentsOfFile: head, encoding: .utf8).hasPrefix("HTTP/1.1 412 "))
    }

    @Test("follow their HEAD on one connection of curl")
    func oneConnection() throws {
        let folder = try Folder()
        let path = try image(16, in: folder)
        let bench = try bench(serving: path)
        let (got, said) = (folder.path + "/got", folder.path + "/said")
        let url = "http://127.0.0.1:\(bench.port)/initrd.gz"

        let options = "-sS --noproxy '*' -w '%{num_connects} '"
        try run(
            "/bin/sh", "-c",
            "curl \(options) -I -o /dev/null \(url) --next \(options) -o '\(got)' \(url) > '\(said)'")

        #expect(try String(contentsOfFile: said, encoding: .utf8) == "1 0 ")
        #expect(FileManager.default.contentsEqual(atPath: path, andPath: got))
    }

    @Test("that are read slowly keep nobody else waiting")
    func slowReaders() throws {
        let folder = try Folder()
        let path = try image(320, in: folder)
        let bench = try ServerBench(listeners: 1) { _ in fileResponse(path, count: 320 << 16) }
        // More than the kernel's buffers hold: the server can't be rid of them.
        let slow = try (0..<8).map { _ in try RawConnection(port: bench.port) }
        for connection in slow {
            connection.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
            _ = try connection.read(1000)
        }
        let quick = try RawConnection(port: bench.port)

        quick.send("HEAD / HTTP/1.1\r\nHost: a\r\n\r\n")

        #expect(try quick.answer(toHead: true).status == 200)
        for connection in slow { _ = try connection.read((320 << 16) - 1000) }
    }

    @Test("are sent in part, at their edges and across blocks")
    func parts() throws {
        let folder = try Folder()
        let path = try image(1600, in: folder)
        let file = try #require(FileHandle(forReadingAtPath: path))
        let bench = try bench(serving: path)
        let connection = try RawConnection(port: bench.port)

        for (range, offset, count) in [
            ("bytes=0-0", 0, 1), ("bytes=65530-65545", 65530, 16), ("bytes=-1", 104_857_599, 1),
            ("bytes=104857599-", 104_857_599, 1), ("bytes=52428799-52999999", 52_428_799, 571_201),
        ] {
            connection.send("GET /initrd.gz HTTP/1.1\r\nHost: a\r\nRange: \(range)\r\n\r\n")
            let answer = try connection.answer()

            try file.seek(toOffset: UInt64(offset))
            #expect(answer.status == 206)
            #expect(answer.headers["content-range"] == "bytes \(offset)-\(offset + count - 1)/104857600")
            #expect(try Data(answer.body) == file.read(upToCount: count))
        }
    }

    @Test("leave no descriptor behind, however the answer goes", arguments: ["GET", "HEAD"])
    func descriptorsClosed(method: String) throws {
        let folder = try Folder()
        let path = try folder.write([1, 2, 3], to: "linux")
        let bench = try ServerBench { request in
            switch request.path {
            case "/none": fileResponse(path, count: 0)
            case "/part": fileResponse(path, offset: 1, count: 2, status: .partialContent)
            // The library takes no such status: queueing fails.
            case "/odd": fileResponse(path, count: 3, status: HTTPStatus(rawValue: 7))
            default: fileResponse(path, count: 3)
            }
        }

        for target in ["/all", "/none", "/part", "/odd"] {
            let connection = try RawConnection(port: bench.port)
            connection.send("\(method) \(target) HTTP/1.1\r\nHost: a\r\n\r\n")
            _ = try? connection.answer(toHead: method == "HEAD")
        }
        bench.server.stop()

        #expect(try descriptors(of: path) == 0)
    }

    @Test("that nobody waits for any more are closed while the server goes on")
    func aborted() throws {
        let folder = try Folder()
        let path = try image(160, in: folder)
        let bench = try bench(serving: path)

        for _ in 0..<50 {
            let connection = try RawConnection(port: bench.port)
            connection.send("GET /initrd.gz HTTP/1.1\r\nHost: a\r\n\r\n")
            _ = try connection.read(1000)
            connection.abort()
        }
        // Each of these requests gives the server another turn to see who has gone.
        var tries = 0
        while try descriptors(of: path) > 0, tries < 5000 {
            let connection = try RawConnection(port: bench.port)
            connection.send("HEAD /none HTTP/1.1\r\nHost: a\r\n\r\n")
            _ = try connection.answer(toHead: true)
            tries += 1
        }

        #expect(try descriptors(of: path) == 0)
    }

    @Test("tell once whether all of them was sent")
    func endings() throws {
        let folder = try Folder()
        let path = try image(160, in: folder)
        let told = ServerBench.Words()
        let bench = try ServerBench { request in
            var response = fileResponse(path, count: 160 << 16)
            response.ending = HTTPResponse.Ending { isWhole, _ in told.add("\(request.path) \(isWhole)") }
            return response
        }
        let (read, left) = (try RawConnection(port: bench.port), try RawConnection(port: bench.port))

        read.send("GET /read HTTP/1.1\r\nHost: a\r\n\r\n")
        _ = try read.answer()
        left.send("GET /left HTTP/1.1\r\nHost: a\r\n\r\n")
        _ = try left.read(1000)
        left.abort()
        bench.server.stop()

        #expect(told.all.sorted() == ["/left false", "/read true"])
    }
}

/// Runs a program to its end.
private func run(_ program: String, _ arguments: String...) throws {
    let process = try Process.run(URL(fileURLWithPath: program), arguments: arguments)
    process.waitUntilExit()
    try #require(process.terminationStatus == 0)
}
