import Decisions
import LinuxIO
import TFTPWire

/// The bytes of a transfer, from wherever they come.
enum TFTPPayload {
    case file(SharedFile)
    case bytes(SharedBytes)

    var size: Int64 {
        switch self {
        case .file(let file): file.size
        case .bytes(let bytes): Int64(bytes.count)
        }
    }

    /// How many bytes a piece has, but for the last.
    var bytesPerPiece: Int64 {
        switch self {
        case .file: Int64(SharedFiles.bytesPerPiece)
        case .bytes: .max
        }
    }

    /// The pieces in which a range of the bytes lies, in their order; they hold it whole.
    func pieces(of range: Range<Int64>, from files: SharedFiles) throws(UnreadableContent) -> [SharedBytes] {
        guard !range.isEmpty else { return [] }
        let (first, last) = (range.lowerBound / bytesPerPiece, (range.upperBound - 1) / bytesPerPiece)
        var pieces: [SharedBytes] = []
        for index in first...last {
            switch self {
            case .file(let file): pieces.append(try files.piece(Int(index), of: file))
            case .bytes(let bytes): pieces.append(bytes)
            }
        }
        let wanted = range.upperBound - last * bytesPerPiece
        guard let end = pieces.last, Int64(end.count) >= wanted,
            pieces.dropLast().allSatisfy({ Int64($0.count) == bytesPerPiece })
        else { throw UnreadableContent("the file ended before its end: ask again") }
        return pieces
    }
}

extension TFTPContent {
    /// The most bytes of a file that are turned into netascii, which is done in memory.
    private static var longestText: Int64 { 1 << 20 }

    /// The bytes as they go out in a mode (RFC 1350 §1).
    consuming func carried(in mode: TFTPMode, by files: SharedFiles) throws(TFTPError) -> TFTPPayload {
        guard mode == .octet || mode == .netascii else {
            throw TFTPError(.illegalOperation, TFTPText("mode \(mode.text) is not served: ask in octet (binary)"))
        }
        switch consume self {
        case .refused(let code, let text): throw TFTPError(code, TFTPText(text))
        case .bytes(let bytes): return .bytes(mode == .octet ? SharedBytes(bytes) : SharedBytes(bytes.asNetascii))
        case .file(let file):
            guard mode == .netascii else { return .file(files.share(file)) }
            guard file.size <= Self.longestText else {
                throw TFTPError(.illegalOperation, "too long for netascii: ask in octet (binary)")
            }
            do throws(SystemError) {
                return .bytes(SharedBytes(try file.read(at: 0, count: Int(clamping: file.size)).asNetascii))
            } catch { throw TFTPError(.other, "the file could not be read") }
        }
    }
}
