import CLinux
import Glibc

/// What the kernel says of this host.
package enum Host {
    /// Whether somebody keeps the clock right; `nil` where the kernel does not say.
    package static var isClockKept: Bool? {
        switch amorce_clock_is_kept() {
        case 0: false
        case 1...: true
        default: nil
        }
    }

    /// Room on the disk that a path is on, for whoever has no special rights, in bytes.
    package static func freeBytes(at path: String) throws(SystemError) -> UInt64 {
        var facts = statvfs()
        _ = try SystemError.check(unsafe statvfs(path, &facts), "statvfs", path)
        return UInt64(facts.f_bavail).multipliedReportingOverflow(by: UInt64(facts.f_frsize)).partialValue
    }

    /// The sockets of a protocol, `udp` or `tcp`, as `/proc/net` lists them (proc(5)).
    package static func sockets(_ transport: String) -> String {
        let text = (try? InputFile.read("/proc/self/net/\(transport)", atMost: 1 << 24)) ?? nil
        return String(decoding: text ?? [], as: UTF8.self)
    }

    /// Which processes have sockets, by the sockets' inodes: their names and ids. Those of others are seen by root only.
    package static func holders(of inodes: Set<String>) -> [String: (name: String, id: Int)] {
        var holders: [String: (name: String, id: Int)] = [:]
        for name in (try? Directory.names(in: "/proc")) ?? [] {
            guard let id = Int(name), holders.count < inodes.count else { continue }
            for file in (try? Directory.names(in: "/proc/\(id)/fd")) ?? [] {
                guard case .link(let target)? = try? FileTree.kind(of: "/proc/\(id)/fd/\(file)"),
                    target.hasPrefix("socket:["), case let inode = String(target.dropFirst(8).dropLast()),
                    inodes.contains(inode)
                else { continue }
                holders[inode] = (self.name(of: id), id)
            }
        }
        return holders
    }

    private static func name(of process: Int) -> String {
        let text = (try? InputFile.read("/proc/\(process)/comm", atMost: 64)) ?? nil
        return String(decoding: (text ?? []).prefix { $0 != UInt8(ascii: "\n") }, as: UTF8.self)
    }
}
