import CLinux
import Glibc

/// One client that gets a file, as firmware does.
final class Client {
    let descriptor: Int32
    private let load: Load
    private(set) var serverPort: UInt16 = 0
    private(set) var isAnswered = false
    var lastPacket: [UInt8]
    var heard: Double
    var silences = 0
    /// A second, as most have it: nobody is helped by a quick client.
    let pause = 1.0
    /// How many blocks have come, all from the first.
    private var blocks = 0
    private var sinceAnswer = 0
    /// The number of a block that came too early or again; a lower one is of another burst.
    private var outOfOrder: Int?
    private var blockSize = 512
    private var window = 1

    init?(_ address: UInt32, load: Load, at time: Double) {
        descriptor = amorce_udp_open(address, 0, nil)
        guard descriptor >= 0 else { return nil }
        // What real machines have queued: some hundred packets.
        var size: Int32 = 1 << 20
        setsockopt(descriptor, SOL_SOCKET, SO_RCVBUF, &size, 4)
        self.load = load
        lastPacket = load.request
        heard = time
    }

    enum Step {
        case nothing
        /// A block that is there already, or one that comes too early; the answer for it, the first time.
        case repeated(UInt16?)
        case acknowledge(UInt16)
        case done(UInt16)
        case failed(String)
    }

    func take(_ bytes: UnsafeBufferPointer<UInt8>, from port: UInt16) -> Step {
        guard bytes.count >= 4 else { return .nothing }
        if !isAnswered {
            (serverPort, isAnswered) = (port, true)
        } else if port != serverPort {
            return .nothing
        }
        switch bytes[1] {
        case 3: return data(Int(bytes[2]) << 8 | Int(bytes[3]), UnsafeBufferPointer(rebasing: bytes[4...]))
        case 6:
            guard blocks == 0 else { return .nothing }
            agree(on: bytes)
            return .acknowledge(0)
        case 5: return .failed(String(decoding: bytes[4...].prefix { $0 != 0 }, as: UTF8.self))
        default: return .nothing
        }
    }

    private func agree(on bytes: UnsafeBufferPointer<UInt8>) {
        let words = bytes[2...].split(separator: 0).map { String(decoding: $0, as: UTF8.self) }
        for (name, value) in zip(words, words.dropFirst()) {
            if name == "blksize" { blockSize = Int(value) ?? 512 }
            if name == "windowsize" { window = Int(value) ?? 1 }
        }
    }

    private func data(_ number: Int, _ bytes: UnsafeBufferPointer<UInt8>) -> Step {
        guard number == (blocks + 1) & 0xffff else {
            // Once for each burst, whether behind a gap or of what is there already.
            defer { outOfOrder = number }
            if let outOfOrder, number > outOfOrder { return .repeated(nil) }
            sinceAnswer = 0
            return .repeated(UInt16(blocks & 0xffff))
        }
        let offset = blocks * blockSize
        let expected = min(blockSize, load.content.size - offset)
        guard bytes.count == expected else { return .failed("block \(blocks + 1) has \(bytes.count) bytes") }
        if blocks & 7 == 0, let start = bytes.baseAddress, memcmp(start, load.content.start + offset, expected) != 0 {
            return .failed("block \(blocks + 1) is not the file's")
        }
        blocks += 1
        load.bytes += expected
        sinceAnswer += 1
        outOfOrder = nil
        if expected < blockSize { return .done(UInt16(blocks & 0xffff)) }
        guard sinceAnswer >= window else { return .nothing }
        sinceAnswer = 0
        return .acknowledge(UInt16(blocks & 0xffff))
    }
}
