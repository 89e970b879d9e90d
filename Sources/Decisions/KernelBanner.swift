import Inventory

/// What a kernel calls itself: `6.12.107+deb13-amd64 (WHO BUILT IT) #1 SMP … Debian 6.12.107-1 (2026-08-29)`.
package enum KernelBanner {
    /// What stands before it in a kernel that is not packed (`linux_banner`).
    package static let mark = "Linux version "
    /// Where the setup header of an x86 kernel points to it: two bytes, little endian, counted from 0x200 (x86 boot
    /// protocol 2.00, `kernel_version`).
    package static let pointerOffset: Int64 = 0x20e
    /// The setup header's magic number, `HdrS`, and where it stands.
    package static let magic = Array("HdrS".utf8)
    package static let magicOffset: Int64 = 0x202
    /// No banner is as long.
    package static let longest = 512

    /// The place of the banner in an x86 kernel, by the two bytes of the setup header; `nil` where it has none.
    package static func place(_ pointer: [UInt8]) -> Int64? {
        guard pointer.count == 2 else { return nil }
        let offset = Int64(pointer[0]) | Int64(pointer[1]) << 8
        return offset == 0 ? nil : offset + 0x200
    }

    /// The version that a banner tells, which ends with a zero or a line; `nil` where it is none.
    package static func version(in bytes: [UInt8]) -> KernelVersion? {
        let line = bytes.prefix { $0 >= 0x20 && $0 < 0x7f }
        var words = String(decoding: line, as: UTF8.self).split(separator: " ").map(String.init)[...]
        if words.starts(with: ["Linux", "version"]) { words = words.dropFirst(2) }
        guard let abi = words.first, isVersion(abi) else { return nil }
        // The compiler's version may stand before it: `(Debian 14.2.0-19)`.
        let debian = words.lastIndex(of: "Debian").flatMap { words[($0 + 1)...].first }
        return KernelVersion(abi: abi, package: debian.flatMap { isVersion($0) ? $0 : nil })
    }

    /// The version whose modules an initrd has, by the path of one: what follows `lib/modules/`.
    package static func version(ofModules bytes: [UInt8]) -> KernelVersion? {
        let name = String(decoding: bytes.prefix { $0 > 0x20 && $0 < 0x7f && $0 != UInt8(ascii: "/") }, as: UTF8.self)
        return isVersion(name) ? KernelVersion(abi: name) : nil
    }

    private static func isVersion(_ text: String) -> Bool {
        let isAllowed = { (byte: UInt8) in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"):
                true
            default: ".-+~_".utf8.contains(byte)
            }
        }
        return (3...64).contains(text.utf8.count) && text.utf8.allSatisfy(isAllowed) && text.contains(".")
            && text.utf8.first.map { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) } == true
    }
}
