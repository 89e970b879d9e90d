import LinuxIO
import NetTypes
import Synchronization

/// Small files of the boot tree as they were read last: a loader, its modules and fonts are asked for by every machine. Each is
/// looked at, though not read, before it is sent again.
package final class SmallFiles: Sendable {
    /// A file that is in memory.
    package struct Kept: Sendable {
        package let bytes: [UInt8]
        package let modified: Timestamp
        fileprivate let stamp: FileStamp
    }

    private struct Contents {
        var files: [String: Kept] = [:]
        var bytes = 0
    }

    private let root: RootDirectory
    private let now: @Sendable () -> Timestamp
    private let contents = Mutex(Contents())
    /// Up to so many bytes, a file is sent from memory, with its head in one packet; longer ones go out by sendfile.
    package static let longest: Int64 = 1 << 16
    private static let capacity = 32 << 20

    package init(_ root: RootDirectory, now: @escaping @Sendable () -> Timestamp = Clock.now) {
        self.root = root
        self.now = now
    }

    /// The file of that very name, if it is here and as it was.
    package func current(_ path: String) -> Kept? {
        guard let kept = contents.withLock({ $0.files[path] }), root.stamp(of: path) == kept.stamp else { return nil }
        return kept
    }

    /// Reads a file whole that was just opened by this path; `nil` if it is too long, or not to be read to its end.
    package func read(_ file: borrowing OpenFile, _ path: String) -> [UInt8]? {
        guard file.size <= Self.longest, let before = root.stamp(of: path),
            let bytes = try? file.read(at: 0, count: Int(file.size)), bytes.count == file.size
        else { return nil }
        // What changed a moment ago may change again without a trace.
        if before == root.stamp(of: path), before.isSettled(at: now()) {
            keep(Kept(bytes: bytes, modified: file.modified, stamp: before), at: path)
        }
        return bytes
    }

    private func keep(_ file: Kept, at path: String) {
        contents.withLock { contents in
            contents.bytes -= contents.files.removeValue(forKey: path)?.bytes.count ?? 0
            // The names cost something, too.
            if contents.bytes + file.bytes.count > Self.capacity || contents.files.count >= 4096 {
                contents = Contents()
            }
            contents.bytes += file.bytes.count
            contents.files[path] = file
        }
    }
}
