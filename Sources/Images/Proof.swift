import Decisions
import Inventory
import LinuxIO

/// What says that a file or folder is what it should be.
struct Proof {
    private(set) var sum: String?
    private(set) var list: (list: ChecksumList, name: String)?

    /// A sum or list that was given, else `SHA256SUMS` beside a file; without either, somebody has to want it so.
    init(of path: String, _ wishes: ImageImport.Wishes) throws(ImageError) {
        if let given = wishes.sha256 {
            sum = ChecksumList.digest(given, of: .sha256)
            if sum == nil { list = (try Self.list(given), given) }
            return
        }
        let folder =
            path.contains("/") ? path.split(separator: "/", omittingEmptySubsequences: false).dropLast() : ["."]
        let beside = folder.joined(separator: "/") + "/SHA256SUMS"
        let isFile = try ImageError.telling { () throws(SystemError) in try FileTree.target(of: path) } != .folder
        if isFile, try ImageError.telling({ () throws(SystemError) in try FileTree.target(of: beside) }) != nil {
            list = (try Self.list(beside), beside)
            return
        }
        guard wishes.isUnverifiedAccepted else { throw .unverified(path) }
    }

    /// Looks at a file; tells who vouches for it.
    func check(_ path: String) throws(ImageError) -> ImageVerification {
        let found = try Checksums.sha256(of: path)
        if let sum {
            guard sum == found else { throw .wrongSum(path, wanted: sum, found: found) }
        } else if let (list, name) = list {
            let wanted = list.sums(ofFileNamed: path.split(separator: "/").last.map(String.init) ?? path)
            guard let one = wanted.min() else { throw .notListed(path, list: name) }
            guard wanted.contains(found) else { throw .wrongSum(path, wanted: one, found: found) }
        } else {
            return .none
        }
        return .sha256
    }

    private static func list(_ path: String) throws(ImageError) -> ChecksumList {
        let bytes = try ImageError.telling { () throws(SystemError) in try InputFile.read(path, atMost: 16 << 20) }
        do {
            return try ChecksumList(String(decoding: bytes ?? [], as: UTF8.self), of: .sha256)
        } catch {
            throw .badList(path, line: error.line)
        }
    }
}
