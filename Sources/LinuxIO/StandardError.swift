import Glibc
import Synchronization

/// Standard error, in whole lines.
package enum StandardError {
    private static let pending = Mutex(Pending())

    /// Lines that are not written yet.
    private struct Pending {
        var bytes: [UInt8] = []
        /// How many threads gather lines now.
        var gatherers = 0

        /// One call, so that lines of several processes do not mix. What nobody takes is lost: no service waits for it.
        mutating func write() {
            var written = 0
            while written < bytes.count {
                let count = unsafe bytes.withUnsafeBytes { bytes in
                    unsafe Glibc.write(STDERR_FILENO, bytes.baseAddress?.advanced(by: written), bytes.count - written)
                }
                guard count > 0 || errno == EINTR else { break }
                written += max(0, count)
            }
            bytes.removeAll(keepingCapacity: true)
        }
    }

    /// Writes a line and its end; while lines are gathered, when that is over.
    package static func write(line: [UInt8]) {
        pending.withLock { pending in
            pending.bytes += line
            pending.bytes.append(UInt8(ascii: "\n"))
            if pending.gatherers == 0 || pending.bytes.count > 1 << 16 { pending.write() }
        }
    }

    package static func write(line: String) { write(line: Array(line.utf8)) }

    /// Gathers the lines that are written while `body` runs, on any thread, and writes them in one call.
    package static func gather(_ body: () -> Void) {
        pending.withLock { $0.gatherers += 1 }
        body()
        pending.withLock { pending in
            pending.gatherers -= 1
            if pending.gatherers == 0 { pending.write() }
        }
    }

    /// Whether the journal reads it, and so takes `<6>` at the start of a line as its priority (sd-daemon(3)).
    package static var isJournal: Bool { unsafe getenv("JOURNAL_STREAM") != nil }
}
