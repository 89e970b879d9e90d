import Foundation
import Glibc
import HTTPWire
import LinuxIO
import MicroHTTP
import NetTypes
import Testing

@Suite("HTTPS")
struct TLSTests {
    private static let folder =
        #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(2).joined(separator: "/")
        + "/Certificates/"

    private static func bytes(_ name: String) throws -> [UInt8] {
        try Array(Data(contentsOf: URL(fileURLWithPath: folder + name)))
    }

    private static func identity(_ name: String) throws -> TLSIdentity {
        try TLSIdentity(certificate: bytes(name + ".crt"), key: bytes(name + ".key"))
    }

    /// A server with two sockets that answers each request with its path.
    private func server(
        limits: HTTPLimits = HTTPLimits(), _ handler: @escaping @Sendable (HTTPRequest) -> HTTPResponse = Self.path
    ) throws -> (HTTPServer, port: UInt16) {
        let listeners = try Listener.tcp(.loopback, port: 0, count: 2)
        let port = Listener.port(of: listeners[0])
        let server = try HTTPServer(
            listeners: listeners, threads: .perListener, limits: limits, identity: Self.identity("first"),
            handler: handler)
        return (server, port)
    }

    private static let path: @Sendable (HTTPRequest) -> HTTPResponse = { .text(.ok, $0.path) }

    @Test("curl takes a page, a large file and its head from a server whose certificate it trusts")
    func pages() throws {
        let folder = try Folder()
        let file = try folder.write((0..<(1 << 20)).map { UInt8(truncatingIfNeeded: $0 / 251) }, to: "initrd.gz")
        let (server, port) = try server { request in
            request.path == "/file" ? fileResponse(file, count: 1 << 20) : .text(.ok, request.path)
        }
        defer { server.stop() }

        let page = try curl(trusting: "first", "https://127.0.0.1:\(port)/a/page")
        let head = try curl(trusting: "first", "-I", "https://127.0.0.1:\(port)/file")
        let got = try curl(trusting: "first", "https://127.0.0.1:\(port)/file")

        #expect(page.text == "/a/page")
        #expect(head.text.contains("Content-Length: 1048576\r\n"))
        #expect(try Array(got.bytes) == Array(Data(contentsOf: URL(fileURLWithPath: file))))
    }

    @Test("a client that does not trust the certificate, and one that speaks plain HTTP, get nothing")
    func strangers() throws {
        let (server, port) = try server()
        defer { server.stop() }

        let other = try curl(trusting: "second", "https://127.0.0.1:\(port)/page")
        let plain = try curl(trusting: "first", "http://127.0.0.1:\(port)/page")

        #expect(other.status == 60)
        #expect(plain.status != 0 && plain.bytes.isEmpty)
    }

    @Test("a renewed certificate is shown to the next client, and a transfer by the former one goes on to its end")
    func renewal() throws {
        let folder = try Folder()
        let file = try folder.write([UInt8](repeating: 7, count: 32 << 20), to: "initrd.gz")
        let (server, port) = try server { _ in fileResponse(file, count: 32 << 20) }
        defer { server.stop() }
        let got = folder.path + "/got"
        let slow = Process()
        slow.executableURL = URL(fileURLWithPath: "/usr/bin/curl")
        slow.arguments = Self.arguments("first") + ["--limit-rate", "16M", "-o", got, "https://127.0.0.1:\(port)/"]
        try slow.run()
        while (try? Data(contentsOf: URL(fileURLWithPath: got)).isEmpty) != false, slow.isRunning {}

        #expect(try server.renew(Self.identity("second")))
        #expect(try !server.renew(Self.identity("second")))
        let former = try curl(trusting: "first", "-I", "https://127.0.0.1:\(port)/")
        let renewed = try curl(trusting: "second", "-I", "https://127.0.0.1:\(port)/")
        slow.waitUntilExit()

        #expect(former.status == 60)
        #expect(renewed.text.hasPrefix("HTTP/1.1 200 "))
        #expect(slow.terminationStatus == 0)
        #expect(FileManager.default.contentsEqual(atPath: file, andPath: got))
    }

    @Test("a certificate may be renewed again and again, and the server still stops")
    func renewals() throws {
        let (server, port) = try server()

        for number in 0..<10 { _ = try server.renew(Self.identity(number.isMultiple(of: 2) ? "second" : "first")) }
        let page = try curl(trusting: "first", "https://127.0.0.1:\(port)/page")
        server.stop()

        #expect(page.text == "/page")
        #expect(throws: RawConnection.ConnectionError.self) { try RawConnection(port: port) }
    }

    @Test("a certificate says when it runs out")
    func expiry() throws {
        let expired = try TLSIdentity(certificate: Self.bytes("expired.crt"), key: Self.bytes("first.key"))

        #expect(expired.expiry == Timestamp("2020-01-02T00:00:00.000Z"))
    }

    @Test("what is no certificate, no key, or another's key, is told apart")
    func mistakes() throws {
        let (certificate, key) = try (Self.bytes("first.crt"), Self.bytes("first.key"))
        let error = { (certificate: [UInt8], key: [UInt8]) in
            try #require(throws: TLSIdentityError.self) { try TLSIdentity(certificate: certificate, key: key) }
        }

        for text in [[], Array("-----BEGIN CERTIFICATE-----\n".utf8), key] {
            guard case .certificate(let words) = try error(text, key) else { throw Unexpected() }
            #expect(!words.isEmpty && !words.hasSuffix("."))
        }
        for text in [[], Array("secret\n".utf8), certificate] {
            guard case .key(let words) = try error(certificate, text) else { throw Unexpected() }
            #expect(!words.isEmpty && !words.contains("secret"))
        }
        #expect(try error(certificate, Self.bytes("second.key")) == .mismatch)
    }

    private struct Unexpected: Error {}

    // MARK: curl

    private struct Result {
        let status: Int32
        let bytes: Data
        var text: String { String(decoding: bytes, as: UTF8.self) }
    }

    private static func arguments(_ name: String) -> [String] {
        ["-sS", "--noproxy", "*", "--cacert", folder + name + ".crt", "--max-time", "60"]
    }

    private func curl(trusting name: String, _ words: String...) throws -> Result {
        let process = Process()
        let output = Pipe()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/curl")
        process.arguments = Self.arguments(name) + words
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        try process.run()
        let bytes = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return Result(status: process.terminationStatus, bytes: bytes)
    }
}
