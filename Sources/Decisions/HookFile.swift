/// A file of the folder of hooks, and whether it is run.
package struct HookFile: Hashable, Sendable {
    package let name: String
    /// The permission bits.
    package let mode: UInt32
    package let isRegular: Bool
    /// Who owns it.
    package let owner: UInt32

    package init(name: String, mode: UInt32, isRegular: Bool = true, owner: UInt32 = 0) {
        self.name = name
        self.mode = mode
        self.isRegular = isRegular
        self.owner = owner
    }

    /// What becomes of a file.
    package enum Verdict: Hashable, Sendable {
        case run
        /// Its name is none of a hook's: `README.txt`, what an editor or a package leaves.
        case passedOver
        /// It could be a hook, and is not run: why, and what to do.
        case refused(why: String, cure: String)
    }

    /// run-parts(8): letters, digits, hyphens and underscores, nothing else. A program that others may write is run by nobody.
    ///
    /// - Parameter user: whom the daemon runs as.
    package func verdict(for user: UInt32) -> Verdict {
        let isName = name.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"):
                true
            default: false
            }
        }
        guard isName, !name.isEmpty else { return .passedOver }
        let octal = "0" + String(mode & 0o777, radix: 8)
        if !isRegular { return .refused(why: "it is no file", cure: "put a program there, or take it away") }
        if mode & 0o111 == 0 { return .refused(why: "its mode \(octal) is no program's", cure: "chmod 755 it") }
        if mode & 0o022 != 0 {
            return .refused(why: "its mode \(octal) lets others than its owner write it", cure: "chmod go-w it")
        }
        if owner != 0 && owner != user {
            return .refused(why: "it is neither root's nor of amorce's user", cure: "chown root it")
        }
        return .run
    }
}
