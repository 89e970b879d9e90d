import NetTypes
import TFTPWire

/// One file by TFTP as a boot ROM gets it: blocks of 1,456 bytes, one at a time (RFC 1350 §2, RFC 2348).
package struct FileDownload: Sendable {
    /// What is sent again when nothing is heard.
    package private(set) var lastPacket: [UInt8]
    /// The server's port for this transfer; `nil` before its first answer.
    package private(set) var serverPort: UInt16?
    /// How many bytes have come.
    package private(set) var count = 0
    /// The bytes, where they are kept.
    package private(set) var content: [UInt8] = []
    private let keepsContent: Bool
    private var blocks = 0
    private var blockSize = 512

    package init(_ name: String, keepsContent: Bool) {
        self.keepsContent = keepsContent
        let options = [TFTPOption("tsize", 0), TFTPOption("blksize", 1456)]
        lastPacket = TFTPPacket.read(TFTPRequest(TFTPText(name), options: options)).encoded()
    }

    /// What a packet of the server's leads to.
    package enum Step: Hashable, Sendable {
        /// It is of no use: a block that is there already, or another's.
        case nothing
        /// The last packet is to be sent, which is a new one.
        case answer
        /// The same, and with it the file is whole.
        case whole
    }

    /// Throws what the server refuses, or says against the rules.
    package mutating func take(_ bytes: Span<UInt8>, from port: UInt16) throws(MalformedText) -> Step {
        guard bytes.count >= 4, port == serverPort ?? port else { return .nothing }
        serverPort = port
        // Most packets are blocks, which are read where they lie.
        if bytes[0] == 0, bytes[1] == 3 { return try block(bytes) }
        switch try? TFTPPacket(decoding: bytes) {
        case .options(let options)?:
            guard blocks == 0 else { return .nothing }
            for option in options where option.name.matches("blksize") {
                blockSize = Int(clamping: option.value.number ?? 512)
            }
            acknowledge(0)
            return .answer
        case .error(let error)?: throw MalformedText("\(error)")
        default: return .nothing
        }
    }

    private mutating func block(_ bytes: Span<UInt8>) throws(MalformedText) -> Step {
        let number = Int(bytes[2]) << 8 | Int(bytes[3])
        guard number == (blocks + 1) & 0xffff else { return .nothing }
        let size = bytes.count - 4
        guard size <= blockSize else { throw MalformedText("block \(number) has \(size) bytes") }
        blocks += 1
        count += size
        if keepsContent { for index in 4..<bytes.count { content.append(bytes[index]) } }
        acknowledge(UInt16(number))
        return size < blockSize ? .whole : .answer
    }

    private mutating func acknowledge(_ number: UInt16) { lastPacket = TFTPPacket.acknowledge(number).encoded() }
}
