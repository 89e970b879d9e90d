import Glibc

/// Folders, by path.
package enum Directory {
    /// The names in a folder, sorted; those that start with a dot are left out, unless they are wanted.
    package static func names(in path: String, withHidden: Bool = false) throws(SystemError) -> [String] {
        guard let directory = unsafe opendir(path) else { throw SystemError("opendir", path, code: errno) }
        defer { unsafe closedir(directory) }
        var names: [String] = []
        while let entry = unsafe readdir(directory) {
            let name = unsafe withUnsafeBytes(of: entry.pointee.d_name) { bytes in
                unsafe String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
            }
            let isWanted = withHidden ? name != "." && name != ".." : !name.hasPrefix(".")
            if isWanted { names.append(name) }
        }
        return names.sorted()
    }

    /// Makes a folder with its parents, by its absolute path; one that is there already is left as it is.
    package static func create(_ path: String, mode: UInt32 = 0o750) throws(SystemError) {
        var reached = ""
        for part in path.split(separator: "/") {
            reached += "/" + part
            guard unsafe mkdir(reached, mode) != 0, errno != EEXIST else { continue }
            throw SystemError("mkdir", reached, code: errno)
        }
    }

    /// Writes a file whole, for its owner alone if nothing else is said, in place of one of that name. Of several that are
    /// written at once, one stays.
    package static func write(_ bytes: [UInt8], to path: String, mode: UInt32 = 0o600) throws(SystemError) {
        try write(bytes, to: path, mode: mode, isSynced: false)
    }

    private static func write(
        _ bytes: [UInt8], to path: String, mode: UInt32, isSynced: Bool
    ) throws(SystemError) {
        var temporary = Array("\(path).XXXXXX".utf8CString)
        let file = unsafe mkstemp(&temporary)
        guard file >= 0 else { throw SystemError("open", path, code: errno) }
        let code =
            unsafe writeWhole(bytes, to: file) ?? (fchmod(file, mode) == 0 ? nil : errno)
            ?? (!isSynced || fsync(file) == 0 ? nil : errno)
            ?? (rename(temporary, path) == 0 ? nil : errno)
        close(file)
        guard let code else { return }
        unsafe unlink(temporary)
        throw SystemError("write", path, code: code)
    }

    /// Writes a file anew that is there, whole, with the permissions that it has; through a link, what that leads to. What is
    /// written is on disk before it takes the place of what was there: nobody finds half of it after a power cut.
    package static func rewrite(_ bytes: [UInt8], at path: String) throws(SystemError) {
        guard let found = unsafe realpath(path, nil) else { throw SystemError("realpath", path, code: errno) }
        defer { unsafe free(found) }
        let place = unsafe String(cString: found)
        var status = stat()
        guard unsafe stat(place, &status) == 0 else { throw SystemError("stat", place, code: errno) }
        try write(bytes, to: place, mode: status.st_mode & 0o777, isSynced: true)
    }

    /// The error number of what failed; `nil` if nothing did.
    private static func writeWhole(_ bytes: [UInt8], to file: Int32) -> Int32? {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = unsafe rest.withUnsafeBytes { unsafe Glibc.write(file, $0.baseAddress, $0.count) }
            if count > 0 {
                rest = rest.dropFirst(count)
            } else if errno != EINTR {
                return errno
            }
        }
        return nil
    }
}
