import Glibc
import NetTypes

/// A TCP connection that speaks whatever a test wants it to.
final class RawConnection {
    private var descriptor: Int32
    private var buffer: [UInt8] = []

    init(port: UInt16) throws {
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = htons(port)
        address.sin_addr.s_addr = htonl(0x7f00_0001)
        // Nothing in these tests takes that long: it is for a server that hangs.
        var limit = timeval(tv_sec: 60, tv_usec: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
        let result = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard result == 0 else { throw ConnectionError.notConnected(errno) }
    }

    deinit { if descriptor >= 0 { close(descriptor) } }

    enum ConnectionError: Error { case notConnected(Int32), ended }

    struct Answer {
        let status: Int
        let headers: [String: String]
        let body: [UInt8]
        /// The names of all header fields, as often as they stand there.
        let names: [String]

        func fieldCount(of name: String) -> Int { names.count { $0 == name } }
        var text: String { String(decoding: body, as: UTF8.self) }
    }

    func send(_ text: String) { send(Array(text.utf8)) }

    func send(_ bytes: [UInt8]) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
            guard count > 0 else { return }
            rest = rest.dropFirst(count)
        }
    }

    /// Ends the connection as a machine that is switched off and on again does: by RST.
    func abort() {
        var hard = linger(l_onoff: 1, l_linger: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_LINGER, &hard, socklen_t(MemoryLayout<linger>.size))
        close(descriptor)
        descriptor = -1
    }

    /// The next answer; its body as long as it says itself, or empty where it answers HEAD.
    func answer(toHead isHead: Bool = false) throws -> Answer {
        let lines = String(decoding: try read(until: Array("\r\n\r\n".utf8)), as: UTF8.self)
            .split(separator: "\r\n").map(String.init)
        guard let status = lines.first?.split(separator: " ").dropFirst().first.flatMap({ Int($0) }) else {
            throw ConnectionError.ended
        }
        var headers: [String: String] = [:]
        for line in lines.dropFirst() {
            let parts = line.split(separator: ":", maxSplits: 1).map(String.init)
            headers[parts[0].lowercased()] = parts.count == 2 ? String(parts[1].trimmed) : ""
        }
        let names = lines.dropFirst().map { $0.prefix { $0 != ":" }.lowercased() }
        let count = isHead ? 0 : Int(headers["content-length"] ?? "0") ?? 0
        return Answer(status: status, headers: headers, body: try read(count), names: names)
    }

    /// Whether the server has closed the connection, and sent nothing before that.
    func isClosed() -> Bool {
        guard buffer.isEmpty else { return false }
        var byte: UInt8 = 0
        let count = recv(descriptor, &byte, 1, 0)
        if count > 0 { buffer.append(byte) }
        return count == 0 || (count < 0 && errno == ECONNRESET)
    }

    /// Whether the server has closed the connection by now, whatever it sent before.
    func isOver() -> Bool {
        var bytes = [UInt8](repeating: 0, count: 65536)
        while true {
            let count = recv(descriptor, &bytes, bytes.count, Int32(MSG_DONTWAIT))
            guard count > 0 else { return count == 0 || errno != EAGAIN }
        }
    }

    func read(_ count: Int) throws -> [UInt8] {
        while buffer.count < count { try fill() }
        defer { buffer.removeFirst(count) }
        return Array(buffer.prefix(count))
    }

    private func read(until end: [UInt8]) throws -> [UInt8] {
        while true {
            if let start = buffer.indices.first(where: { buffer[$0...].starts(with: end) }) {
                defer { buffer.removeFirst(start + end.count) }
                return Array(buffer[..<start])
            }
            try fill()
        }
    }

    private func fill() throws {
        var bytes = [UInt8](repeating: 0, count: 65536)
        let count = recv(descriptor, &bytes, bytes.count, 0)
        guard count > 0 else { throw ConnectionError.ended }
        buffer += bytes.prefix(count)
    }
}
