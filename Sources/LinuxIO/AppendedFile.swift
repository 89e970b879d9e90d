import Glibc

/// A file that only grows, for its owner alone.
package struct AppendedFile: ~Copyable, Sendable {
    private let descriptor: Int32
    private let path: String
    /// How many bytes it has.
    package private(set) var size: Int64

    /// Opens it, and makes it where it is not there.
    package init(_ path: String) throws(SystemError) {
        let descriptor = unsafe open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else { throw SystemError("open", path, code: errno) }
        self.descriptor = descriptor
        self.path = path
        size = max(0, Int64(lseek(descriptor, 0, SEEK_END)))
    }

    deinit { close(descriptor) }

    /// Adds bytes at its end. They are not synced: they are on their way to the disk.
    package mutating func append(_ bytes: [UInt8]) throws(SystemError) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = unsafe rest.withUnsafeBytes { unsafe Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if count > 0 {
                rest = rest.dropFirst(count)
                size += Int64(count)
            } else if errno != EINTR {
                throw SystemError("write", path, code: errno)
            }
        }
    }
}

extension InputFile {
    /// What a file holds from a place on, at most so much; nothing beyond its end.
    package static func read(_ path: String, from offset: Int64, atMost limit: Int) throws(SystemError) -> [UInt8] {
        let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW)
        guard descriptor >= 0 else { throw SystemError("open", path, code: errno) }
        defer { close(descriptor) }
        var bytes = [UInt8](repeating: 0, count: max(0, limit))
        let count = unsafe bytes.withUnsafeMutableBytes {
            unsafe pread(descriptor, $0.baseAddress, $0.count, off_t(max(0, offset)))
        }
        guard count >= 0 else { throw SystemError("read", path, code: errno) }
        return Array(bytes.prefix(count))
    }
}

extension Directory {
    /// Takes a file away; one that is not there is none.
    package static func remove(file path: String) throws(SystemError) {
        guard unsafe unlink(path) != 0, errno != ENOENT else { return }
        throw SystemError("unlink", path, code: errno)
    }
}
