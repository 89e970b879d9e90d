import Glibc

/// A file's bytes with the permissions that it had when it was read.
package struct TextFile: Sendable {
    package let name: String
    package let bytes: [UInt8]
    /// The permission bits: 0o600 where only the owner reads and writes.
    package let mode: UInt32

    /// The most that is read.
    package static let limit = 1 << 20

    package init(name: String, bytes: [UInt8], mode: UInt32 = 0o600) {
        self.name = name
        self.bytes = bytes
        self.mode = mode
    }

    /// Reads a regular file whole. Never waits: a pipe is refused.
    package init(reading name: String) throws(YAMLError) {
        let descriptor = unsafe open(name, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else { throw Self.fault(name, errno) }
        defer { close(descriptor) }

        var status = stat()
        guard unsafe fstat(descriptor, &status) == 0 else { throw Self.fault(name, errno) }
        guard status.st_mode & S_IFMT == S_IFREG else {
            throw YAMLError(file: name, line: 0, column: 0, problem: .notAFile)
        }

        self.init(name: name, bytes: try Self.bytes(of: descriptor, name), mode: status.st_mode & 0o7777)
    }

    private static func bytes(of descriptor: Int32, _ name: String) throws(YAMLError) -> [UInt8] {
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 16_384)
        while true {
            let count = unsafe chunk.withUnsafeMutableBytes { unsafe read(descriptor, $0.baseAddress, $0.count) }
            if count < 0 && errno == EINTR { continue }
            guard count >= 0 else { throw fault(name, errno) }
            guard count > 0 else { return bytes }
            bytes += chunk.prefix(count)
            guard bytes.count <= limit else {
                throw YAMLError(file: name, line: 0, column: 0, problem: .tooLarge(limit: limit))
            }
        }
    }

    private static func fault(_ name: String, _ code: Int32) -> YAMLError {
        let words = unsafe strerror(code).map { unsafe String(cString: $0) } ?? "error \(code)"
        return YAMLError(file: name, line: 0, column: 0, problem: .unreadable(words))
    }
}
