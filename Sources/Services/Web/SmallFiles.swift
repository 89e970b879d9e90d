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
        fileprivate let stamp: FileStamp?
    }

    /// A folder may go, and another one take its place in memory: what tells them apart is the stamp.
    private struct Place: Hashable {
        let folder: ObjectIdentifier
        let path: String
    }

    private struct Contents {
        var files: [Place: Kept] = [:]
        var bytes = 0
    }

    private let now: @Sendable () -> Timestamp
    private let contents = Mutex(Contents())
    /// Up to so many bytes, a file is sent from memory, with its head in one packet; longer ones go out by sendfile.
    package static let longest: Int64 = 1 << 16
    private static let capacity = 32 << 20

    package init(now: @escaping @Sendable () -> Timestamp = Clock.now) { self.now = now }

    /// The file of that very name, if it is here and as it was.
    package func current(_ path: String, in folder: RootDirectory) -> Kept? {
        let place = Place(folder: ObjectIdentifier(folder), path: path)
        guard let kept = contents.withLock({ $0.files[place] }), folder.stamp(of: path) == kept.stamp else {
            return nil
        }
        return kept
    }

    /// Reads a file whole that was just opened by this path; `nil` if it is too long, or not to be read to its end.
    package func read(_ file: borrowing OpenFile, _ path: String, in folder: RootDirectory) -> Kept? {
        guard file.size <= Self.longest else { return nil }
        let before = folder.stamp(of: path)
        guard let bytes = try? file.read(at: 0, count: Int(file.size)), bytes.count == file.size else { return nil }
        let kept = Kept(bytes: bytes, modified: file.modified, stamp: before)
        // What changed a moment ago may change again without a trace.
        if let before, before == folder.stamp(of: path), before.isSettled(at: now()) {
            keep(kept, at: Place(folder: ObjectIdentifier(folder), path: path))
        }
        return kept
    }

    private func keep(_ file: Kept, at place: Place) {
        contents.withLock { contents in
            contents.bytes -= contents.files.removeValue(forKey: place)?.bytes.count ?? 0
            // The names cost something, too.
            if contents.bytes + file.bytes.count > Self.capacity || contents.files.count >= 4096 {
                contents = Contents()
            }
            contents.bytes += file.bytes.count
            contents.files[place] = file
        }
    }
}
