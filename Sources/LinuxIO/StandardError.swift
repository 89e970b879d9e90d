import Glibc

/// Standard error, one whole line at a time.
package enum StandardError {
    /// Writes the line and its end in one call, so that lines of several threads do not mix.
    package static func write(line: String) {
        let bytes = Array((line + "\n").utf8)
        _ = unsafe Glibc.write(STDERR_FILENO, bytes, bytes.count)
    }

    /// Whether the journal reads it, and so takes `<6>` at the start of a line as its priority (sd-daemon(3)).
    package static var isJournal: Bool { unsafe getenv("JOURNAL_STREAM") != nil }
}
