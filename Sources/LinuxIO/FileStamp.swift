import CLinux
import NetTypes

/// How a file or folder stands: another one wherever something was written to it, another one took its name, or its
/// permissions changed. Of a folder it is the names in it that count, and not what the files say.
package struct FileStamp: Hashable, Sendable {
    private let device: UInt64
    private let inode: UInt64
    private let size: Int64
    private let modified: Int64
    private let changed: Int64

    fileprivate init(_ facts: amorce_stamp) {
        device = facts.device
        inode = facts.inode
        size = facts.size
        modified = facts.modified
        changed = facts.changed
    }

    /// Whether the last change lies so far back that another one would show: the kernel's clock of files goes in steps of
    /// some milliseconds.
    package func isSettled(at now: Timestamp) -> Bool { now.milliseconds - changed / 1_000_000 >= 1000 }
}

extension RootDirectory {
    /// How a file or folder below the root stands now; `nil` where none can be had by that name.
    package func stamp(of relative: String) -> FileStamp? {
        guard !relative.utf8.contains(0), !relative.hasPrefix("/") else { return nil }
        var facts = amorce_stamp()
        return unsafe amorce_file_stamp(descriptor, relative, &facts) == 0 ? FileStamp(facts) : nil
    }
}
