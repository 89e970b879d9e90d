import CLinux
import Glibc

/// A directory whose files are served. The kernel keeps every path inside of it (openat2, `RESOLVE_BENEATH`): links
/// may lead anywhere below it, and nowhere else.
package final class RootDirectory: Sendable {
    package let path: String
    let descriptor: Int32

    package init(_ path: String) throws(SystemError) {
        self.path = path
        descriptor = try SystemError.check(unsafe amorce_open_directory(path), "open", path)
    }

    deinit { close(descriptor) }

    /// Opens a regular file. The path is relative, with slashes between names.
    package func open(_ relative: String) throws(FileError) -> OpenFile {
        guard !relative.utf8.contains(0) else { throw .notFound(relative) }
        let opened = unsafe amorce_open_beneath(descriptor, relative)
        guard opened < 0 else { return try OpenFile(descriptor: opened, path: relative) }
        switch -opened {
        case ENOENT, ENOTDIR, ENAMETOOLONG: throw .notFound(relative)
        case EXDEV, ELOOP: throw .outsideOfRoot(relative)
        case ENXIO: throw .notAFile(relative)
        default: throw .notReadable(SystemError("openat2", relative, code: -opened))
        }
    }
}

/// Why a file below a root cannot be had. The paths are relative to it.
package enum FileError: Error, Hashable, Sendable {
    case notFound(String)
    /// The path or a link in it leads out of the root, or in circles.
    case outsideOfRoot(String)
    /// A directory, FIFO, socket or device.
    case notAFile(String)
    case notReadable(SystemError)
}

extension FileError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .notFound(let path): "no file \(path)"
        case .outsideOfRoot(let path): "\(path) leads out of the served directory"
        case .notAFile(let path): "\(path) is not a regular file"
        case .notReadable(let error): error.description
        }
    }
}
