import Glibc

/// Standard output, unbuffered: what is written is there for the next program of a pipe at once.
package enum StandardOutput {
    /// Writes all of a text, however often it takes.
    package static func write(_ text: String) throws(SystemError) {
        var rest = Array(text.utf8)[...]
        while !rest.isEmpty {
            let count = unsafe rest.withUnsafeBytes { unsafe Glibc.write(STDOUT_FILENO, $0.baseAddress, $0.count) }
            if count > 0 {
                rest = rest.dropFirst(count)
            } else if errno == EAGAIN {
                var wanted = pollfd(fd: STDOUT_FILENO, events: Int16(POLLOUT), revents: 0)
                unsafe poll(&wanted, 1, -1)
            } else if errno != EINTR {
                throw SystemError("write", "standard output", code: errno)
            }
        }
    }

    /// Has a write fail when the reader is gone, where the process would end by SIGPIPE.
    package static func outliveReader() { signal(SIGPIPE, SIG_IGN) }
}

extension SystemError {
    /// Whether nobody reads what is written any more.
    package var isReaderGone: Bool { code == EPIPE }
}
