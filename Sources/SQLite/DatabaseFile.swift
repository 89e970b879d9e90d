import Glibc

/// The file that a database lives in, as the operating system sees it.
package enum DatabaseFile {
    /// Why a file cannot be made or written, in the kernel's words.
    package struct Problem: Error, Hashable, Sendable, CustomStringConvertible {
        /// The path that the kernel refused: the file, or its directory.
        package let path: String
        package let words: String
        package var description: String { "\(path): \(words)" }
    }

    /// Makes an empty file that only its owner may read and write (0600), in a directory that its group may enter
    /// (0750), where either is missing. What is there already keeps its mode, and must be writable. SQLite gives the
    /// files that it puts beside it the same mode.
    package static func makePrivate(at path: String) throws(Problem) {
        let directory = parent(of: path)
        if unsafe mkdir(directory, 0o750) != 0, errno != EEXIST { throw problem(directory) }

        let descriptor = unsafe open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        if descriptor >= 0 {
            close(descriptor)
        } else {
            guard errno == EEXIST, unsafe access(path, R_OK | W_OK) == 0 else { throw problem(path) }
            // SQLite writes its log beside the file.
            guard unsafe access(directory, W_OK | X_OK) == 0 else { throw problem(directory) }
        }
    }

    /// Fills a file up with zeros to a number of bytes, on disk: writing into a file costs less to sync than writing
    /// behind its end. A file that is long enough stays as it is, and so does one for which there is no room.
    package static func fill(_ path: String, to size: Int) {
        let descriptor = unsafe open(path, O_WRONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return }
        defer { close(descriptor) }
        let start = lseek(descriptor, 0, SEEK_END)
        guard start >= 0, start < size else { return }
        let zeros = [UInt8](repeating: 0, count: 1 << 16)
        var end = start
        while end < size {
            let count = unsafe pwrite(descriptor, zeros, min(zeros.count, size - end), end)
            guard count > 0 else {
                ftruncate(descriptor, start)
                return
            }
            end += count
        }
        fdatasync(descriptor)
    }

    private static func parent(of path: String) -> String {
        guard let slash = path.lastIndex(of: "/") else { return "." }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }

    private static func problem(_ path: String) -> Problem {
        unsafe Problem(path: path, words: String(cString: strerror(errno)))
    }
}
