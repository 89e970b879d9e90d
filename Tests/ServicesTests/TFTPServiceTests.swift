import Decisions
import Foundation
import LinuxIO
import NetTypes
import Services
import TFTPWire
import Testing

@Suite("The TFTP service")
struct TFTPServiceTests {
    private static let text = [UInt8]((0..<1300).map { UInt8(truncatingIfNeeded: $0) })

    private func bench(_ limits: TransferLimits = TransferLimits()) async throws -> TFTPBench {
        try await TFTPBench(limits: limits) { ask in
            ask.path == "none" ? .refused(.fileNotFound, "no file \(ask.path)") : .bytes(Self.text)
        }
    }

    @Test("sends a text in blocks, the last one short, and reports it")
    func wholeTransfer() async throws {
        let bench = try await bench()
        let client = try TFTPClient()

        client.send(.read(TFTPRequest("//sub\\text")), to: bench.port)
        var received: [UInt8] = []
        for block in UInt16(1)...3 {
            let answer = try client.receive()
            guard case .data(block, let bytes) = answer.packet else { throw Unexpected(answer.packet) }
            received += bytes
            client.send(.acknowledge(block), to: answer.port)
        }

        #expect(received == Self.text)
        let outcome = try #require(await bench.outcome())
        #expect(outcome.result == .done)
        #expect(outcome.path == "sub/text")
        #expect(outcome.bytes == 1300)
        #expect(outcome.peer == IPv4Address(127, 0, 0, 1))
    }

    @Test("takes a size probe for what it is")
    func probe() async throws {
        let bench = try await bench()
        let client = try TFTPClient()

        client.send(
            .read(TFTPRequest("text", options: [.init("tsize", 0), .init("blksize", 1468), .init("windowsize", 4)])),
            to: bench.port)
        let offer = try client.receive()
        client.send(.error(TFTPError(.optionsRefused, "User aborted the transfer")), to: offer.port)

        #expect(
            offer.packet == .options([.init("tsize", 1300), .init("blksize", 1468), .init("windowsize", 4)]))
        #expect(await bench.outcome()?.result == .probed)
        #expect(!client.hasMail)
    }

    @Test("sends a window of blocks, and starts behind the last that arrived")
    func window() async throws {
        let bench = try await bench()
        let client = try TFTPClient()

        client.send(
            .read(
                TFTPRequest("text", options: [.init("blksize", 100), .init("windowsize", 4), .init("timeout", 255)])),
            to: bench.port)
        let port = try client.receive().port
        client.send(.acknowledge(0), to: port)
        let first = try (0..<4).map { _ in try client.receive().packet.block }
        client.send(.acknowledge(2), to: port)
        let second = try (0..<4).map { _ in try client.receive().packet.block }

        #expect(first == [1, 2, 3, 4])
        #expect(second == [3, 4, 5, 6])
    }

    @Test("tells a stranger's port that it has no part in a transfer, which goes on")
    func wrongPort() async throws {
        let bench = try await bench()
        let (client, stranger) = (try TFTPClient(), try TFTPClient())
        client.send(.read(TFTPRequest("text")), to: bench.port)
        let port = try client.receive().port

        stranger.send(.error(TFTPError(.other, "to be left alone")), to: port)
        stranger.send(.acknowledge(1), to: port)
        let answer = try stranger.receive()
        client.send(.acknowledge(1), to: port)

        guard case .error(let error) = answer.packet else { throw Unexpected(answer.packet) }
        #expect(error.code == .unknownTransfer)
        #expect(!stranger.hasMail)
        #expect(try client.receive().packet.block == 2)
    }

    @Test("goes on when a packet of the transfer makes no sense")
    func nonsense() async throws {
        let bench = try await bench()
        let client = try TFTPClient()
        client.send(.read(TFTPRequest("text")), to: bench.port)
        let port = try client.receive().port

        for bytes in [[], [9], [0, 4], [0, 3, 0, 1, 1], [0, 1, 0x61], [0, 6, 0x61]] as [[UInt8]] {
            client.send(bytes, to: port)
        }
        client.send(.acknowledge(1), to: port)

        #expect(try client.receive().packet.block == 2)
    }

    @Test("answers from the address that was asked")
    func sourceAddress() async throws {
        let bench = try await bench()
        let asked = IPv4Address(127, 0, 0, 77)
        let client = try TFTPClient(asking: asked)

        client.send(.read(TFTPRequest("text")), to: bench.port)
        let data = try client.receive()
        client.send(.read(TFTPRequest("none")), to: bench.port)
        let error = try client.receive()

        #expect(data.address == asked)
        #expect(error.address == asked)
        #expect(data.port != bench.port)
    }

    @Test("answers a broadcast from an address of its own")
    func broadcast() async throws {
        let bench = try await bench()
        let client = try TFTPClient(asking: IPv4Address(127, 255, 255, 255))

        client.send(.read(TFTPRequest("text")), to: bench.port)
        let first = try client.receive()
        client.send(.acknowledge(1), to: first.port, at: first.address)

        #expect(first.address == IPv4Address(127, 0, 0, 1))
        #expect(try client.receive().packet.block == 2)
    }

    @Test("says which file is missing, and reports that")
    func missing() async throws {
        let bench = try await bench()
        let client = try TFTPClient()

        client.send(.read(TFTPRequest("/none")), to: bench.port)

        #expect(try client.receive().packet == .error(TFTPError(.fileNotFound, "no file none")))
        #expect(await bench.outcome()?.result == .refused(TFTPError(.fileNotFound, "no file none")))
    }

    @Test(
        "refuses what it does not do, by number and text",
        arguments: [
            (TFTPPacket.write(TFTPRequest("text")).encoded(), .accessViolation, "only sends"),
            (TFTPPacket.read(TFTPRequest("text", mode: TFTPMode("mail"))).encoded(), .illegalOperation, "octet"),
            (TFTPPacket.read(TFTPRequest("")).encoded(), .fileNotFound, "no file"),
            ([0, 1, 0x61], .illegalOperation, "file name"),
            ([0, 1] + [UInt8](repeating: 0x61, count: 4000), .illegalOperation, "request"),
        ] as [([UInt8], TFTPErrorCode, String)])
    func refused(bytes: [UInt8], code: TFTPErrorCode, text: String) async throws {
        let bench = try await bench()
        let client = try TFTPClient()

        client.send(bytes, to: bench.port)

        let answer = try client.receive()
        guard case .error(let error) = answer.packet else { throw Unexpected(answer.packet) }
        #expect(error.code == code)
        #expect("\(error.text)".contains(text))
    }

    @Test("answers nothing but requests on its port, least of all an error")
    func silence() async throws {
        let bench = try await bench()
        let client = try TFTPClient()

        for packet in [.error(TFTPError(.other, "x")), .acknowledge(1), .data(block: 1, [1])] as [TFTPPacket] {
            client.send(packet, to: bench.port)
        }
        client.send([0, 9, 9], to: bench.port)
        client.send(.read(TFTPRequest("none")), to: bench.port)

        guard case .error(let error) = try client.receive().packet else { throw Unexpected(nil) }
        #expect(error.code == .fileNotFound)
        #expect(!client.hasMail)
    }

    @Test("runs so many transfers of one address, and says so to the next")
    func limit() async throws {
        let bench = try await bench(TransferLimits(total: 10, perSource: 2))
        let clients = try (0..<3).map { _ in try TFTPClient() }

        for client in clients.prefix(2) {
            client.send(.read(TFTPRequest("text")), to: bench.port)
            #expect(try client.receive().packet.block == 1)
        }
        clients[2].send(.read(TFTPRequest("text")), to: bench.port)

        guard case .error(let error) = try clients[2].receive().packet else { throw Unexpected(nil) }
        #expect("\(error.text)".contains("2 transfers of this address"))
    }

    @Test("answers a request once that comes twice before its answer is heard")
    func repeated() async throws {
        let bench = try await bench()
        let client = try TFTPClient()

        client.send(.read(TFTPRequest("text")), to: bench.port)
        client.send(.read(TFTPRequest("text")), to: bench.port)
        client.send(.read(TFTPRequest("none")), to: bench.port)
        let answers = [try client.receive().packet, try client.receive().packet]

        #expect(answers.map(\.block) == [1, nil])
    }

    @Test("turns line ends into netascii's, also at the edge of a block")
    func netascii() async throws {
        let lines = String(repeating: "x", count: 511) + "\nend\n"
        let bench = try await TFTPBench { _ in .bytes(Array(lines.utf8)) }
        let client = try TFTPClient()

        client.send(.read(TFTPRequest("text", mode: .netascii)), to: bench.port)
        let first = try client.receive()
        client.send(.acknowledge(1), to: first.port)
        let second = try client.receive()

        #expect(first.packet == .data(block: 1, Array((String(repeating: "x", count: 511) + "\r").utf8)))
        #expect(second.packet == .data(block: 2, Array("\nend\r\n".utf8)))
    }

    @Test("sends a file as it was when asked for, and ends a transfer whose file was cut short")
    func changedFiles() async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "amorce-tftp-\(UUID())")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let old = [UInt8](repeating: 1, count: 1300)
        try Data(old).write(to: folder.appending(path: "replaced"))
        // Longer than what is read at a time.
        try Data([UInt8](repeating: 2, count: 200_000)).write(to: folder.appending(path: "cut"))
        let root = try RootDirectory(folder.path)
        let bench = try await TFTPBench { ask in .file(ask.path, in: root) }
        let (first, second) = (try TFTPClient(), try TFTPClient())

        first.send(.read(TFTPRequest("replaced")), to: bench.port)
        second.send(
            .read(TFTPRequest("cut", options: [.init("blksize", 65464), .init("timeout", 255)])), to: bench.port)
        let (firstPort, secondPort) = (try first.receive().port, try second.receive().port)
        second.send(.acknowledge(0), to: secondPort)
        #expect(try second.receive().packet.block == 1)
        try Data("new".utf8).write(to: folder.appending(path: "replaced"), options: .atomic)
        let cut = try FileHandle(forWritingTo: folder.appending(path: "cut"))
        try cut.truncate(atOffset: 100)
        try cut.close()
        first.send(.acknowledge(1), to: firstPort)
        second.send(.acknowledge(1), to: secondPort)

        #expect(try first.receive().packet == .data(block: 2, [UInt8](repeating: 1, count: 512)))
        guard case .error = try second.receive().packet else { throw Unexpected(nil) }
        #expect(await bench.outcome()?.result == .failed(.unreadable))
    }

    @Test(
        "keeps paths inside the root",
        arguments: [("../x", TFTPErrorCode.accessViolation), ("a", .fileNotFound), ("sub", .accessViolation)])
    func root(path: String, code: TFTPErrorCode) throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "amorce-tftp-\(UUID())")
        try FileManager.default.createDirectory(at: folder.appending(path: "sub"), withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }

        guard case .refused(let found, let text) = TFTPContent.file(path, in: try RootDirectory(folder.path)) else {
            throw Unexpected(nil)
        }

        #expect(found == code)
        #expect(text.contains(path))
    }
}

private struct Unexpected: Error {
    let packet: TFTPPacket?
    init(_ packet: TFTPPacket?) { self.packet = packet }
}

extension TFTPPacket {
    fileprivate var block: UInt16? { if case .data(let block, _) = self { block } else { nil } }
}
