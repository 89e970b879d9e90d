import CLinux
import Glibc

/// Hears from the kernel that something changed in folders: a file was written to its end, came, went, or may be read by
/// others than before. What is below a folder is not part of it. On a network's file system only this host's own
/// changes are heard.
package struct FolderNotices: ~Copyable, Sendable {
    /// For `EventLoop.watch`; this keeps owning it.
    package let descriptor: Int32

    package init() throws(SystemError) {
        descriptor = try SystemError.check(amorce_folder_notices_open(), "inotify_init1", "folders")
    }

    deinit { close(descriptor) }

    /// From now on changes in this folder are heard, too. One that goes is forgotten by itself.
    package func watch(_ folder: String) throws(SystemError) {
        _ = try SystemError.check(unsafe amorce_folder_notices_watch(descriptor, folder), "inotify_add_watch", folder)
    }

    /// Whether something changed since the last time; never waits.
    package func receive() -> Bool {
        var hasChanged = false
        // Where files are written without end, the caller has others to see to.
        for _ in 0..<64 {
            guard amorce_folder_notices_read(descriptor) > 0 else { break }
            hasChanged = true
        }
        return hasChanged
    }
}
