import CLinux
import Glibc

/// A folder with all that is below it, by path. No link is followed.
package enum FileTree {
    /// What a name stands for.
    package enum Kind: Hashable, Sendable {
        case folder
        case file(bytes: Int64)
        /// A symbolic link, with what it says.
        case link(String)
        /// A device, FIFO or socket.
        case special
    }

    /// One name in the tree: its path from there, and what it stands for.
    package typealias Entry = (path: String, kind: Kind)

    /// The deepest folder that is looked into, and the most names: no installer comes near them.
    private static var mostFolders: Int { 32 }
    private static var mostNames: Int { 100_000 }

    /// All names below a folder, each folder before what is in it.
    package static func entries(of root: String) throws(SystemError) -> [Entry] {
        var entries: [Entry] = []
        try collect("", of: root, depth: 0, into: &entries)
        return entries
    }

    /// What stands at a path; `nil` where nothing does.
    package static func kind(of path: String) throws(SystemError) -> Kind? {
        var facts = amorce_entry()
        let result = unsafe amorce_entry_read(path, &facts)
        if result == -ENOENT || result == -ENOTDIR { return nil }
        _ = try SystemError.check(result, "lstat", path)
        switch facts.kind {
        case UInt32(AMORCE_FOLDER): return .folder
        case UInt32(AMORCE_FILE): return .file(bytes: facts.size)
        case UInt32(AMORCE_LINK): return .link(try linkTarget(of: path))
        default: return .special
        }
    }

    /// Whether a path is a folder, and no link to one, of the user that this process runs as.
    package static func isOwnFolder(_ path: String) -> Bool {
        var facts = amorce_entry()
        return unsafe amorce_entry_read(path, &facts) == 0 && facts.kind == UInt32(AMORCE_FOLDER)
            && facts.owner == geteuid()
    }

    /// A path from the root on: programs run in a folder of their own.
    package static func absolute(_ path: String) throws(SystemError) -> String {
        guard !path.hasPrefix("/") else { return path }
        guard let here = unsafe getcwd(nil, 0) else { throw SystemError("getcwd", path, code: errno) }
        defer { unsafe free(here) }
        return unsafe String(cString: here) + "/" + path
    }

    /// What stands at a path, or where a link there leads; `nil` where nothing does.
    package static func target(of path: String) throws(SystemError) -> Kind? {
        guard case .link? = try kind(of: path) else { return try kind(of: path) }
        guard let resolved = unsafe realpath(path, nil) else { return nil }
        defer { unsafe free(resolved) }
        return try kind(of: unsafe String(cString: resolved))
    }

    /// Makes a file or folder, with all that is below it if nothing else is said, readable for everyone and writable for its
    /// owner, who is from now on that of another folder.
    package static func settle(
        _ root: String, likeOwnerOf folder: String, withContents: Bool = true
    ) throws(SystemError) {
        var owner = amorce_entry()
        _ = try SystemError.check(unsafe amorce_entry_read(folder, &owner), "lstat", folder)
        guard let kind = try kind(of: root) else { return }
        try settle(root, kind, owner)
        guard withContents, kind == .folder else { return }
        for entry in try entries(of: root) { try settle("\(root)/\(entry.path)", entry.kind, owner) }
    }

    /// Removes a folder or file with all that is below it; where there is none, that is done already.
    package static func remove(_ path: String) throws(SystemError) {
        let result = unsafe amorce_tree_remove(path)
        if result != -ENOENT { _ = try SystemError.check(result, "remove", path) }
    }

    /// Puts a folder in the place of another one, or where none is. Who has a file of the other one open keeps it.
    package static func put(_ folder: String, inPlaceOf other: String) throws(SystemError) {
        let isFree = unsafe amorce_rename_new(folder, other)
        if isFree == -EEXIST {
            _ = try SystemError.check(unsafe amorce_exchange(folder, other), "rename", other)
        } else {
            _ = try SystemError.check(isFree, "rename", other)
        }
    }

    /// Waits until all that was written is on disk.
    package static func synchronise(_ path: String) throws(SystemError) {
        _ = try SystemError.check(unsafe amorce_sync_file_system(path), "syncfs", path)
    }

    /// Makes a new folder whose name begins so, for everyone to read or for its owner alone.
    package static func makeTemporary(_ prefix: String, mode: UInt32 = 0o700) throws(SystemError) -> String {
        var template = Array("\(prefix)XXXXXX".utf8CString)
        guard unsafe mkdtemp(&template) != nil else { throw SystemError("mkdtemp", prefix, code: errno) }
        let path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
        guard unsafe chmod(path, mode) == 0 else { throw SystemError("chmod", path, code: errno) }
        return path
    }

    private static func settle(_ path: String, _ kind: Kind, _ owner: amorce_entry) throws(SystemError) {
        let (mode, isLink): (UInt32, Int32) =
            switch kind {
            case .folder: (0o755, 0)
            case .link: (0, 1)
            case .file, .special: (0o644, 0)
            }
        let result = unsafe amorce_entry_settle(path, owner.owner, owner.group, mode, isLink)
        _ = try SystemError.check(result, "chmod", path)
    }

    private static func collect(
        _ folder: String, of root: String, depth: Int, into entries: inout [Entry]
    ) throws(SystemError) {
        let path = folder.isEmpty ? root : "\(root)/\(folder)"
        guard depth < mostFolders, entries.count < mostNames else { throw SystemError("readdir", path, code: ELOOP) }
        for name in try Directory.names(in: path, withHidden: true) {
            let below = folder.isEmpty ? name : "\(folder)/\(name)"
            guard let kind = try kind(of: "\(root)/\(below)") else { continue }
            entries.append((below, kind))
            if kind == .folder { try collect(below, of: root, depth: depth + 1, into: &entries) }
        }
    }

    private static func linkTarget(of link: String) throws(SystemError) -> String {
        var bytes = [CChar](repeating: 0, count: 4096)
        let count = unsafe amorce_link_read(link, &bytes, UInt32(bytes.count))
        guard count >= 0, count <= bytes.count else {
            throw SystemError("readlink", link, code: count < 0 ? Int32(-count) : ENAMETOOLONG)
        }
        return String(decoding: bytes.prefix(Int(count)).map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
}

/// Whether names came or went in a folder: two that are equal say no, unless one of them is too young to tell.
package struct FolderVersion: Hashable, Sendable {
    private let device: UInt64
    private let inode: UInt64
    private let changed: Int64
    /// Whether the folder may change again within what is one moment to its clock, unseen.
    package let isSettled: Bool

    /// `nil` where there is no such folder.
    package init?(of path: String) {
        var facts = amorce_folder_version()
        guard unsafe amorce_folder_version(path, &facts) == 0 else { return nil }
        device = facts.device
        inode = facts.inode
        changed = facts.changed
        isSettled = facts.now &- facts.changed > 1_000_000_000
    }
}
