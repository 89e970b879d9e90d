import Decisions
import LinuxIO
import TFTPWire

/// The bytes of a transfer, from wherever they come.
enum TFTPPayload: ~Copyable {
    case file(OpenFile)
    case bytes([UInt8])

    struct Unreadable: Error {}

    var size: Int64 {
        switch self {
        case .file(let file): file.size
        case .bytes(let bytes): Int64(bytes.count)
        }
    }

    /// All of the range, or nothing counts.
    func write(_ range: Range<Int64>, to output: inout OutputSpan<UInt8>) throws(Unreadable) {
        let before = output.count
        switch self {
        case .file(let file):
            do throws(SystemError) {
                try file.read(at: range.lowerBound, count: range.count, into: &output)
            } catch { throw Unreadable() }
        case .bytes(let bytes):
            for byte in bytes[Int(range.lowerBound)..<Int(range.upperBound)] { output.append(byte) }
        }
        guard output.count - before == range.count else { throw Unreadable() }
    }
}

extension TFTPPayload {
    /// The most bytes of a file that are turned into netascii, which is done in memory.
    private static var longestText: Int64 { 1 << 20 }

    /// The bytes as they go out in a mode (RFC 1350 §1).
    consuming func carried(in mode: TFTPMode) throws(TFTPError) -> TFTPPayload {
        if mode == .octet { return self }
        guard mode == .netascii else {
            throw TFTPError(.illegalOperation, TFTPText("mode \(mode.text) is not served: ask in octet (binary)"))
        }
        guard size <= Self.longestText else {
            throw TFTPError(.illegalOperation, "too long for netascii: ask in octet (binary)")
        }
        switch self {
        case .bytes(let bytes): return .bytes(bytes.asNetascii)
        case .file(let file):
            do throws(SystemError) {
                return .bytes(try file.read(at: 0, count: Int(clamping: file.size)).asNetascii)
            } catch { throw TFTPError(.other, "the file could not be read") }
        }
    }
}
