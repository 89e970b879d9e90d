import TFTPWire

/// The file that a request means: a path below the root, without a slash in front. `..` stays in it: whether it leads
/// out of the root is for the kernel to say, who knows the links.
package struct TransferPath: Hashable, Sendable {
    package let text: String

    /// `nil` where no file can be meant: nothing left, not UTF-8, or control characters inside.
    ///
    /// Backslashes become slashes, doubled ones and `.` vanish (shim asks for `//grubx64.efi`), and so do blanks,
    /// control characters and 0xff at the end: PXE ROMs read past a boot file name without a NUL.
    package init?(_ name: TFTPText) {
        let end = name.bytes.lastIndex { $0 > 0x20 && $0 < 0x7f || $0 > 0x7f && $0 < 0xff }
        guard let end else { return nil }
        let slashed = name.bytes[...end].map { $0 == UInt8(ascii: "\\") ? UInt8(ascii: "/") : $0 }
        guard let whole = String(validating: slashed, as: UTF8.self),
            !slashed.contains(where: { $0 < 0x20 || $0 == 0x7f })
        else { return nil }
        text = whole.split(separator: "/").filter { $0 != "." }.joined(separator: "/")
        guard !text.isEmpty else { return nil }
    }
}

extension TransferPath: CustomStringConvertible {
    package var description: String { text }
}
