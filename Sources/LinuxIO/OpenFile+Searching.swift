import CLinux
import Glibc

extension OpenFile {
    /// Opens a regular file by its path.
    package init(at path: String) throws(FileError) {
        let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY)
        guard descriptor >= 0 else {
            if errno == ENOENT || errno == ENOTDIR { throw .notFound(path) }
            throw .notReadable(SystemError("open", path, code: errno))
        }
        try self.init(descriptor: descriptor, path: path)
    }

    /// Where a text stands for the first time from an offset on; `nil` where it does not.
    package func place(of text: String, from offset: Int64 = 0) throws(SystemError) -> Int64? {
        let bytes = Array(text.utf8)
        let place = unsafe amorce_file_find(descriptor, offset, bytes, UInt32(bytes.count))
        guard place < 0 else { return place }
        guard place == -Int64(ENOENT) else { throw SystemError("pread", text, code: Int32(-place)) }
        return nil
    }
}
