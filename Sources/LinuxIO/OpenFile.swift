import CLinux
import Glibc
import NetTypes

/// A regular file that was opened for reading, and stays what it was when its name is given to another one.
package struct OpenFile: ~Copyable, Sendable {
    package let descriptor: Int32
    /// Its bytes at the time of opening.
    package let size: Int64
    package let modified: Timestamp
    package let version: FileVersion

    /// Takes over the descriptor, and closes it when the file is not a regular one.
    init(descriptor: Int32, path: String) throws(FileError) {
        var facts = amorce_file()
        let result = unsafe amorce_file_read(descriptor, &facts)
        guard result == 0, facts.is_regular != 0 else {
            close(descriptor)
            throw result < 0 ? .notReadable(SystemError("fstat", path, code: -result)) : .notAFile(path)
        }
        self.descriptor = descriptor
        size = facts.size
        modified = Timestamp(milliseconds: facts.modified_milliseconds)
        version = FileVersion(facts)
    }

    /// Whether nobody has written to it since it was opened. Another file that takes its name leaves it as it was.
    package var isUnchanged: Bool {
        var facts = amorce_file()
        return unsafe amorce_file_read(descriptor, &facts) == 0 && FileVersion(facts) == version
    }

    deinit { close(descriptor) }

    /// Hands the descriptor to one who closes it.
    package consuming func release() -> Int32 {
        let descriptor = descriptor
        discard self
        return descriptor
    }

    /// The bytes from `offset` on, at most `count`; fewer where the file ends.
    package func read(at offset: Int64, count: Int) throws(SystemError) -> [UInt8] {
        try [UInt8](capacity: max(0, count)) { output throws(SystemError) in
            try read(at: offset, count: count, into: &output)
        }
    }

    /// Appends the bytes from `offset` on, at most `count` and what there is room for; fewer where the file ends.
    package func read(at offset: Int64, count: Int, into output: inout OutputSpan<UInt8>) throws(SystemError) {
        let code = unsafe output.withUnsafeMutableBufferPointer { buffer, filled -> Int32 in
            let end = filled + max(0, min(count, buffer.count - filled))
            var offset = offset
            while filled < end, let start = buffer.baseAddress {
                let got = unsafe pread(descriptor, start + filled, end - filled, off_t(offset))
                if got < 0 && errno == EINTR { continue }
                guard got > 0 else { return got < 0 ? errno : 0 }
                filled += got
                offset += Int64(got)
            }
            return 0
        }
        guard code == 0 else { throw SystemError("pread", "descriptor \(descriptor)", code: code) }
    }
}

/// What tells one content of one file from every other, as far as the file system does.
package struct FileVersion: Hashable, Sendable {
    private let device: UInt64
    private let inode: UInt64
    private let size: Int64
    private let changed: Int64

    init(_ facts: amorce_file) {
        device = facts.device
        inode = facts.inode
        size = facts.size
        changed = facts.changed
    }
}
