import LinuxIO
import NetTypes
import Synchronization

/// What was made of files of the content folder, such as a template that was taken apart. It is kept until one of those
/// files changes: they are looked at, though not read, each time that it is wanted.
package final class ContentCache: Sendable {
    private let root: RootDirectory
    private let now: @Sendable () -> Timestamp
    private let entries = Mutex<[String: Entry]>([:])

    private struct Entry: Sendable {
        let value: any Sendable
        let sources: [ContentSources.Source]
    }

    package init(_ root: RootDirectory, now: @escaping @Sendable () -> Timestamp = Clock.now) {
        self.root = root
        self.now = now
    }

    /// What is kept under a key, or what `make` makes. Its errors are not kept.
    ///
    /// - Parameter make: notes each file and folder before it reads it.
    package func value<Value: Sendable>(
        _ key: String, make: (inout ContentSources) throws(CatalogError) -> Value
    ) throws(CatalogError) -> Value {
        if let entry = entries.withLock({ $0[key] }), let value = entry.value as? Value, isCurrent(entry) {
            return value
        }
        var sources = ContentSources(root)
        let value = try make(&sources)
        // What changed a moment ago may change again without a trace.
        let now = now()
        let isSettled = sources.all.allSatisfy { $0.stamp?.isSettled(at: now) ?? true }
        let entry = isSettled ? Entry(value: value, sources: sources.all) : nil
        entries.withLock { $0[key] = entry }
        return value
    }

    private func isCurrent(_ entry: Entry) -> Bool {
        entry.sources.allSatisfy { root.stamp(of: $0.path) == $0.stamp }
    }
}

/// The files and folders that something is made of, and how each stood before it was read.
package struct ContentSources {
    fileprivate struct Source: Sendable {
        let path: String
        /// `nil` while there is none.
        let stamp: FileStamp?
    }

    private let root: RootDirectory
    fileprivate private(set) var all: [Source] = []

    fileprivate init(_ root: RootDirectory) { self.root = root }

    /// The path is relative to the content folder.
    package mutating func note(_ path: String) { all.append(Source(path: path, stamp: root.stamp(of: path))) }
}
