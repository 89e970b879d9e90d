import Decisions
import LinuxIO
import NetTypes
import TFTPWire

/// A read request, as far as the one who chooses its answer must know it.
package struct TFTPAsk: Hashable, Sendable {
    package let peer: IPv4Address
    /// Below the root, without a slash in front. It may hold `..`.
    package let path: String
    /// The address of this host that was asked; a broadcast address where everybody was.
    package let local: IPv4Address

    package init(peer: IPv4Address, path: String, local: IPv4Address) {
        self.peer = peer
        self.path = path
        self.local = local
    }
}

/// What a request is answered with.
package enum TFTPContent: ~Copyable, Sendable {
    case file(OpenFile)
    case bytes([UInt8])
    case refused(TFTPErrorCode, String)

    /// The file of that path below a root, or the reason why there is none.
    package static func file(_ path: String, in root: RootDirectory) -> TFTPContent {
        do throws(FileError) {
            return .file(try root.open(path))
        } catch {
            switch error {
            case .notFound: return .refused(.fileNotFound, "\(error)")
            case .outsideOfRoot, .notAFile, .notReadable: return .refused(.accessViolation, "\(error)")
            }
        }
    }
}

/// What became of a request.
package struct TFTPOutcome: Hashable, Sendable {
    package let peer: IPv4Address
    /// As in `TFTPAsk`; as it was asked, made printable, where that means no file; empty where it cannot be read.
    package let path: String
    /// What the client has for certain.
    package let bytes: Int64
    package let duration: Interval
    package let result: Result

    /// How the request ended.
    package enum Result: Hashable, Sendable {
        case done
        /// Only the size was asked, as UEFI firmware does before each file.
        case probed
        case failed(TransferFailure)
        case refused(TFTPError)

        init(_ end: TransferEnd) {
            self =
                switch end {
                case .done: .done
                case .probed: .probed
                case .failed(let failure): .failed(failure)
                }
        }
    }
}
