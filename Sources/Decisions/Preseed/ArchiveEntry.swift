import NetTypes

/// The head of one file in an initrd: cpio's format `newc`, 110 characters and the name, each part filled up to four bytes
/// (cpio(5)).
package struct ArchiveEntry: Hashable, Sendable {
    /// Without `./` before it.
    package let name: String
    /// Where its bytes stand, counted from its head.
    package let start: Int
    package let count: Int
    /// Where the next head stands, counted from this one.
    package let next: Int

    /// How much of an archive is wanted to read a head: its name is no longer than a path.
    package static let longestHead = 110 + 4096

    /// - Parameter bytes: what stands from the head on.
    package init?(_ bytes: ArraySlice<UInt8>) {
        guard bytes.count >= 110, bytes.starts(with: Array("070701".utf8)) else { return nil }
        func number(_ field: Int) -> Int? {
            let start = bytes.startIndex + 6 + 8 * field
            let text = String(decoding: bytes[start..<start + 8], as: UTF8.self)
            return text.hasPrefix("+") || text.hasPrefix("-") ? nil : Int(text, radix: 16)
        }
        guard let size = number(6), let nameSize = number(11), nameSize > 0, nameSize <= 4096,
            bytes.count >= 110 + nameSize
        else { return nil }
        let name = bytes[(bytes.startIndex + 110)..<(bytes.startIndex + 109 + nameSize)]
        let text = String(decoding: name, as: UTF8.self)
        self.name = text.hasPrefix("./") ? String(text.dropFirst(2)) : text
        start = filled(110 + nameSize)
        count = size
        next = filled(start + size)
    }

    /// Whether it stands at the end of an archive.
    package var isLast: Bool { name == "TRAILER!!!" }
}

private func filled(_ count: Int) -> Int { (count + 3) & ~3 }
