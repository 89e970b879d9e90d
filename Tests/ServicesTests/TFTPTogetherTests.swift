import LinuxIO
import NetTypes
import Services
import Synchronization
import TFTPWire
import Testing

@Suite("TFTP requests that come together")
struct TFTPTogetherTests {
    @Test("are told of all at once, before the content is asked for each; one that comes alone is not")
    func prepared() async throws {
        let loop = try EventLoop(name: "tftp-test")
        try loop.start()
        defer { loop.stop() }
        let heard = Mutex<[String]>([])
        let service = try TFTPService(
            on: loop, address: .any, port: 0,
            prepare: { asks in heard.withLock { $0.append(asks.map(\.path).joined(separator: " ")) } },
            content: { ask in
                heard.withLock { $0.append(ask.path) }
                return .bytes(Array(ask.path.utf8))
            }, report: { _ in })
        let (first, second) = (try TFTPClient(), try TFTPClient())

        first.send(.read(TFTPRequest("a")), to: service.port)
        second.send(.read(TFTPRequest("b")), to: service.port)
        second.send(.acknowledge(7), to: service.port)
        try await service.start()
        let answers = [try first.receive().packet, try second.receive().packet]
        first.send(.read(TFTPRequest("c")), to: service.port)
        _ = try first.receive()

        #expect(answers == [.data(block: 1, [97]), .data(block: 1, [98])])
        #expect(heard.withLock { $0 } == ["a b", "a", "b", "c"])
    }
}
