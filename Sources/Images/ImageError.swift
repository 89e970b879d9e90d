import Decisions
import LinuxIO

/// Why an image cannot be had, kept or looked over: what, where, and what to do.
package enum ImageError: Error, Hashable, Sendable {
    case system(SystemError)
    /// Another process imports or removes.
    case busy
    /// A program of Debian's failed.
    case program(String, said: String)
    case notThere(String)
    /// A package that is none of the installer's.
    case otherPackage(String)
    /// Nothing says that it is what it should be.
    case unverified(String)
    case wrongSum(String, wanted: String, found: String)
    case notListed(String, list: String)
    case badList(String, line: Int)
    /// Files are not what the list of their sums says.
    case differs(ChecksumDifferences, from: String)
    case tree(TreeFault, in: String)
    case notMain(String)
    case noMirror
    case noKeyring(String)
    case badMirror(String)
    case notReadable(String)
    case notWritable(String)

    /// Does what may fail in the kernel.
    static func telling<Result: ~Copyable>(_ body: () throws(SystemError) -> Result) throws(ImageError) -> Result {
        do throws(SystemError) {
            return try body()
        } catch {
            throw error.isHeldByAnother && error.call == "flock" ? .busy : .system(error)
        }
    }
}

extension ImageError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .system(let error): "\(error)"
        case .busy: "another amorce imports or removes an image; wait until it has ended"
        case .program(let name, let said):
            "\(name) failed: \(said.split(separator: "\n").suffix(4).joined(separator: "; "))"
        case .notThere(let path): "there is no \(path); name a package, a .deb, a netboot.tar.gz or a folder"
        case .otherPackage(let name): "the package is \(name), and not debian-installer-NUMBER-netboot-ARCHITECTURE"
        case .unverified(let path):
            "nothing says that \(path) is what it should be; give its sum or a file of sums by --sha256, or take it as it is "
                + "with --unverified"
        case .wrongSum(let path, let wanted, let found):
            "\(path) has the SHA-256 \(found), and not \(wanted): it is damaged, or another file"
        case .notListed(let path, let list): "\(list) has no sum of \(path)"
        case .badList(let path, let line): "\(path):\(line): is not a sum and a file's name, as sha256sum prints them"
        case .differs(let differences, let list):
            "files are not what \(list) says: " + differences.lines.prefix(5).joined(separator: "; ")
                + (differences.lines.count > 5 ? "; and \(differences.lines.count - 5) more" : "")
        case .tree(let fault, let path): "\(path): \(fault)"
        case .notMain(let path): "\(path) is neither a file nor a folder"
        case .noMirror: "apt knows no mirror of Debian's on this machine; name one by --mirror"
        case .noKeyring(let path):
            "there is no \(path); install the package debian-archive-keyring, or name another by --keyring"
        case .badMirror(let text): "\(text) is no mirror; write a URL, such as http://deb.example.org/debian"
        case .notReadable(let path): "\(path) cannot be read as what it should be; import the image again"
        case .notWritable(let name): "what is known of \(name) cannot be written"
        }
    }
}
