import Curl
import Foundation
import Glibc
import HTTPWire
import LinuxIO
import MicroHTTP
import NetTypes
import Synchronization

/// A server for one test, on a free port of the loopback interface or on a Unix socket in a folder of its own.
final class ServerBench {
    let server: HTTPServer
    let port: UInt16
    let folder: Folder
    let words: Words

    /// What libmicrohttpd has said.
    final class Words: Sendable {
        private let lines = Mutex<[String]>([])
        var all: [String] { lines.withLock { $0 } }
        func add(_ line: String) { lines.withLock { $0.append(line) } }
    }

    init(
        threads: HTTPServer.Threads = .perListener, listeners count: Int = 2, limits: HTTPLimits = HTTPLimits(),
        isUnix: Bool = false, handler: @escaping @Sendable (HTTPRequest) -> HTTPResponse
    ) throws {
        folder = try Folder()
        let listeners =
            try isUnix ? [Listener.unix(folder.path + "/socket")] : Listener.tcp(.loopback, port: 0, count: count)
        port = isUnix ? 0 : Listener.port(of: listeners[0])
        let words = Words()
        self.words = words
        server = try HTTPServer(
            listeners: listeners, threads: threads, limits: limits, log: { words.add($0) }, handler: handler)
    }

    deinit { server.stop() }

    var socket: String { folder.path + "/socket" }
    var client: HTTPClient { HTTPClient(socket: socket) }
}

extension IPv4Address {
    static let loopback = Self(127, 0, 0, 1)
}

/// A folder that goes away with its object.
final class Folder {
    let path: String

    init() throws {
        path = NSTemporaryDirectory() + "/amorce-http-" + UUID().uuidString.prefix(8)
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    func write(_ bytes: [UInt8], to name: String) throws -> String {
        let file = path + "/" + name
        try Data(bytes).write(to: URL(fileURLWithPath: file))
        return file
    }
}

/// The number of descriptors of this process that are the given file.
func descriptors(of path: String) throws -> Int {
    try FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd").count { name in
        (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/fd/" + name)) == path
    }
}

/// A response with a part of a file, which is opened for it.
func fileResponse(_ path: String, offset: Int64 = 0, count: Int64, status: HTTPStatus = .ok) -> HTTPResponse {
    HTTPResponse(status, body: .file(descriptor: open(path, O_RDONLY | O_CLOEXEC), offset: offset, count: count))
}
