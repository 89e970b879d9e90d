import Decisions
import Foundation
import LinuxIO
import NetTypes
import Services
import TFTPWire
import Testing

@Suite("TFTP transfers that share a port, a socket or a file")
struct TFTPSharingTests {
    private static let size = 300_001
    private static let text = [UInt8]((0..<size).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ $0 >> 8) })

    private func bench(isSinglePort: Bool = false) async throws -> TFTPBench {
        try await TFTPBench(isSinglePort: isSinglePort) { _ in .bytes(Self.text) }
    }

    @Test("all leave from the one port where there is a single one, and from the address that was asked")
    func singlePort() async throws {
        let bench = try await bench(isSinglePort: true)
        let asked = IPv4Address(127, 0, 0, 78)
        let clients = try (0..<3).map { _ in try TFTPClient(asking: asked) }

        for client in clients { client.send(.read(TFTPRequest("text")), to: bench.port) }
        for client in clients {
            let answer = try client.receive()
            #expect(answer.port == bench.port)
            #expect(answer.address == asked)
            #expect(answer.packet == .data(block: 1, Array(Self.text[..<512])))
        }
        clients[1].send(.acknowledge(1), to: bench.port)

        #expect(try clients[1].receive().packet == .data(block: 2, Array(Self.text[512..<1024])))
    }

    @Test("on the single port, a client that asks for something else has done with the former")
    func replaced() async throws {
        let bench = try await TFTPBench(isSinglePort: true) { ask in
            .bytes(ask.path == "first" ? Self.text.reversed() : Self.text)
        }
        let client = try TFTPClient()

        client.send(.read(TFTPRequest("first")), to: bench.port)
        _ = try client.receive()
        client.send(.read(TFTPRequest("second")), to: bench.port)
        _ = try client.receive()
        client.send(.acknowledge(1), to: bench.port)

        let outcome = try #require(await bench.outcome())
        #expect(outcome.path == "first")
        #expect(outcome.result == .failed(.replaced))
        #expect(try client.receive().packet == .data(block: 2, Array(Self.text[512..<1024])))
    }

    @Test("two of one client's port leave from different ports")
    func samePort() async throws {
        let bench = try await bench()
        let client = try TFTPClient()

        client.send(.read(TFTPRequest("first")), to: bench.port)
        let first = try client.receive()
        client.send(.read(TFTPRequest("second")), to: bench.port)
        let second = try client.receive()

        #expect(first.port != second.port)
    }

    @Test("say nothing to a late answer of a transfer that is over")
    func lateAnswer() async throws {
        let bench = try await TFTPBench { ask in .bytes(ask.path == "short" ? [1] : Self.text) }
        let (client, other) = (try TFTPClient(), try TFTPClient())
        other.send(.read(TFTPRequest("long")), to: bench.port)
        let port = try other.receive().port
        client.send(.read(TFTPRequest("short")), to: bench.port)
        let shared = try client.receive().port

        client.send(.acknowledge(1), to: shared)
        client.send(.acknowledge(1), to: shared)
        other.send(.acknowledge(1), to: port)

        #expect(shared == port)
        #expect(try other.receive().packet == .data(block: 2, Array(Self.text[512..<1024])))
        #expect(!client.hasMail)
    }

    @Test(
        "arrive whole in windows of any size, whose blocks go out in one message",
        arguments: [(1468, 64), (8, 3), (512, 16), (1432, 45), (65464, 2)])
    func windows(blockSize: Int, window: Int) async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "amorce-tftp-\(UUID())")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        try Data(Self.text).write(to: folder.appending(path: "text"))
        let root = try RootDirectory(folder.path)
        let bench = try await TFTPBench { ask in .file(ask.path, in: root) }
        let client = try TFTPClient()

        client.send(
            .read(
                TFTPRequest(
                    "text",
                    options: [.init("blksize", blockSize), .init("windowsize", window), .init("timeout", 255)])),
            to: bench.port)
        let port = try client.receive().port
        client.send(.acknowledge(0), to: port)
        var (received, blocks, isOver) = ([UInt8](), 0, false)
        while !isOver {
            guard case .data(let number, let bytes) = try client.receive().packet else { break }
            blocks += 1
            #expect(number == UInt16(truncatingIfNeeded: blocks))
            received += bytes
            isOver = bytes.count < blockSize
            if isOver || blocks % window == 0 { client.send(.acknowledge(number), to: port) }
        }

        #expect(received == Self.text)
        #expect(await bench.outcome()?.result == .done)
    }
}
