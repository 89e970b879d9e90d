import Glibc

/// A file that one process at a time holds (flock(2)). It is free again when the process ends, however that comes.
package struct FileLock: ~Copyable, Sendable {
    private let descriptor: Int32

    /// Throws an error that `isHeldByAnother` where another process has it.
    package init(_ path: String) throws(SystemError) {
        let descriptor = unsafe open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else { throw SystemError("open", path, code: errno) }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            let code = errno
            close(descriptor)
            throw SystemError("flock", path, code: code)
        }
        self.descriptor = descriptor
    }

    deinit {
        // A program that another thread is just starting has the descriptor, too, until it runs: closing it here is not enough.
        flock(descriptor, LOCK_UN)
        close(descriptor)
    }

    /// Gives it up. To be called where it may end: it is held until then.
    package consuming func release() {}
}

extension SystemError {
    package var isHeldByAnother: Bool { code == EWOULDBLOCK }
}
